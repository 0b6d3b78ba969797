"""The command line: every command passes the same operations as the pages, and ends with 0 only when all went well."""

from flask import Flask

from handbook.cli import acknowledgements, demo, documents, jobs, ledger, people, rules, setup, upgrade, workfile


def install(app: Flask) -> None:
    """Add all commands under `flask`."""
    for command in (
        acknowledgements.group,
        demo.group,
        documents.group,
        jobs.group,
        ledger.group,
        people.group,
        rules.group,
        setup.group,
        workfile.group,
        upgrade.upgrade,
    ):
        app.cli.add_command(command)
