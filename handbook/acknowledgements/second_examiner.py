"""The second examiner who must be there to set aside a signature that the signer did not dispute in person."""

from flask_babel import gettext as _

from handbook.acknowledgements.disputed import involvement_of
from handbook.acknowledgements.models import Dispute
from handbook.acknowledgements.policy import needs_second_examiner, why_involved
from handbook.acknowledgements.standing import SET_ASIDE
from handbook.core import clock
from handbook.core.errors import Invalid
from handbook.people import queries as people
from handbook.people.queries import Placed, find_placed_today
from handbook.people.sign_in import Proof
from handbook.permissions import Permission, permissions_of


def second_examiner(first_id: str, second: Proof | None, disputed: Dispute, finding: str) -> Placed | None:
    """Return who examines as the second, or None where one is enough (up to four queries).

    Raises Invalid where a second one is needed and is missing, is the first one, works here no longer, may not examine
    disputes, or is involved in this one.
    """
    if finding != SET_ASIDE or not needs_second_examiner(disputed.by_employee_id, disputed.employee_id):
        return None
    if second is None:
        raise Invalid(
            _(
                "Second examiner: the person did not dispute this signature while signed in. To set it aside takes a "
                "second person who examines disputes, with the own staff number and password."
            )
        )
    found = find_placed_today(second.employee_id)
    if second.employee_id == first_id:
        raise Invalid(_("Second examiner: this is you. It must be another person."))
    may = permissions_of(people.roles_of(second.employee_id, clock.now().date()))
    if found is None or Permission.DISPUTE_EXAMINE not in may:
        raise Invalid(_("Second examiner: this person does not examine disputes. Ask somebody of HR."))
    if why_involved(involvement_of(second.employee_id, disputed.id)) is not None:
        raise Invalid(_("Second examiner: this person is involved in this dispute. Ask somebody else."))
    return found
