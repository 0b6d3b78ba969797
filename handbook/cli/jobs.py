"""Commands of the worker."""

import click
from flask import current_app

from handbook.cli.group import Commands
from handbook.core import jobs, queue
from handbook.core.health import refuse_unless_sound

group = Commands("jobs", help="Do the long work: sealing, exports.")


@group.command("work")
@click.option("--once", is_flag=True, help="Do what waits now, then end.")
def work(once: bool) -> None:
    """Run the worker until it is stopped."""
    refuse_unless_sound()
    if once:
        click.echo(f"Did {jobs.work_off()} jobs.")
        return
    jobs.requeue()
    queue.consume(current_app._get_current_object())  # type: ignore[attr-defined]  # the proxy knows its object
