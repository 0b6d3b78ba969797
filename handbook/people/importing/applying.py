"""Doing what the preview showed: in chunks of 500 lines, each in a transaction with the count of lines done.

Every line is compared once more with the database of that moment; where something else comes of it than the preview
said, the report names it. A worker that was killed goes on at the first line that is not done.
"""

from itertools import islice
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _

from handbook.company.models import Location
from handbook.core.db import db, new_id
from handbook.core.errors import Invalid
from handbook.core.moments import locale_of
from handbook.core.transaction import end_read, transaction
from handbook.people.folding import folded
from handbook.people.importing import files, queries, scene
from handbook.people.importing.applying_lines import Applying
from handbook.people.importing.chains import Chains, State
from handbook.people.importing.lines import Line
from handbook.people.importing.previewing import CHUNK, Progress, chunks
from handbook.people.importing.queries import Plan
from handbook.people.importing.register import Register
from handbook.people.models import JobTitle

PARTS = "report-*.done"


def apply(import_id: str, progress: Progress) -> dict[str, Any]:
    """Apply a previewed import from the first line that is not done; return the counts of all lines."""
    plan = queries.plan_of(import_id)
    lines = files.file_of(import_id, files.LINES)
    if not lines.is_file():
        raise Invalid(_("The file has been removed, as every file is after a week. Bring it again."))
    with force_locale(locale_of(plan.language)):
        _make_new_names(plan)
        applying = Applying(plan, scene.read_scene(db.session()), _circles(plan))
        end_read()
        done = plan.lines_done
        for some in chunks(islice(files.read_lines(lines), done, None), CHUNK):
            done = applying.chunk(some, done)
            progress(done, plan.lines_total)
    close_report(import_id)
    return applying.counts()


def close_report(import_id: str) -> None:
    """Join what each chunk reported into one file."""
    parts = sorted(files.folder(import_id).glob(PARTS))
    files.write_lines(
        files.file_of(import_id, files.REPORT), (entry for part in parts for entry in files.read_lines(part))
    )


def _make_new_names(plan: Plan) -> None:
    """Make the locations and jobs that the preview named, as far as they are still unknown."""
    with transaction() as session:
        seen = scene.read_scene(session)
        locations = plan.preview["new_locations"] if plan.choices.zone else []
        session.add_all(
            Location(id=new_id(), name=name, zone=plan.choices.zone)
            for name in locations
            if folded(name) not in seen.locations
        )
        session.add_all(JobTitle(title=name) for name in plan.preview["new_jobs"] if folded(name) not in seen.jobs)


def _circles(plan: Plan) -> frozenset[int]:
    """Return the rows by which somebody would by now stand above their own supervisor."""
    register = Register()
    for entry in files.read_lines(files.file_of(plan.id, files.LINES)):
        if "said" in entry:
            register.add(Line.from_json(entry))
    states = bytearray(len(register))
    chains = Chains(register, states, queries.present(plan.choices.count_from))
    chains.settle()
    return frozenset(register.rows[place] for place, state in enumerate(states) if state == State.CIRCLE)
