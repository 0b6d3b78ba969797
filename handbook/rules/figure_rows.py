"""The rows of the company's two tables of figures: what staff may decide alone, and the service standards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from typing import Any

from handbook.ledger.canonical import canonical

LIMITS, STANDARDS = "limits", "standards"
TABLES = (LIMITS, STANDARDS)
CHANNELS = ("counter", "telephone", "mail", "chat", "social", "letter", "complaint")
RINGS = "rings"
UNITS = (RINGS, "minutes", "hours", "days")
COUNTS = ("open_hours", "open_days", "always")
Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Limit:
    """How much may be given to one customer without asking: amounts by currency; `jobs` are those that it is for."""

    id: str
    where: Words
    up_to: Mapping[str, Decimal]
    examples: Words
    jobs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Within:
    """A time as data: an amount of a unit (0 days: the same day), and what of the calendar counts (not for rings)."""

    amount: int
    unit: str
    counts: str = ""


@dataclass(frozen=True, slots=True)
class Standard:
    """What a customer may expect of a channel; `target` is the share in percent that is aimed at, None for no share."""

    id: str
    channel: str
    name: Words
    standard: Words
    within: Within
    target: int | None
    measured: Words


Row = Limit | Standard
Rows = Mapping[str, Sequence[Row]]


def row_of(table: str, data: Mapping[str, Any]) -> Row:
    """Return a row of a table from plain data that was found to be without a fault."""
    return _limit(data) if table == LIMITS else _standard(data)


def data_of(row: Row) -> dict[str, Any]:
    """Return a row as the plain data that handbook.yaml and JSON hold."""
    if isinstance(row, Limit):
        amounts = {code: _plain(amount) for code, amount in row.up_to.items()}
        data = {"id": row.id, "where": dict(row.where), "up_to": amounts, "examples": dict(row.examples)}
        return data | ({"jobs": list(row.jobs)} if row.jobs else {})
    within: dict[str, Any] = {row.within.unit: row.within.amount}
    return {
        "id": row.id,
        "channel": row.channel,
        "name": dict(row.name),
        "standard": dict(row.standard),
        "within": within | ({"counts": row.within.counts} if row.within.counts else {}),
        "target": row.target,
        "measured": dict(row.measured),
    }


def changes(before: Rows, after: Rows) -> list[dict[str, Any]]:
    """Return what an edition does to each row that is not as it was: new, changed or removed."""
    found = []
    for table in TABLES:
        then = {row.id: data_of(row) for row in before.get(table, ())}
        now = {row.id: data_of(row) for row in after.get(table, ())}
        for row_id in [*now, *(one for one in then if one not in now)]:
            if then.get(row_id) != now.get(row_id):
                change = "changed" if row_id in then and row_id in now else "new" if row_id in now else "removed"
                found.append({"table_name": table, "row_id": row_id, "change": change, "data": now.get(row_id)})
    return found


def mark_of(row: Row | None) -> str:
    """Return a short name for a row as it stands, so that a change is made to what somebody saw; nothing for none."""
    return sha256(canonical(data_of(row))).hexdigest()[:16] if row is not None else ""


def amount_of(number: float | str | Decimal) -> Decimal:
    """Return an amount of money as it is written, without the small errors of binary fractions."""
    return Decimal(str(number))


def one_line(words: Words) -> dict[str, str]:
    """Return words by language, each on one line; languages without words are left out."""
    lines = {language: " ".join(text.split()) for language, text in words.items()}
    return {language: line for language, line in lines.items() if line}


def _limit(data: Mapping[str, Any]) -> Limit:
    return Limit(
        id=data["id"],
        where=one_line(data["where"]),
        up_to={code: amount_of(amount) for code, amount in data["up_to"].items()},
        examples=one_line(data.get("examples") or {}),
        jobs=tuple(" ".join(job.split()) for job in data.get("jobs") or ()),
    )


def _standard(data: Mapping[str, Any]) -> Standard:
    unit = next(unit for unit in UNITS if unit in data["within"])
    return Standard(
        id=data["id"],
        channel=data["channel"],
        name=one_line(data["name"]),
        standard=one_line(data["standard"]),
        within=Within(data["within"][unit], unit, data["within"].get("counts") or ""),
        target=data.get("target"),
        measured=one_line(data.get("measured") or {}),
    )


def _plain(amount: Decimal) -> int | str:
    """Return a whole number, or the digits as text: the canonical form of a manifest holds no fractions."""
    return int(amount) if amount == amount.to_integral_value() else str(amount)
