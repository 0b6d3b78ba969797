"""The job that prints a hearing pack: gathered, rendered once, kept by its SHA-256."""

from typing import Any

from sqlalchemy import update

from handbook.company.queries import company
from handbook.core import clock, jobs
from handbook.core.db import db
from handbook.core.jobs import JobRun
from handbook.core.transaction import end_read, transaction
from handbook.corrective_actions.hearing_pack.facts import gather
from handbook.corrective_actions.hearing_pack.models import HearingPack
from handbook.corrective_actions.hearing_pack.papers import Made, pack_html
from handbook.corrective_actions.hearing_pack.queries import PRINT
from handbook.documents.queries import store
from handbook.documents.seal import render_document
from handbook.documents.spelling import spelled
from handbook.ledger.checkpoints import take_checkpoint
from handbook.people.models import Employee
from handbook.settings import ROOT

__all__ = ["PRINT", "print_pack"]

_PAPERS = ROOT / "templates" / "papers"


@jobs.handler(PRINT)
def print_pack(job: JobRun) -> dict[str, Any]:
    """Print the pack of this job; one that is printed already stays as it is."""
    pack = db.session.get_one(HearingPack, str(job.payload["pack_id"]))
    if pack.sha256 is not None:
        return {"pages": pack.pages}
    pack_id, case_id, language, asked_by = pack.id, pack.case_id, pack.language, pack.asked_by
    job.progress(1, 3)
    with transaction():
        position = take_checkpoint().size
    made = Made(clock.now(), db.session.get_one(Employee, asked_by).name, position)
    html = pack_html(gather(case_id, language), made, company(), language)
    end_read()
    job.progress(2, 3)
    css = "\n".join((_PAPERS / f"{name}.css").read_text("utf-8") for name in ("papers", "letter", "hearing_pack"))
    printed = spelled(html, lambda words: render_document(words, css, at=made.at))
    name = store().put(printed.pdf)
    with transaction() as session:
        values = {"printed_at": made.at, "sha256": name, "pages": printed.page_count, "position": position}
        session.execute(update(HearingPack).where(HearingPack.id == pack_id).values(**values))
    return {"pages": printed.page_count}
