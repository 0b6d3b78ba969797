"""Commands of the handbook: check files, import them, publish an edition, show what changed, take the files away."""

from datetime import datetime
from pathlib import Path

import click

from handbook.cli.group import Commands, as_person
from handbook.core.errors import Invalid
from handbook.publishing import queries as publishing
from handbook.rules import changes, checks, drafts, exporting, figure_files, operations, queries
from handbook.rules.difference import Part
from handbook.rules.faults import Fault
from handbook.settings import ROOT

group = Commands("rules", help="Check, import and publish the rules of the handbook.")
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
MARKS = {"same": "{}", "added": "{{+{}+}}", "removed": "[-{}-]"}


@group.command("check")
@click.argument("folder", type=FOLDER, default=ROOT / "rules")
@click.option("--strict", is_flag=True, help="Take warnings for errors; a missing translation needs its reason.")
@click.option("--language", default="en", help="The language of a folder without handbook.yaml.")
def check(folder: Path, strict: bool, language: str) -> None:
    """Print one line per fault of a folder of rules; exit 1 where one of them is an error."""
    faults = checks.check_tree(folder, strict=strict, language=language)
    _print(faults)
    if any(not fault.warning for fault in faults):
        raise SystemExit(1)
    click.echo(f"{folder}: nothing to correct." if not faults else f"{folder}: warnings only.")


@group.command("import")
@click.argument("folder", type=FOLDER)
@click.option("--language", required=True, help="The language of these texts: en, te, hi, lv ...")
@click.option("--as", "staff_number", required=True, help="Who imports (staff number).")
def import_folder(folder: Path, language: str, staff_number: str) -> None:
    """Replace the draft of one language by a folder of Markdown, with or without front matter."""
    who = as_person(staff_number)
    found = checks.read_language(folder, language)
    warnings = operations.import_texts(who, language, found.sources, found.outline, found.pictures)
    _print([*found.warnings, *warnings])
    click.echo(f"Imported {len(found.sources)} texts in {language} into the draft. Recorded as {who}.")


@group.command("tables")
@click.argument("folder", type=FOLDER)
def tables(folder: Path) -> None:
    """Write the tables of limits and standards below a folder anew, as its handbook.yaml has them."""
    changed = figure_files.rewrite_folder(folder)
    for path in changed:
        click.echo(str(path))
    click.echo(f"{len(changed)} files were changed." if changed else "Every table says what handbook.yaml says.")


@group.command("publish")
@click.option("--note", required=True, help="Why the handbook changes, for everybody to read.")
@click.option("--as", "staff_number", required=True, help="Who publishes (staff number).")
@click.option("--effective", type=click.DateTime(["%Y-%m-%d"]), help="The day from which it counts; today if left out.")
def publish(note: str, staff_number: str, effective: datetime | None) -> None:
    """Publish the draft as the next edition; every changed text counts as a material change."""
    who = as_person(staff_number)
    source = drafts.draft().outline().source
    edition = operations.publish(who, note, effective.date() if effective else None, publishing.consulted_words(source))
    click.echo(f"Published edition {edition.number}, in force from {edition.effective_on}. Recorded as {who}.")
    click.echo(f"Manifest {edition.manifest_sha256}")


@group.command("diff")
@click.argument("older", type=int)
@click.argument("newer", type=int)
@click.option("--language", help="The language to compare; the source language if left out.")
def diff(older: int, newer: int, language: str | None) -> None:
    """Print what changed between two editions: [-taken out-], {+new+}."""
    found = changes.between(queries.edition(older), queries.edition(newer), language)
    for rule in found:
        click.echo(f"{rule.rule_id}: {rule.change}: {rule.title}")
        for block in rule.blocks:
            click.echo(f"  {_line(block)}")
    if not found:
        click.echo("No difference.")


@group.command("export")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def export(folder: Path) -> None:
    """Write the newest edition as files into an empty folder: handbook.yaml and a folder for each language."""
    edition = queries.newest_edition()
    if edition is None:
        raise Invalid("No edition has been published yet. Publish one first.")
    count = exporting.export_edition(edition, folder)
    click.echo(f"Wrote {count} files of edition {edition.number} to {folder}.")


def _print(faults: list[Fault]) -> None:
    for fault in faults:
        click.echo(str(fault), err=True)


def _line(block: list[Part]) -> str:
    return "".join(MARKS[part.kind].format(part.text) for part in block)
