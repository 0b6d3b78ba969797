"""Commands of work files: export the sealed copy of one."""

import getpass
import time
from pathlib import Path

import click

from handbook.cli.group import Commands, as_person
from handbook.core import clock, jobs
from handbook.core.access_log import note_reading
from handbook.core.actor import Actor
from handbook.core.db import new_id
from handbook.core.errors import NotFound, Refused, Unavailable
from handbook.core.transaction import end_read, transaction
from handbook.documents.queries import Document
from handbook.people.queries import account_id, employee_by_number, find_placed_today, roles_of
from handbook.workfile.copies import operations, queries
from handbook.workfile.copies.packing import write_copy

group = Commands("workfile", help="Export work files.")
PAUSE = 0.2


@group.command("export")
@click.argument("staff_number")
@click.option("--as", "by_number", help="For whom in HR (staff number); they see what they could take on the page.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The file to write.")
def export(staff_number: str, by_number: str | None, out: Path) -> None:
    """Make a sealed copy of a work file; a name that ends in .zip also packs each sealed paper in it, unchanged.

    The person sees in the own file that it was made, and by whom.
    """
    if out.exists():
        raise click.ClickException(f"{out} exists already. Name another file.")
    employee_id = employee_by_number(staff_number).id
    reader = _in_hr(by_number) if by_number else None
    who = as_person(by_number) if by_number else f"command line, host user {getpass.getuser()}"
    with transaction():
        copy_id = operations.write_order(employee_id, operations.Why.ASKED, new_id(), who, _id_of(reader))
    _make(copy_id)
    document = _taken(reader, employee_id, copy_id)
    if reader:
        note_reading(reader, employee_id, "work file", copy_id, "took a copy of the work file")
    files = write_copy(copy_id, document, out)
    click.echo(f"Wrote the sealed copy {document.code} to {out} ({files} PDFs). Recorded as {who}.")


def _in_hr(staff_number: str) -> Actor:
    person = employee_by_number(staff_number)
    placed = find_placed_today(person.id)
    if placed is None:
        raise Refused(f"{person.name} does not work here today.")
    roles = roles_of(person.id, clock.today(placed.zone))
    actor = Actor(account_id(person.id), person.id, person.name, roles, via="command line")
    operations.require_hr(actor)
    return actor


def _id_of(reader: Actor | None) -> str | None:
    return reader.employee_id if reader else None


def _make(copy_id: str) -> None:
    """Do the job here, or wait for a worker that was faster; raise Unavailable where it fails."""
    while (job := queries.job_of(copy_id)).state in ("queued", "running"):
        end_read()
        jobs.run(job.id)
        time.sleep(PAUSE)
    if job.state != "done":
        raise Unavailable(f"The copy could not be made: {job.error}")


def _taken(reader: Actor | None, employee_id: str, copy_id: str) -> Document:
    try:
        return queries.copy_for(reader or queries.owner_of(employee_id).reader, employee_id, copy_id)
    except NotFound:
        raise Refused("It holds something that only the person reads. They find the copy in their own file.") from None
