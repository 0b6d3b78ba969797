"""An export as its page shows it."""

from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from handbook.core.jobs import Job
from handbook.core.moments import day_words
from handbook.exports.operations import is_there, kept_until
from handbook.exports.selection import Selection, words_of


@dataclass(frozen=True, slots=True)
class ExportPage:
    """One export: its job, what was selected, how far it is, and until when its file is kept where there is one."""

    job: Job
    selection: str
    words: str
    kept_until: str | None


def page_of(job: Job) -> ExportPage:
    """Return an export in words."""
    until = day_words(kept_until(job).date()) if is_there(job) else None
    return ExportPage(job, words_of(Selection.of(job.payload)), words_of_job(job), until)


def words_of_job(job: Job) -> str:
    """Say how far an export is, or how it ended."""
    if job.state == "failed":
        return _(
            "The export failed: %(reason)s Start it again; if it fails again, ask your administrator.", reason=job.error
        )
    if job.state == "cancelled":
        return _("Cancelled. Nothing was kept.")
    if job.state == "done":
        return _words_of_end(job)
    return _("%(done)s of %(total)s packed", done=job.done, total=job.total or "…")


def _words_of_end(job: Job) -> str:
    if not is_there(job):
        return _("Removed, because its time was over. Pack it again if you need it.")
    count = int((job.result or {}).get("files", 0))
    packed = ngettext("%(num)s signed PDF packed", "%(num)s signed PDFs packed", count)
    missing = job.total - count
    if missing <= 0:
        return packed
    waiting = ngettext(
        "%(num)s signature is not sealed yet and stands in the index alone",
        "%(num)s signatures are not sealed yet and stand in the index alone",
        missing,
    )
    return f"{packed}; {waiting}"
