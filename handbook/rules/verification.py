"""Do the tables of the editions still say what the manifests say? The manifest is in the ledger; its parts are rows."""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Table, select

from handbook.ledger.findings import Findings
from handbook.ledger.models import table_of
from handbook.rules.models import Edition, EditionFigure, EditionPage, EditionRule, EditionText, RuleText

Row = dict[str, Any]
_PARTS = (("rules", EditionRule), ("texts", EditionText), ("pages", EditionPage), ("figures", EditionFigure))


def check_editions(connection: Connection, findings: Findings) -> None:
    """Compare every row of every edition with its manifest, and every text with its name and its page."""
    query = select(Edition.id, Edition.number, Edition.manifest).order_by(Edition.number)
    named: dict[str, Row] = {}
    known: list[str] = []
    for edition_id, number, manifest in connection.execute(query).all():
        known.append(edition_id)
        named |= manifest["sources"]
        for part, model in _PARTS:
            rows = _rows_of(connection, table_of(model), edition_id)
            _compare(findings, f"edition {number}, {part}", manifest[part], rows)
    for _part, model in _PARTS:
        strays = select(table_of(model).c.edition_id).where(table_of(model).c.edition_id.not_in(known))
        for stray in connection.execute(strays.distinct()).scalars():
            findings.fault(f"{model.__tablename__} has rows of an edition {stray} that does not exist.")
    _check_texts(connection, findings, named)


def described(text: Mapping[str, Any]) -> Row:
    """Return what a manifest says of a text: all but the source, which its name says, and the HTML by its hash."""
    kept = ("rule_id", "language", "version", "follows", "title")
    return {name: text[name] for name in kept} | {"html_sha256": sha256(text["html"].encode()).hexdigest()}


def _check_texts(connection: Connection, findings: Findings, named: Mapping[str, Row]) -> None:
    found = set()
    query = select(table_of(RuleText)).execution_options(yield_per=500)
    for row in connection.execute(query).mappings():
        name = row["sha256"]
        found.add(name)
        if sha256(row["source"].encode()).hexdigest() != name:
            findings.fault(f"The text {name} of rule {row['rule_id']} was altered.")
        elif name not in named:
            findings.fault(f"The text {name} of rule {row['rule_id']} stands in no edition.")
        elif described({**row}) != named[name]:
            findings.fault(f"What is kept about the text {name} of rule {row['rule_id']} was altered.")
    for name in sorted(set(named) - found):
        findings.fault(f"The text {name} of rule {named[name]['rule_id']} is missing.")


def _rows_of(connection: Connection, table: Table, edition_id: str) -> list[Row]:
    query = select(table).where(table.c.edition_id == edition_id)
    return [_plain({**row}) for row in connection.execute(query).mappings()]


def _plain(row: Mapping[str, Any]) -> Row:
    plain = {name: value for name, value in row.items() if name != "edition_id"}
    if plain.get("review_on") is not None:
        plain["review_on"] = plain["review_on"].isoformat()
    return plain


def _compare(findings: Findings, what: str, wanted: Sequence[Row], rows: Iterable[Row]) -> None:
    """Name what differs; the order of rows has no meaning, since each part has its own position."""
    expected, present = {repr(_sorted(row)) for row in wanted}, {repr(_sorted(row)) for row in rows}
    for row in sorted(present - expected):
        findings.fault(f"In {what}, a row is not what the manifest says: {row}")
    for row in sorted(expected - present):
        findings.fault(f"In {what}, a row of the manifest is missing: {row}")


def _sorted(row: Row) -> list[tuple[str, Any]]:
    return sorted(row.items())
