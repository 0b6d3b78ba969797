"""The editor of one text of the draft: show, save, keep unsaved words, what differs from the last edition."""

from flask import Response, flash, jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from handbook.core.doors import requires
from handbook.core.edge import acting
from handbook.core.errors import Conflict, Invalid
from handbook.core.flood import at_most_in_a_session
from handbook.core.headers import WITH_FRAME
from handbook.core.moments import clock_words
from handbook.core.transaction import end_read, transaction
from handbook.people.identity import reader_zone
from handbook.permissions import Permission
from handbook.publishing import editing, editing_difference, editing_page, unsaved
from handbook.publishing.editing_difference import Stale, TextDifference
from handbook.publishing.editing_page import Desk, not_there
from handbook.publishing.forms_editor import RuleTextForm, TranslationForm, UnsavedForm
from handbook.publishing.views.blueprint import blueprint
from handbook.rules import changes
from handbook.rules.composing import FaultyText

Form = RuleTextForm | TranslationForm
PLACE = "/handbook/draft/<language>/<rule_id>"


@blueprint.get(PLACE)
@requires(Permission.DRAFT_EDIT)
def show_text(language: str, rule_id: str) -> ResponseReturnValue:
    """Show a text in the editor; `?words=mine` puts the reader's own unsaved words there."""
    desk = editing_page.desk(acting(), rule_id, language)
    form = _form(desk)
    if desk.any_text:
        form.fill(desk.any_text)
    if isinstance(form, TranslationForm):
        form.follows.data = desk.follows_now
    if desk.text is None:
        form.body.data = ""
    _renew(form, desk)
    chosen = bool(desk.unsaved and request.args.get("words") == "mine")
    if chosen and desk.unsaved:
        form.body.data, form.row_version.data = desk.unsaved.body, desk.unsaved.based_on
    return _page(desk, form, chosen=chosen)


@blueprint.post(PLACE)
@requires(Permission.DRAFT_EDIT)
def save_text(language: str, rule_id: str) -> ResponseReturnValue:
    """Save a text, or show both where somebody else saved it meanwhile (409)."""
    actor, began = acting(), request.form.get("row_version", type=int)
    desk = editing_page.desk(actor, rule_id, language, also_gone=began is not None)
    form = _form(desk)
    if not form.validate_on_submit():
        return _page(desk, form, chosen=True), 400
    draft = form.draft()
    try:
        editing.refuse_faulty_words(rule_id, draft)
        with transaction():
            changed = editing.save_text(actor, rule_id, language, draft)
    except FaultyText as faulty:
        _tell(form, faulty)
        return _page(editing_page.desk(actor, rule_id, language, also_gone=True), form, chosen=True), 400
    except Conflict as refusal:
        return _both(desk, form, str(refusal)), 409
    flash(_("Saved.") if changed else _("Nothing was changed."), "good")
    return redirect(url_for("publishing.show_text", language=language, rule_id=rule_id))


@blueprint.post(f"{PLACE}/unsaved")
@requires(Permission.DRAFT_EDIT)
@at_most_in_a_session("60/minute")
def keep_unsaved(language: str, rule_id: str) -> ResponseReturnValue:
    """Keep what somebody is typing, for that person alone; answers the editor's script."""
    actor = acting()
    editing_page.desk(actor, rule_id, language)
    form = UnsavedForm()
    if not form.validate_on_submit():
        raise Invalid(*(str(words) for faults in form.errors.values() for words in faults))
    with transaction():
        moment = unsaved.keep(actor, rule_id, language, form.body.data or "", form.row_version.data)
    return jsonify(words=_("Kept for you at %(time)s, not saved yet", time=clock_words(moment, reader_zone())))


@blueprint.post(f"{PLACE}/unsaved/drop")
@requires(Permission.DRAFT_EDIT)
def drop_unsaved(language: str, rule_id: str) -> ResponseReturnValue:
    """Forget the reader's own unsaved words and show the text as it stands."""
    actor = acting()
    desk = editing_page.desk(actor, rule_id, language, also_gone=True)
    if not desk.rows and desk.unsaved is None:
        raise not_there()
    with transaction():
        unsaved.end(actor, rule_id, language)
    if not desk.rows:
        return redirect(url_for("publishing.show_draft"))
    return redirect(url_for("publishing.show_text", language=language, rule_id=rule_id))


@blueprint.get(f"{PLACE}/difference")
@requires(Permission.DRAFT_EDIT)
def show_difference(language: str, rule_id: str) -> ResponseReturnValue:
    """Show what differs from the newest edition, block by block and word by word."""
    desk = editing_page.desk(acting(), rule_id, language)
    found = _difference(desk)
    if found is None:
        raise not_there()
    return render_template("publishing/show_difference.html", desk=desk, difference=found, parts_of=changes.parts_of)


def _form(desk: Desk) -> Form:
    if not desk.is_source:
        return TranslationForm()
    form = RuleTextForm()
    form.offer(desk.frame)
    return form


def _renew(form: Form, desk: Desk) -> None:
    """Let the form stand for what the reader sees now."""
    form.row_version.data, form.row_version.raw_data = desk.version, None
    if isinstance(form, TranslationForm):
        form.source_seen.data = desk.source_row.row_version if desk.source_row else 0
        form.source_seen.raw_data = None


def _tell(form: Form, faulty: FaultyText) -> None:
    """Put each fault beside its field, and those of no field above the form."""
    for fault in faulty.found:
        words = _("Line %(line)d: %(words)s", line=fault.line, words=fault.words) if fault.line else fault.words
        if fault.field in form and fault.field != "row_version":
            form[fault.field].errors = [*form[fault.field].errors, words]
        else:
            form.form_errors.append(words)


def _both(desk: Desk, form: Form, words: str) -> Response:
    """Show what somebody else saved beside what was typed, and keep the typed words in case the page is closed."""
    actor, draft = acting(), form.draft()
    with transaction():
        unsaved.keep(actor, desk.rule_id, desk.language, draft.body, draft.seen)
    now = editing_page.desk(actor, desk.rule_id, desk.language, also_gone=True)
    _renew(form, now)
    return _page(now, form, chosen=True, stale=editing_difference.stale(now, draft, words))


def _difference(desk: Desk) -> TextDifference | None:
    return editing_difference.text_difference(desk.row) if desk.row and desk.text else None


def _page(desk: Desk, form: Form, *, chosen: bool = False, stale: Stale | None = None) -> Response:
    """Return the editor; `chosen`: the form holds the reader's own words, so that nothing asks about unsaved ones."""
    owners = editing_page.owners() if desk.is_source else []
    found = _difference(desk)
    end_read()
    page = render_template(
        "publishing/edit_text.html",
        desk=desk,
        form=form,
        stale=stale,
        chosen=chosen,
        owners=owners,
        difference=found,
        parts_of=changes.parts_of,
        zone=reader_zone(),
    )
    response = make_response(page)
    response.headers["Content-Security-Policy"] = WITH_FRAME
    return response
