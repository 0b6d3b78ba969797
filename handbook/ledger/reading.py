"""Reading tables that somebody may have altered: what cannot be read is reported, and all else is read on."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from handbook.ledger.findings import Findings
from handbook.ledger.models import AnyRow, AnySelect

UNFIT = (TypeError, ValueError, LookupError, AttributeError)


def read_between(
    connection: Connection, query: AnySelect, first: int, last: int, unreadable: Callable[[int, object], None]
) -> Sequence[AnyRow]:
    """Return the rows from `first` through `last` (parameters of the query), one by one where the database stumbles."""
    try:
        return connection.execute(query, {"first": first, "last": last}).all()
    except DBAPIError:
        rows: list[AnyRow] = []
        for number in range(first, last + 1):
            try:
                rows += connection.execute(query, {"first": number, "last": number}).all()
            except DBAPIError as error:
                unreadable(number, error.orig)
        return rows


@contextmanager
def reported(findings: Findings, what: str) -> Iterator[None]:
    """Make it a fault where reading stumbles over altered rows, and go on."""
    try:
        yield
    except DBAPIError as error:
        findings.fault(f"{what} cannot be read: {error.orig}.")
    except UNFIT as error:
        findings.fault(f"{what} cannot be read: {error}.")
