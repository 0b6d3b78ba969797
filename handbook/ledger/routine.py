"""What the worker does for the ledger once an hour: commit to the access log, let a checkpoint leave the database."""

from handbook.core.installation import current_settings
from handbook.core.transaction import transaction
from handbook.ledger.access_roots import commit_access_root
from handbook.ledger.checkpoints import write_checkpoint
from handbook.ledger.queries import size


def hourly() -> None:
    """Commit to the readings since the last hour and write the newest checkpoint to the folder `checkpoints`."""
    with transaction():
        commit_access_root()
    if not size():
        return
    folder = current_settings().data_dir / "checkpoints"
    folder.mkdir(exist_ok=True)
    passing = folder / "newest"
    head = write_checkpoint(passing)
    passing.replace(folder / f"{head.size:010}.txt")
