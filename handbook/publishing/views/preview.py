"""What the frame beside the editor shows: a text as readers will see it, held by a policy of its own."""

from flask import Response, make_response, render_template
from flask.typing import ResponseReturnValue

from handbook.core.doors import requires
from handbook.core.edge import acting
from handbook.core.errors import Invalid
from handbook.core.flood import at_most_in_a_session
from handbook.core.headers import IN_FRAME
from handbook.core.transaction import end_read
from handbook.permissions import Permission
from handbook.publishing import editing_page, preview
from handbook.publishing.forms_editor import PreviewForm
from handbook.publishing.views.blueprint import blueprint


@blueprint.get("/handbook/draft/<language>/<rule_id>/preview")
@requires(Permission.DRAFT_EDIT)
def show_preview(language: str, rule_id: str) -> ResponseReturnValue:
    """Show a text as it is saved; nothing where it is still to be written."""
    desk = editing_page.desk(acting(), rule_id, language)
    return _framed(rule_id, language, desk.kind, desk.text.body if desk.text else "")


@blueprint.post("/handbook/draft/preview")
@requires(Permission.DRAFT_EDIT)
@at_most_in_a_session("90/minute")
def preview_text() -> ResponseReturnValue:
    """Show words that are being typed."""
    form = PreviewForm()
    if not form.validate_on_submit():
        faults = [str(words) for found in form.errors.values() for words in found]
        return _page("", words=" ".join(faults)), 400
    return _framed(form.rule_id.data or "", form.language.data or "", form.kind.data or "", form.body.data or "")


def _framed(rule_id: str, language: str, kind: str, body: str) -> ResponseReturnValue:
    end_read()
    try:
        shown = preview.preview(rule_id, language, kind, body) if body.strip() else None
    except Invalid as refusal:
        return _page(language, words=str(refusal)), 400
    return _page(language, shown)


def _page(language: str, shown: preview.Preview | None = None, words: str = "") -> Response:
    response = make_response(render_template("publishing/preview.html", shown=shown, words=words, language=language))
    response.headers["Content-Security-Policy"] = IN_FRAME
    return response
