"""Commands for the very beginning: the first administrator, and the way back for one who has lost every way in."""

import click

from handbook.cli.group import Commands
from handbook.core.installation import current_settings
from handbook.core.transaction import transaction
from handbook.people.credential_events import by_command_line
from handbook.people.tokens import grouped
from handbook.setup.administrators import Beginning, appoint_first, help_back_in

group = Commands("setup", help="Begin with an empty installation.")


@group.command("administrator")
@click.option("--staff-number", required=True, help="Staff number of the administrator.")
@click.option("--name", default="", help="Name as it is written in the own script.")
@click.option("--company", default="", help="Name of the company.")
@click.option("--location", default="", help="Name of the first location.")
@click.option("--zone", default="", help="Time zone of the location, like Europe/Riga.")
@click.option("--again", is_flag=True, help="A new slip for an administrator who has lost every way in.")
@click.option("--lost-telephone", is_flag=True, help="With --again: take the second step away as well.")
def administrator(
    staff_number: str, name: str, company: str, location: str, zone: str, again: bool, lost_telephone: bool
) -> None:
    """Write the first administrator down and print a one-time code with which they choose a password."""
    by = by_command_line()
    with transaction():
        if again:
            slip = help_back_in(staff_number, by, telephone_is_lost=lost_telephone)
        else:
            slip = appoint_first(Beginning(staff_number, name, company, location, zone), by)
    click.echo(f"{slip.person.name}, staff number {slip.person.staff_number}: choose a password at")
    click.echo(f"  {current_settings().base_url}/sign-in/slip")
    click.echo(f"with this code, once, until {slip.ends_at:%Y-%m-%d %H:%M} UTC. It is shown this once:")
    click.echo(f"  {grouped(slip.code)}")
    click.echo(f"Recorded as {by.name}.")
