"""Commands of signatures: export the sealed PDFs of an edition."""

import os
from pathlib import Path

import click

from handbook.cli.group import Commands
from handbook.exports.packing import pack_edition

group = Commands("acknowledgements", help="Export signatures.")


@group.command("export")
@click.option("--edition", type=int, required=True, help="Number of the edition.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The ZIP file to write.")
def export(edition: int, out: Path) -> None:
    """Pack the sealed PDFs of an edition with an index; the file appears only when it is whole."""
    if out.exists():
        raise click.ClickException(f"{out} exists already. Name another file.")
    passing = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        with passing.open("wb") as file:
            count = pack_edition(edition, file, _show)
        passing.replace(out)
    finally:
        passing.unlink(missing_ok=True)
    click.echo(f"Packed {count} signed PDFs into {out}.")


def _show(done: int, total: int) -> None:
    if done % 500 == 0 or done == total:
        click.echo(f"{done} of {total}", err=True)
