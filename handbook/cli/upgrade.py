"""The command that brings the database to this version of the program and makes the keys at first start."""

import click
from flask.cli import with_appcontext

from handbook.core.health import refuse_unless_sound
from handbook.setup.operations import bring_up_to_date


@click.command("upgrade")
@with_appcontext
def upgrade() -> None:
    """Migrate the database, install its guards, make missing keys; safe to run at every start."""
    bring_up_to_date()
    refuse_unless_sound()
    click.echo("The database is up to date and guarded.")
