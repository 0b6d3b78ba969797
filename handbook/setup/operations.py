"""The verbs of setting up."""

from flask_migrate import upgrade

from handbook.documents.operations import keys
from handbook.ledger.keyring import signing_key


def bring_up_to_date() -> None:
    """Migrate to the newest revision, which installs the guards, and make the keys at the first start."""
    upgrade()
    signing_key()
    keys()
