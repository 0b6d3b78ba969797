"""The command that fills an empty data folder with the demo company."""

import json
from pathlib import Path

import click

from handbook.cli.group import Commands
from handbook.demo.operations import STARTER, load

group = Commands("demo", help="A labelled demo company to look around in.")
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@group.command("load")
@click.option("--employees", type=click.IntRange(12, 100_000), default=12, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--rules", "texts", type=FOLDER, default=STARTER, help="Its handbook; the starter handbook if left out.")
@click.option("--json", "as_json", is_flag=True, help="Print the sign-ins as JSON.")
def load_demo(employees: int, seed: int, texts: Path, as_json: bool) -> None:
    """Fill an empty data folder (migrating it first); refuses one with real people."""
    sign_ins = load(employees, seed, lambda words: click.echo(words, err=True), texts)
    if as_json:
        click.echo(json.dumps({"sign_ins": [each.as_dict() for each in sign_ins]}, ensure_ascii=False))
        return
    for each in sign_ins:
        click.echo(f"{each.role:15} staff number {each.staff_number}   password {each.password}   {each.name}")
