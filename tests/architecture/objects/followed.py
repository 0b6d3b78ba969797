"""Complaints that customers follow by a code, each with a letter of the one who handles it."""

from handbook.customers.lifecycle import LetterKind
from tests.architecture.doors import answers as doors
from tests.architecture.objects.relations import FOREIGN, OWN
from tests.customers import stories


class Followed:
    """One complaint in the hands of meera, one in those of nandini."""

    KINDS = ("followed complaint", "followed letter", "letter to a customer")

    def __init__(self) -> None:
        self.letters = {name: _written_to(name) for name in ("meera", "nandini")}

    def find(self, kind: str, relation: str, role: str) -> dict[str, str] | None:
        """Return the complaint by its code, or the letter, that stands so to this role, or None."""
        handlers = {OWN: "meera" if role == doors.HR else None, FOREIGN: "nandini"}
        handler = handlers.get(relation)
        if handler is None:
            return None
        code, complaint, letter = self.letters[handler]
        if kind == "letter to a customer":
            return {"complaint_id": complaint, "letter_id": letter}
        if relation == OWN:
            return None  # a code belongs to whoever holds it
        return {"code": code} if kind == "followed complaint" else {"code": code, "letter_id": letter}


def _written_to(handler: str) -> tuple[str, str, str]:
    code = stories.complain()
    complaint = stories.taken_on(code, handler)
    letter = stories.letter(code, LetterKind.APOLOGY, by=handler)
    return code, complaint, letter
