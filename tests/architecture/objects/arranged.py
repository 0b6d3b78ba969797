"""A proposed ladder, deputations and invitations of guests, of those who ask and of nandini."""

from tests import factories
from tests.architecture.doors import answers as doors
from tests.architecture.objects import cases
from tests.architecture.objects.relations import FOREIGN, OWN
from tests.corrective_actions import inviting
from tests.corrective_actions.ladders import stories

NAMES = {doors.HR: "meera", doors.DECISION_MAKER: "dmitri"}


class Arranged:
    """One proposed ladder; a guest invited by nandini to each of two cases, and one to a case of meera and dmitri."""

    KINDS = ("proposed ladder", "deputation", "invitation of a guest")

    def __init__(self, kept: cases.Cases) -> None:
        self.ladder = stories.propose(stories.nine_months(stories.today()), "nandini")
        self.own = inviting.invitation(inviting.invite(kept.letters[cases.MINE][1]))
        others = {doors.HR: cases.OF_OTHERS, doors.DECISION_MAKER: cases.WITHOUT_DMITRI}
        self.foreign = {
            role: inviting.invitation(inviting.invite(kept.letters[which][1], by="nandini"))
            for role, which in others.items()
        }

    def find(self, kind: str, relation: str, role: str) -> dict[str, str] | None:
        """Return the object of this kind that stands so to this role, or None."""
        if kind == "proposed ladder":
            return {"change_id": self.ladder} if relation == FOREIGN else None
        name = {OWN: NAMES.get(role), FOREIGN: "nandini"}.get(relation)
        if name is None:
            return None
        if kind == "deputation":  # each time a new one, since the route ends it
            deputy = "meera" if name != "meera" else "nandini"
            return {"deputation_id": stories.deputation(factories.actor(name), factories.person_id(deputy))}
        without = doors.DECISION_MAKER if role == doors.DECISION_MAKER else doors.HR
        return {"invitation_id": self.own if relation == OWN else self.foreign[without]}
