"""Is this installation fit to record evidence? The database answers, lasts, and guards what was written."""

from sqlalchemy import inspect
from sqlalchemy.exc import SQLAlchemyError

from handbook.core import guards
from handbook.core.db import Base, db, durability
from handbook.core.errors import Unavailable


def faults() -> list[str]:
    """Return one sentence per reason why nothing should be recorded now; an empty list means all is well."""
    try:
        with db.engine.connect() as connection:
            tables = set(inspect(connection).get_table_names())
            bare = guards.missing(connection)
        weak = [setting for setting in durability() if not setting.good]
    except SQLAlchemyError as error:
        return [f"The database cannot be read: {type(error).__name__}."]
    if lacking := sorted(set(Base.metadata.tables) - tables):
        return [f"The database has no table {lacking[0]} ({len(lacking)} are missing). Run `flask upgrade`."]
    lines = [f"The guard {name} is missing. Run `flask upgrade`." for name in bare]
    return lines + [f"The database runs with {one.setting} = {one.value}, which can lose records." for one in weak]


def refuse_unless_sound() -> None:
    """Raise Unavailable with every fault (at the start of a server or worker)."""
    found = faults()
    if found:
        raise Unavailable("\n".join(found))
