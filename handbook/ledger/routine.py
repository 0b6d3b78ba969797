"""What the worker does for the ledger once an hour: commit to the access log, let a checkpoint leave the database."""

from handbook.core.installation import current_settings
from handbook.core.transaction import transaction
from handbook.ledger.access_roots import commit_access_root
from handbook.ledger.checkpoints import take_checkpoint, write_checkpoint
from handbook.ledger.queries import size


def hourly() -> None:
    """Commit to the readings since the last hour and write the newest checkpoint to the folder `checkpoints`."""
    with transaction():
        commit_access_root()
    if not size():
        return
    with transaction():
        covered = take_checkpoint().size
    folder = current_settings().data_dir / "checkpoints"
    folder.mkdir(exist_ok=True)
    path = folder / f"{covered:010}.txt"
    if not path.exists():
        write_checkpoint(path)
