"""Whole rules of the draft: a new one, one that goes, one that comes back."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from handbook.core.doors import requires
from handbook.core.edge import acting
from handbook.core.errors import Conflict
from handbook.core.transaction import transaction
from handbook.permissions import Permission
from handbook.publishing import editing, editing_page, editing_rules
from handbook.publishing.editing_page import Desk, not_there
from handbook.publishing.forms_editor import NewRuleForm, RemoveForm
from handbook.publishing.views.blueprint import blueprint
from handbook.rules.composing import FaultyText
from handbook.rules.outline import Outline

PLACE = "/handbook/draft/<language>/<rule_id>"


@blueprint.get("/handbook/draft/new")
@requires(Permission.DRAFT_EDIT)
def show_new_rule() -> ResponseReturnValue:
    """Show the form for a new rule."""
    frame = editing_page.frame_of_draft()
    form = NewRuleForm(severity="minor", audience=["everyone"])
    return _new(form, frame)


@blueprint.post("/handbook/draft/new")
@requires(Permission.DRAFT_EDIT)
def add_rule() -> ResponseReturnValue:
    """Write a new rule into the draft and go on in the editor."""
    frame = editing_page.frame_of_draft()
    form = NewRuleForm()
    form.offer(frame)
    if not form.validate_on_submit():
        return _new(form, frame), 400
    new = form.new_rule()
    try:
        editing.refuse_faulty_words("new", editing.TextDraft(f"# {new.title}\n\n{new.sentence}", 0))
        with transaction():
            rule_id = editing_rules.add_rule(acting(), new)
    except FaultyText as faulty:
        form.form_errors.extend(fault.words for fault in faulty.found)
        return _new(form, frame), 400
    flash(_("The rule is in the draft. Now write the long text behind the sentence."), "good")
    return redirect(url_for("publishing.show_text", language=frame.source, rule_id=rule_id))


@blueprint.get(f"{PLACE}/remove")
@requires(Permission.DRAFT_EDIT)
def show_removal(language: str, rule_id: str) -> ResponseReturnValue:
    """Ask whether a text is meant to go, and say what follows."""
    desk = editing_page.desk(acting(), rule_id, language)
    return _removal(desk, RemoveForm())


@blueprint.post(f"{PLACE}/remove")
@requires(Permission.DRAFT_EDIT)
def remove_text(language: str, rule_id: str) -> ResponseReturnValue:
    """Take a translation, or a rule with all its texts, out of the draft."""
    form = RemoveForm()
    if not form.validate_on_submit():
        raise not_there()
    try:
        with transaction():
            editing_rules.remove(rule_id, language, form.seen.data or "")
    except Conflict as stale:
        desk = editing_page.desk(acting(), rule_id, language)
        return _removal(desk, form, str(stale)), 409
    flash(_("It is out of the draft. Nothing changes for readers before the next edition is published."), "good")
    return redirect(url_for("publishing.show_draft"))


@blueprint.post(f"{PLACE}/bring-back")
@requires(Permission.DRAFT_EDIT)
def bring_back(language: str, rule_id: str) -> ResponseReturnValue:
    """Put what the last edition had of a rule back into the draft."""
    try:
        with transaction():
            editing_rules.bring_back(acting(), rule_id, language)
    except FaultyText as faulty:
        flash(" ".join(fault.words for fault in faulty.found), "wait")
        return redirect(url_for("publishing.show_draft"))
    flash(_("It is in the draft again, as the last edition had it."), "good")
    return redirect(url_for("publishing.show_text", language=language, rule_id=rule_id))


def _new(form: NewRuleForm, frame: Outline) -> str:
    form.offer(frame)
    owners = editing_page.owners()
    return render_template("publishing/new_rule.html", form=form, frame=frame, owners=owners)


def _removal(desk: Desk, form: RemoveForm, stale: str = "") -> str:
    """Return the page that asks; `seen` names the texts as they stand now."""
    if desk.row is None:
        raise not_there()
    going = list(desk.rows.values()) if desk.is_source else [desk.row]
    form.seen.data, form.seen.raw_data = editing_rules.mark_of(going), None
    published = editing_rules.was_published(desk.rule_id, desk.language)
    return render_template(
        "publishing/remove_text.html", desk=desk, form=form, going=going, published=published, stale=stale
    )
