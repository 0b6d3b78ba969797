"""The kind of command group that all share: refusals become one line per fault and exit code 1."""

import getpass
import sys
from typing import Any

import click
from click.exceptions import NoArgsIsHelpError
from flask.cli import AppGroup

from handbook.core.errors import HandbookError
from handbook.people.queries import employee_by_number


class Commands(AppGroup):
    """A group of commands inside the application's context."""

    def invoke(self, context: click.Context) -> Any:
        """Run the command; print the sentences of a refusal, or what is wrong with an option, and exit 1."""
        try:
            return super().invoke(context)
        except HandbookError as refusal:
            click.echo(str(refusal), err=True)
        except NoArgsIsHelpError:
            raise
        except click.ClickException as wrong:
            click.echo(wrong.format_message(), err=True)
        sys.exit(1)


def as_person(staff_number: str) -> str:
    """Return how a command is recorded: "command line, host user X, on behalf of Y (000512)"."""
    person = employee_by_number(staff_number)
    return f"command line, host user {getpass.getuser()}, on behalf of {person.name} ({person.staff_number})"
