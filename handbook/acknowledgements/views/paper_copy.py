"""The copy for the pen: the handbook of one invited person as a PDF, and the last page to sign by hand."""

from flask import Response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from markupsafe import Markup

from handbook.acknowledgements import invitees
from handbook.acknowledgements.views.blueprint import blueprint
from handbook.core.doors import requires
from handbook.core.edge import acting
from handbook.core.moments import locale_of
from handbook.permissions import Permission
from handbook.rules import queries as rules


@blueprint.get("/rounds/<int:number>/people/<employee_id>/paper")
@requires(Permission.OUTCOME_RECORD)
def show_paper_copy(number: int, employee_id: str) -> ResponseReturnValue:
    """Show the last page of this person's text, in the language of the text, ready to be printed and signed by hand."""
    invitee = invitees.invitee_for(acting(), number, employee_id)
    edition = rules.edition_by_id(invitee.edition_id)
    page = rules.page(edition.id, invitee.profile, invitee.language)
    with force_locale(locale_of(page.language)):
        sheet = render_template("acknowledgements/paper_sheet.html", invitee=invitee, edition=edition, page=page)
    return render_template("acknowledgements/paper_copy.html", invitee=invitee, edition=edition, sheet=Markup(sheet))  # noqa: S704 (escaped when it was rendered)


@blueprint.get("/rounds/<int:number>/people/<employee_id>/handbook.pdf")
@requires(Permission.OUTCOME_RECORD)
def download_paper_copy(number: int, employee_id: str) -> ResponseReturnValue:
    """Give out the published PDF in the profile and language of this person, for printing."""
    invitee = invitees.invitee_for(acting(), number, employee_id)
    page = rules.page(invitee.edition_id, invitee.profile, invitee.language)
    name = f"handbook-{page.profile}-{page.language}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return Response(rules.pdf(page), mimetype="application/pdf", headers=headers)
