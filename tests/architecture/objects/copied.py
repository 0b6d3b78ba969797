"""A sealed copy of everybody's work file, with nothing in it but the signature; a few bytes stand for the PDF."""

from collections.abc import Collection

from handbook.core.db import new_id
from handbook.core.transaction import end_read, transaction
from handbook.documents.operations import Sealed, keep, new_code
from handbook.workfile.copies.operations import Why, write_order
from tests import factories


class Copied:
    """One copy for each person."""

    KINDS = ("copy of a file", "own copy of a file")

    def __init__(self, names: Collection[str]) -> None:
        self.copies = {name: _copied(name) for name in names}

    def find(self, kind: str, name: str | None) -> dict[str, str] | None:
        """Return the copy of this person's file, or None."""
        if name not in self.copies:
            return None
        copy = {"copy_id": self.copies[name]}
        return copy if kind == "own copy of a file" else {"employee_id": factories.person_id(name), **copy}


def _copied(name: str) -> str:
    person = factories.person_id(name)
    end_read()
    with transaction():
        copy_id = write_order(person, Why.ASKED, new_id())
    with transaction():
        keep(Sealed("work file", copy_id, new_code(), b"%PDF-1.7", [], copy_id.encode()))
    return copy_id
