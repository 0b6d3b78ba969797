"""The pages of asking before publishing: staff read what would change and remark on it, HR answers."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from handbook.core import clock
from handbook.core.doors import requires
from handbook.core.edge import acting
from handbook.core.errors import Conflict, Invalid
from handbook.core.transaction import end_read, transaction
from handbook.people.identity import chosen_language, reader_zone
from handbook.permissions import Permission
from handbook.publishing import consulting, remarks
from handbook.publishing.forms_remarks import AnswerForm, CloseForm, OpenForm, PartyForm, RemarkForm
from handbook.publishing.pending import pending, shown_change
from handbook.publishing.views.blueprint import blueprint
from handbook.rules.changes import parts_of

Forms = dict[str, FlaskForm]
WHOLE = "whole-draft"


@blueprint.get("/handbook/draft/remarks")
@requires(Permission.DRAFT_EDIT)
def show_remarks() -> ResponseReturnValue:
    """Show HR what staff said about the draft, who else was heard, and the way to ask."""
    return _remarks_page({})


@blueprint.post("/handbook/draft/remarks/open")
@requires(Permission.DRAFT_EDIT)
def open_consultation() -> ResponseReturnValue:
    """Ask the staff for some days."""
    actor, form = acting(), OpenForm(prefix="open")
    deed = lambda: consulting.open_consultation(actor, form.ends_on.data, form.note.data or "")  # noqa: E731
    return _act("open", form, deed, _("The staff can read what would change, and remark on it."))


@blueprint.post("/handbook/draft/remarks/close")
@requires(Permission.DRAFT_EDIT)
def close_consultation() -> ResponseReturnValue:
    """Take no more remarks."""
    form = CloseForm(prefix="close")
    return _act("close", form, lambda: consulting.close(form.row_version.data), _("No more remarks are taken."))


@blueprint.post("/handbook/draft/remarks/parties")
@requires(Permission.DRAFT_EDIT)
def note_party() -> ResponseReturnValue:
    """Write down who else was heard."""
    actor, form = acting(), PartyForm(prefix="party")
    return _act("party", form, lambda: consulting.note_party(actor, **form.values()), _("It is written down."))


@blueprint.post("/handbook/draft/remarks/<remark_id>/answer")
@requires(Permission.DRAFT_EDIT)
def answer_remark(remark_id: str) -> ResponseReturnValue:
    """Answer a remark."""
    actor, form = acting(), AnswerForm(prefix=remark_id)
    remarks.require_remark(remark_id)

    def deed() -> None:
        remarks.answer(actor, remark_id, form.answer.data, form.row_version.data)

    return _act(remark_id, form, deed, _("Answered. Whoever said it reads your answer beside their remark."))


@blueprint.get("/handbook/draft/read")
@requires(Permission.DRAFT_REMARK)
def show_draft_to_staff() -> ResponseReturnValue:
    """Show everybody who works here what would change, in the own language, with a place for remarks."""
    return _reading_page({})


@blueprint.post("/handbook/draft/read")
@requires(Permission.DRAFT_REMARK)
def remark() -> ResponseReturnValue:
    """Keep what somebody says about the draft, or about the one rule of it that the address names."""
    actor, today, language = acting(), clock.today(reader_zone()), chosen_language()
    name = request.args.get("about", "")[:200] or WHOLE
    form = RemarkForm(prefix=name)
    if not form.validate_on_submit():
        return _reading_page({name: form}), 400
    rule_id = name if pending().change_of(name) else None
    end_read()
    try:
        with transaction():
            remarks.remark(actor, rule_id, language, form.words.data, today)
    except Conflict as over:
        return _reading_page({name: form}, str(over)), 409
    flash(_("Thank you. HR answers before the handbook is published; you find the answer here."), "good")
    return redirect(url_for("publishing.show_draft_to_staff"))


def _act(name: str, form: FlaskForm, deed: Callable[[], object], done: str) -> ResponseReturnValue:
    """Do the deed in one transaction; after a fault or a stale text nothing that was typed is lost."""
    if not form.validate_on_submit():
        return _remarks_page({name: form}), 400
    end_read()
    try:
        with transaction():
            deed()
    except Invalid as fault:
        form.form_errors.extend(fault.faults)
        return _remarks_page({name: form}), 400
    except Conflict as stale:
        return _remarks_page({name: form}, str(stale)), 409
    flash(done, "good")
    return redirect(url_for("publishing.show_remarks"))


def _remarks_page(sent: Forms, stale: str = "") -> str:
    only_open = request.args.get("show") == "open"
    listing = remarks.remarks_on_draft(min(max(1, request.args.get("page", 1, int)), 10**6), only_open=only_open)
    about, today = consulting.newest(), clock.today(reader_zone())
    return render_template(
        "publishing/show_remarks.html",
        listing=listing,
        only_open=only_open,
        about=about,
        is_open=about is not None and consulting.is_open(about, today),
        counts=consulting.counts(),
        parties=consulting.parties(),
        forms=_forms(sent, about.row_version if about else 0),
        answers={line.id: sent.get(line.id) or _answer_form(line) for line in listing.lines},
        stale=stale,
        zone=reader_zone(),
    )


def _forms(sent: Forms, row_version: int) -> Forms:
    opening = OpenForm(formdata=None, prefix="open")
    opening.offer()
    closing = CloseForm(formdata=None, prefix="close", row_version=row_version)
    return {"open": opening, "close": closing, "party": PartyForm(formdata=None, prefix="party")} | sent


def _answer_form(line: remarks.RemarkLine) -> AnswerForm:
    return AnswerForm(formdata=None, prefix=line.id, answer=line.answer, row_version=line.row_version)


def _reading_page(sent: Forms, stale: str = "") -> str:
    about = consulting.find_open(clock.today(reader_zone()))
    found = pending() if about else None
    book = found.book if found else None
    shown = [(one, shown_change(book, one, chosen_language())) for one in found.changes] if found and book else []
    names = [WHOLE, *(one.rule_id for one, _text in shown)]
    return render_template(
        "publishing/read_draft.html",
        about=about,
        shown=shown,
        forms={name: sent.get(name) or RemarkForm(formdata=None, prefix=name) for name in names},
        whole=WHOLE,
        own=remarks.own_remarks(acting()),
        stale=stale,
        parts_of=parts_of,
        zone=reader_zone(),
    )
