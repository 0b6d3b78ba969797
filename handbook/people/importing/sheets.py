"""Workbooks: a sheet becomes a CSV file inside the limited child, which no hostile file gets out of."""

from dataclasses import dataclass
from pathlib import Path

from flask_babel import gettext as _

from handbook.core import sandbox
from handbook.core.errors import Invalid
from handbook.core.sandbox import Limits, SandboxFailed
from handbook.people.importing.fields import MOST_LINES

TASK = "handbook.people.importing.sheet_task:to_csv"
LIMITS = Limits(cpu_seconds=60, wall_seconds=90, memory_mb=1024)
_ZIP, _OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class Workbook:
    """What a workbook holds: all its sheets, the one that was taken, and that one as CSV in UTF-8."""

    sheets: tuple[str, ...]
    sheet: str
    table: bytes


def is_workbook(path: Path) -> bool:
    """Tell whether a file is packed as workbooks are; raise Invalid for the old format, which is not read."""
    with path.open("rb") as file:
        head = file.read(4)
    if head == _OLD_OFFICE:
        raise Invalid(_("This is an old or locked workbook. Open it, save it as XLSX without a password, or as CSV."))
    return head == _ZIP


def unpack(path: Path, sheet: str = "") -> Workbook:
    """Return a sheet of a workbook, the first one where none is named; raise Invalid with what to change."""
    try:
        answer, parts = sandbox.run(TASK, {"sheet": sheet, "most": MOST_LINES + 10}, [path.read_bytes()], LIMITS)
    except SandboxFailed as failed:
        raise Invalid(_words(failed)) from failed
    return Workbook(tuple(answer["sheets"]), str(answer["sheet"]), parts[0])  # type: ignore[arg-type]  # JSON


def _words(failed: SandboxFailed) -> str:
    if failed.reason == "refused":
        return _(str(failed))
    if failed.reason == "crash":
        return _("This is no XLSX workbook that can be read. Save the list as XLSX or CSV and bring it again.")
    return _("This workbook is too large once it is unpacked. Save the list alone, as CSV.")
