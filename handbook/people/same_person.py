"""Which records are one human: linked by hand, or with the same e-mail address or mobile number.

A family may share a telephone: where two persons have said that such records are two people, they are.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from sqlalchemy import ColumnElement, func, or_, select

from handbook.core.db import db
from handbook.ledger.models import Leaf
from handbook.people.models import Employee, SamePerson

Pair = tuple[str, str]
_KEPT = "people.records"
_MAIL = func.lower(Employee.email)
_MOBILE = func.ltrim(func.replace(func.replace(Employee.mobile, " ", ""), "+", ""), "0")


# So many different persons must say that records with a common address or number are two people.
ENOUGH = 2


@dataclass(frozen=True, slots=True)
class Words:
    """What was said by hand: which pairs are linked, and who said since the last link that a pair is two people."""

    linked: tuple[Pair, ...]
    parted_by: dict[Pair, frozenset[str]]

    @property
    def parted(self) -> frozenset[Pair]:
        """The pairs that are two people although they share an address or a number."""
        return frozenset(pair for pair, by in self.parted_by.items() if len(by) >= ENOUGH)


@dataclass(frozen=True, slots=True)
class _Known:
    """A record and what tells that it is the same human as another: folded address, digits of the mobile number."""

    id: str
    mail: str
    mobile: str


def same_people(employee_ids: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return by id all records of the same human, the record itself among them; what is the same of the same is too.

    Three queries, and one more for each further link of a chain. An unknown id stands for itself alone.
    """
    asked = frozenset(employee_ids)
    if not asked:
        return {}
    words = said_by_hand()
    pairs = words.linked
    known = _find(Employee.id.in_(_with_linked(asked, pairs)))
    while more := _find(_touches(known, pairs)):
        known |= more
    alike = (pair for pair in _alike(known.values()) if pair not in words.parted)
    groups = _groups([*asked, *known], [*pairs, *alike])
    return {one: groups[one] for one in asked}


def records_of(employee_id: str) -> frozenset[str]:
    """Return all records of the human who holds this one, for a row filter that a page asks many times.

    Asked once of the database until the session next writes; who acts asks `same_people`, under the lock.
    """
    kept: dict[str, frozenset[str]] = db.session().info.setdefault(_KEPT, {})
    if employee_id not in kept:
        kept |= same_people([employee_id])
    return kept[employee_id]


def said_by_hand() -> Words:
    """Return what was said by hand about pairs of records (one query)."""
    columns = (SamePerson.a_id, SamePerson.b_id, SamePerson.is_same, SamePerson.by_id)
    query = select(*columns).join(Leaf, Leaf.record_id == SamePerson.id).order_by(Leaf.index)
    linked: dict[Pair, bool] = {}
    parted_by: dict[Pair, frozenset[str]] = {}
    for a_id, b_id, is_same, by_id in db.session.execute(query):
        pair = (a_id, b_id)
        linked[pair] = is_same
        parted_by[pair] = frozenset() if is_same else parted_by.get(pair, frozenset()) | {by_id}
    return Words(tuple(pair for pair, is_same in linked.items() if is_same), parted_by)


def are_alike(pair: Pair) -> bool:
    """Tell whether two records share an address or a number (one query)."""
    return any(_alike(_find(Employee.id.in_(pair)).values()))


def _find(condition: ColumnElement[bool] | None) -> dict[str, _Known]:
    if condition is None:
        return {}
    rows = db.session.execute(select(Employee.id, _MAIL, _MOBILE).where(condition))
    return {row[0]: _Known(row[0], row[1] or "", row[2] or "") for row in rows}


def _touches(known: dict[str, _Known], pairs: Sequence[Pair]) -> ColumnElement[bool] | None:
    """Return the condition for records still unknown that are the same human as one known; None for none possible."""
    linked = _with_linked(frozenset(known), pairs) - set(known)
    mails, mobiles = {one.mail for one in known.values()} - {""}, {one.mobile for one in known.values()} - {""}
    if not (linked or mails or mobiles):
        return None
    alike = or_(Employee.id.in_(linked), _MAIL.in_(mails), _MOBILE.in_(mobiles))
    return alike & Employee.id.not_in(known)


def _with_linked(ids: frozenset[str], pairs: Sequence[Pair]) -> frozenset[str]:
    return ids | {one for pair in pairs if not ids.isdisjoint(pair) for one in pair}


def _alike(known: Iterable[_Known]) -> Iterator[Pair]:
    """Yield pairs of records that share an address or a number, the smaller id first."""
    bearers: dict[str, list[str]] = {}
    for one in known:
        for sign in filter(None, (one.mail, one.mobile)):
            bearers.setdefault(sign, []).append(one.id)
    for ids in bearers.values():
        yield from combinations(sorted(ids), 2)


def _groups(ids: Iterable[str], pairs: Iterable[Pair]) -> dict[str, frozenset[str]]:
    """Return by id everybody whom these pairs join, directly or by others."""
    groups = {one: frozenset({one}) for one in ids}
    for one, other in pairs:
        joined = groups.get(one, frozenset({one})) | groups.get(other, frozenset({other}))
        groups |= dict.fromkeys(joined, joined)
    return groups
