"""How an application gets its ledger: the step before each commit, and the folder and name of its key."""

from pathlib import Path

from flask import Flask

from handbook.core.transaction import before_commit
from handbook.ledger.appending import append_waiting
from handbook.ledger.keyring import EXTENSION, Keyring


def install(app: Flask, secrets_folder: Path, origin: str) -> None:
    """Give the application its ledger. `origin` ("handbook.example/ledger") names the log when its key is made.

    The name is kept with the key: another base URL later does not rename a log whose checkpoints are out already.
    """
    app.extensions[EXTENSION] = Keyring(secrets_folder, origin)
    before_commit(append_waiting)
