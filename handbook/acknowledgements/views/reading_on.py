"""Reading on: from one rule that must be read to the next, and then to the signature."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from handbook.acknowledgements import operations
from handbook.acknowledgements.forms import MarkReadForm
from handbook.acknowledgements.views.blueprint import blueprint
from handbook.core.doors import requires
from handbook.core.edge import acting
from handbook.core.errors import Invalid, NotFound
from handbook.core.transaction import transaction
from handbook.people.queries import find_placed_today
from handbook.permissions import Permission
from handbook.rules import queries as rules
from handbook.rules.reading import reading_for


@blueprint.post("/handbook/read")
@requires(Permission.HANDBOOK_READ)
def mark_read() -> ResponseReturnValue:
    """Note that the reader goes on from a rule, and show the next one; after the last, the signing page."""
    form, actor = MarkReadForm(), acting()
    if not form.validate_on_submit():
        raise Invalid(_("This button was pressed on a damaged page. Open the rule again and press it there."))
    edition = rules.edition(int(form.edition.data))
    person = find_placed_today(actor.employee_id)
    page = rules.page(edition.id, person.profile if person else "everyone", form.language.data)
    if form.rule_id.data not in page.rule_ids:
        raise NotFound(_("There is no such rule in this edition."))
    with transaction():
        operations.mark_read(actor, edition.id, page.language, form.rule_id.data)
    reading = reading_for(actor, edition, page)
    onward = reading.next_after(form.rule_id.data) if reading else None
    if onward is None:
        return redirect(url_for("acknowledgements.show_sign", lang=page.language))
    return redirect(url_for("rules.show_rule", edition=edition.number, language=page.language, rule_id=onward))
