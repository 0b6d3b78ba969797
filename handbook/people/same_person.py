"""Which records are one human: linked by hand, or with the same e-mail address or mobile number."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select

from handbook.core.db import db
from handbook.ledger.models import Leaf
from handbook.people.models import Employee, SamePerson

Pair = tuple[str, str]
_MAIL = func.lower(Employee.email)
_MOBILE = func.ltrim(func.replace(func.replace(Employee.mobile, " ", ""), "+", ""), "0")


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
    pairs = linked_pairs()
    known = _find(Employee.id.in_(_with_linked(asked, pairs)))
    while more := _find(_touches(known, pairs)):
        known |= more
    groups = _groups([*asked, *known], [*pairs, *_alike(known.values())])
    return {one: groups[one] for one in asked}


def linked_pairs() -> list[Pair]:
    """Return the pairs of records that somebody has linked and nobody parted since (one query)."""
    query = select(SamePerson.a_id, SamePerson.b_id, SamePerson.is_same).join(Leaf, Leaf.record_id == SamePerson.id)
    newest = {(row.a_id, row.b_id): row.is_same for row in db.session.execute(query.order_by(Leaf.index))}
    return [pair for pair, is_same in newest.items() if is_same]


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
    """Yield pairs of records that share an address or a number."""
    first: dict[str, str] = {}
    for one in known:
        for sign in filter(None, (one.mail, one.mobile)):
            yield first.setdefault(sign, one.id), one.id


def _groups(ids: Iterable[str], pairs: Iterable[Pair]) -> dict[str, frozenset[str]]:
    """Return by id everybody whom these pairs join, directly or by others."""
    groups = {one: frozenset({one}) for one in ids}
    for one, other in pairs:
        joined = groups.get(one, frozenset({one})) | groups.get(other, frozenset({other}))
        groups |= dict.fromkeys(joined, joined)
    return groups
