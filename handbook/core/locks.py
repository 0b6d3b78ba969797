"""Named locks that last as long as a transaction; SQLite needs none, since its writers stand in line already."""

from sqlalchemy import text

from handbook.core.db import is_sqlite
from handbook.core.transaction import session_of_transaction

# Any fixed number will do: it names the lock "which edition is the newest".
_EDITIONS = 0x68616E64
_ROUNDS = 0x726F756E
_DRAFT = 0x64726166


def hold_editions(*, shared: bool) -> None:
    """Keep the newest edition the newest until COMMIT: signers share this lock, a publication takes it alone."""
    if is_sqlite():
        return
    function = "pg_advisory_xact_lock_shared" if shared else "pg_advisory_xact_lock"
    session_of_transaction().execute(text(f"SELECT {function}(:number)"), {"number": _EDITIONS})


def hold_round_numbers() -> None:
    """Let one transaction after another draw the number of a new signing round."""
    if not is_sqlite():
        session_of_transaction().execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _ROUNDS})


def hold_draft() -> None:
    """Let one change of the handbook's draft come after another until COMMIT; a publication stands in the same line."""
    if not is_sqlite():
        session_of_transaction().execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _DRAFT})
