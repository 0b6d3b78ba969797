"""The index of an export: what each column says, and how a file is named."""

import re
import unicodedata
from datetime import datetime

from handbook.core import clock
from handbook.exports.signatures import Facts

HEADER = (
    "file",
    "edition",
    "staff number",
    "name",
    "job",
    "location",
    "profile",
    "language",
    "translation lagged",
    "signed at (UTC)",
    "signed at (local)",
    "proven by",
    "soon after reset",
    "standing",
    "receipt",
    "sha256",
    "state",
)


def file_name(one: Facts) -> str:
    """Return a name that no two signatures share and that every file system can keep."""
    latin = unicodedata.normalize("NFKD", one.latin_name or one.name).encode("ascii", "ignore").decode()
    words = re.sub(r"[^A-Za-z0-9]+", "-", latin).strip("-").lower()[:60] or "signature"
    staff = re.sub(r"[^A-Za-z0-9-]+", "-", one.staff_number)[:60]
    return f"edition-{one.edition}/{staff}_{words}_{one.receipt}.pdf"


def line_of(one: Facts, sha256: str | None) -> tuple[str, ...]:
    """Return the line of a signature in the columns of HEADER; `sha256` is that of its sealed paper, None without."""
    return (
        file_name(one) if sha256 else "",
        str(one.edition),
        one.staff_number,
        one.name,
        one.job,
        one.location,
        one.profile,
        one.language,
        _yes(one.translation_lagged),
        _moment(one.recorded_at).replace("+00:00", "Z"),
        _moment(clock.local(one.recorded_at, one.zone)),
        one.method,
        _yes(one.soon_after_reset),
        _standing(one),
        one.receipt,
        sha256 or "",
        "sealed" if sha256 else "signed, not sealed yet",
    )


def _standing(one: Facts) -> str:
    """Say whether the signature counts; a paper that was set aside is packed all the same, for it was signed."""
    if not one.stands:
        return "set aside"
    return "in dispute" if one.disputed else "stands"


def _yes(is_so: bool) -> str:
    return "yes" if is_so else "no"


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
