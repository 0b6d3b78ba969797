"""Commands of people: import a file of them, or see what it would change."""

from datetime import date, datetime
from pathlib import Path
from zoneinfo import available_timezones

import click

from handbook.cli.group import Commands
from handbook.company.queries import locations
from handbook.core import clock
from handbook.core.errors import Invalid
from handbook.core.transaction import end_read, transaction
from handbook.people.folding import folded
from handbook.people.identity import LANGUAGES
from handbook.people.importing import files, headings, operations, receiving
from handbook.people.importing.choices import Choices
from handbook.people.importing.days import FORMATS
from handbook.people.importing.fields import BY_KEY
from handbook.people.importing.judging import Finding
from handbook.people.importing.operations import Chosen
from handbook.people.importing.previewing import Progress
from handbook.people.importing.queries import plan_of
from handbook.people.importing.receiving import Received
from handbook.people.importing.tables import ENCODINGS
from handbook.people.queries import employee_by_number

group = Commands("people", help="Import people.")
DAY = click.DateTime(["%Y-%m-%d"])
SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t"}


@group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@click.option("--as", "staff_number", help="Who imports (staff number): needed for e-mail, kept beside placements.")
@click.option(
    "--map", "mapped", multiple=True, help="field=Column, where a heading is not recognised; may be repeated."
)
@click.option("--day-format", type=click.Choice(list(FORMATS)), help="How days are written; guessed if left out.")
@click.option("--from", "count_from", type=DAY, help="The day from which changes count; today if left out.")
@click.option("--missing-left-on", type=DAY, help="The file holds everybody: who is missing left on this day.")
@click.option("--make-locations", "zone", help="Make unknown locations, in this time zone (Europe/Riga).")
@click.option("--location", default="", help="Where new people work of whom the file says nothing.")
@click.option("--job", default="", help="What new people do of whom the file says nothing.")
@click.option("--language", type=click.Choice(list(LANGUAGES)), default="en", help="Of new people, likewise.")
@click.option("--sheet", default="", help="The sheet of a workbook; the first one if left out.")
@click.option("--encoding", type=click.Choice(list(ENCODINGS)), default=None, help="Guessed if left out.")
@click.option("--separator", type=click.Choice(list(SEPARATORS)), default=None, help="Guessed if left out.")
@click.option("--leave-out-errors", is_flag=True, help="Apply the other lines although some cannot be used.")
def import_file(
    file: Path,
    dry_run: bool,
    staff_number: str | None,
    mapped: tuple[str, ...],
    day_format: str | None,
    count_from: datetime | None,
    missing_left_on: datetime | None,
    zone: str | None,
    location: str,
    job: str,
    language: str,
    sheet: str,
    encoding: str | None,
    separator: str | None,
    leave_out_errors: bool,
) -> None:
    """Compare a file of people with what is known, and apply it unless a line cannot be used; exit 1 then."""
    owner_id = employee_by_number(staff_number).id if staff_number else None
    location_id, checked_zone = _location(location), _zone(zone)
    end_read()
    with file.open("rb") as stream:
        received = receiving.receive(stream, sheet, encoding or "", SEPARATORS.get(separator or "", ""))
    try:
        mapping = headings.guess(received.shape.columns) | _mapped(mapped, received)
        choices = Choices(
            count_from=_day(count_from) or clock.now().date(),
            day_format=day_format or receiving.guessed_days(received.id, received.shape, mapping).format,
            language=language,
            job=job,
            location_id=location_id,
            left_on=_day(missing_left_on),
            zone=checked_zone,
        )
        _import(owner_id, file.name, received, Chosen(mapping, choices, "en"), dry_run, leave_out_errors)
    finally:
        files.remove(received.id)


def _import(
    owner_id: str | None, name: str, received: Received, chosen: Chosen, dry_run: bool, leave_out_errors: bool
) -> None:
    click.echo("Columns: " + ", ".join(f"{key}={column}" for key, column in chosen.mapping.items()), err=True)
    with transaction():
        import_id = operations.keep(owner_id, name, received)
        operations.choose(owner_id, import_id, chosen)
    operations.preview_now(import_id, _shower("compared"))
    preview = plan_of(import_id).preview
    if "refused" in preview:
        raise Invalid(preview["refused"])
    _echo_errors(import_id)
    errors = preview["counts"]["error"]
    if dry_run or (errors and not leave_out_errors):
        click.echo(f"Would be: {_counted(preview['counts'])}.")
        _abandon(owner_id, import_id)
    else:
        report = operations.apply_now(import_id, _shower("applied"))
        click.echo(f"Done: {_counted(report['counts'])}; unlike the preview: {report['differences']}.")
    if errors:
        raise SystemExit(1)


def _abandon(owner_id: str | None, import_id: str) -> None:
    with transaction():
        operations.remove_files(owner_id, import_id)


def _echo_errors(import_id: str) -> None:
    for entry in files.read_lines(files.file_of(import_id, files.FINDINGS)):
        if entry["finding"] != Finding.ERROR.value:
            return  # errors come first
        where = f"row {entry['row']}" if entry["row"] else "not in the file"
        click.echo(f"{where}, {entry['number'] or 'no staff number'}: {'; '.join(entry['words'])}", err=True)


def _counted(counts: dict[str, int]) -> str:
    return ", ".join(f"{counts[finding.value]} {finding.value}" for finding in Finding)


def _mapped(given: tuple[str, ...], received: Received) -> dict[str, str]:
    found = {}
    for each in given:
        key, _sign, column = each.partition("=")
        if key not in BY_KEY:
            raise Invalid(f"--map {each}: there is no field {key}; there are {', '.join(BY_KEY)}.")
        if column not in received.shape.columns:
            raise Invalid(f"--map {each}: the file has no column {column}; it has {', '.join(received.shape.columns)}.")
        found[key] = column
    return found


def _location(name: str) -> str:
    found = [one.id for one in locations() if folded(one.name) == folded(name)] if name else [""]
    if not found:
        raise Invalid(f"--location {name}: there is no location of that name.")
    return found[0]


def _zone(name: str | None) -> str:
    if name and name not in available_timezones():
        raise Invalid(f"--make-locations {name}: name a time zone like Europe/Riga.")
    return name or ""


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def _shower(word: str) -> Progress:
    def show(done: int, total: int) -> None:
        if done and (done % 5000 == 0 or done == total):
            click.echo(f"{done} of {total} {word}", err=True)

    return show
