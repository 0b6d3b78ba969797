"""Which jobs are under way: a locked file for each, and the kernel lets go of the lock when the worker dies."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from handbook.core.installation import current_settings


@contextmanager
def claim(job_id: str) -> Iterator[bool]:
    """Hold the claim on a job while the work lasts; give False, and hold nothing, where a living worker has it."""
    path = _path(job_id)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        mine = _lock(handle, path)
        try:
            yield mine
        finally:
            if mine:
                path.unlink(missing_ok=True)
    finally:
        os.close(handle)


def is_claimed(job_id: str) -> bool:
    """Tell whether a living worker is at work on this job."""
    try:
        handle = os.open(_path(job_id), os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        return not _lock(handle, _path(job_id))
    finally:
        os.close(handle)


def _lock(handle: int, path: Path) -> bool:
    """Take the lock without waiting; a file that its last holder has just removed is no claim on anything."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return os.fstat(handle).st_ino == path.stat().st_ino
    except (BlockingIOError, FileNotFoundError):
        return False


def _path(job_id: str) -> Path:
    return current_settings().data_dir / "claims" / job_id
