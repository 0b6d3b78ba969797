"""Commands of signatures: export the sealed PDFs of an edition, or of a part of it."""

from datetime import datetime
from pathlib import Path

import click

from handbook.cli.group import Commands
from handbook.exports.packing import pack
from handbook.exports.selection import Selection

group = Commands("acknowledgements", help="Export signatures.")
_DAY = click.DateTime(["%Y-%m-%d"])


@group.command("export")
@click.option("--edition", type=int, required=True, help="Number of the edition.")
@click.option("--location", default="", help="Only what was signed at this location (its name).")
@click.option("--from", "from_on", type=_DAY, help="Only what was signed on this day or later, by the clocks there.")
@click.option("--to", "to_on", type=_DAY, help="Only what was signed on this day or earlier.")
@click.option("--person", default="", help="Only this person: a staff number, or a part of the name.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The ZIP file to write.")
def export(
    edition: int, location: str, from_on: datetime | None, to_on: datetime | None, person: str, out: Path
) -> None:
    """Pack the sealed PDFs of an edition with an index; killed, the same command goes on where it was.

    The file appears only when it is whole.
    """
    if out.exists():
        raise click.ClickException(f"{out} exists already. Name another file.")
    first, last = (day.date() if day else None for day in (from_on, to_on))
    selection = Selection(edition, location, first, last, person)
    packed = pack(selection, out.with_name(f".{out.name}.part"), out, _show)
    click.echo(f"Packed {packed.files} signed PDFs into {out}.")


def _show(done: int, total: int) -> None:
    if done % 500 == 0 or done == total:
        click.echo(f"{done} of {total}", err=True)
