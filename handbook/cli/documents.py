"""Commands of sealed documents: verify a file."""

from pathlib import Path

import click

from handbook.cli.group import Commands
from handbook.core.errors import Invalid
from handbook.documents.checking import check_file

group = Commands("documents", help="Verify sealed papers.")


@group.command("verify")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def verify(files: tuple[Path, ...]) -> None:
    """Tell of each PDF whether it is ours and unaltered; exit 1 where one is not."""
    bad = 0
    for path in files:
        try:
            finding = check_file(path.read_bytes())
        except Invalid as refusal:
            faults: tuple[str, ...] = refusal.faults
        else:
            faults = finding.faults
        for fault in faults:
            click.echo(f"{path}: {fault}", err=True)
        bad += bool(faults)
        if not faults:
            click.echo(f"{path}: genuine and unaltered, ledger position {finding.position}")
    if bad:
        raise SystemExit(1)
