"""Commands of the ledger: verify it, take a checkpoint away, declare what a restore has lost."""

from pathlib import Path

import click

from handbook.cli.group import Commands, as_person
from handbook.core.transaction import transaction
from handbook.ledger.checkpoints import write_checkpoint
from handbook.ledger.recovery import declare_recovery
from handbook.ledger.verification import verify

group = Commands("ledger", help="Verify the ledger and take checkpoints.")
FILE = click.Path(dir_okay=False, path_type=Path)
EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)


@group.command("verify")
@click.option("--checkpoint", type=EXISTING, help="A checkpoint that was kept outside of this program.")
@click.option("--since", type=EXISTING, help="An older checkpoint; proves that nothing before it changed.")
def verify_ledger(checkpoint: Path | None, since: Path | None) -> None:
    """Open every row of evidence and check it against the ledger; exit 1 with one line per fault."""
    report = verify(_text(checkpoint), _text(since))
    for note in report.notes:
        click.echo(f"note: {note}")
    for fault in report.faults:
        click.echo(fault, err=True)
    if not report.ok:
        raise SystemExit(1)
    click.echo(f"The ledger is whole: {report.size} entries, root {report.root.hex() if report.root else '-'}.")


@group.command("checkpoint")
@click.option("--out", type=FILE, required=True, help="The file to write; keep it where this program cannot reach it.")
def take_checkpoint(out: Path) -> None:
    """Sign the ledger as it stands now and write the note to a file."""
    head = write_checkpoint(out)
    click.echo(f"Wrote a checkpoint of {head.size} entries to {out}.")


@group.command("declare-recovery")
@click.option("--checkpoint", type=EXISTING, required=True, help="The newest checkpoint from before the loss.")
@click.option("--reason", required=True, help="What was lost and why.")
@click.option("--as", "staff_number", required=True, help="Who declares it (staff number).")
def declare(checkpoint: Path, reason: str, staff_number: str) -> None:
    """After an honest restore: write down what was lost and who says so. Verification then always says so too."""
    who = as_person(staff_number)
    with transaction():
        declare_recovery(checkpoint.read_text(encoding="utf-8"), reason, who)
    click.echo("The recovery is declared. `flask ledger verify` will always mention it.")


def _text(path: Path | None) -> str | None:
    return path.read_text(encoding="utf-8") if path else None
