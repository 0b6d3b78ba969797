"""The columns of the tables of objects: how an object stands to whoever asks for it, and how a row is written."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from tests.architecture.doors.answers import ROLES

# SELF: it is about me. OWN: I made it, or take part in it by my office. TEAM: it is about somebody who is placed with
# me today. FOREIGN: none of these.
SELF, OWN, TEAM, FOREIGN = "self", "own", "team", "foreign"
RELATIONS: Final = (SELF, OWN, TEAM, FOREIGN)
ANSWERED, REFUSED, ABSENT, HIDDEN = "answered", "refused", "absent", "hidden"
Cells = Mapping[str, Collection[str]]
NONE: Final[Cells] = {}

# The variables of addresses that name no object of anybody: what is published for all who may read.
PUBLISHED: Final = frozenset({"edition", "language", "rule_id", "picture", "table", "row_id"})
# Variables that are secrets: whoever holds one is meant, and nothing can be asked for by guessing.
SECRETS: Final = frozenset({"token"})


@dataclass(frozen=True)
class Row:
    """Of objects of this kind: the answer that each role gets, by relation.

    Whoever is in no cell must be answered as if there were no such object, byte for byte.
    """

    kind: str
    cells: dict[tuple[str, str], str]

    def expected(self, relation: str, role: str) -> str:
        """Return what the cell says."""
        return self.cells.get((relation, role), HIDDEN)


def of(kind: str, *, refused: Cells = NONE, absent: Cells = NONE, **answered: Collection[str]) -> Row:
    """Write a row: `of("signature", self=STAFF, foreign=(HR,))`.

    `refused`: who may see the object and is told in words why this act is not theirs (403). `absent`: who may see the
    object and is told that it has no such part yet (404 in other words).
    """
    cells: dict[tuple[str, str], str] = {}
    for answer, columns in ((ANSWERED, answered), (REFUSED, refused), (ABSENT, absent)):
        for relation, roles in columns.items():
            assert relation in RELATIONS, f"unknown relation {relation}"
            assert set(roles) <= set(ROLES), f"unknown role in {roles}"
            cells |= {(relation, role): answer for role in roles}
    return Row(kind, cells)
