"""Password hashing: argon2id with 19 MiB, two passes, one lane (OWASP Password Storage Cheat Sheet)."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

MINIMUM = 10
LONGEST = 256
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# More hashes at once than cores would only make everybody wait.
_places = threading.BoundedSemaphore(os.cpu_count() or 1)
_NOBODY = _hasher.hash(os.urandom(16))


@contextmanager
def hashing_place() -> Iterator[None]:
    """Wait for one of the few places to hash in; whoever counts tries does it inside."""
    with _places:
        yield


def hash_password(password: str) -> str:
    """Return the argon2id hash of a new password; raise ValueError outside of 10 to 256 characters."""
    if not MINIMUM <= len(password) <= LONGEST:
        raise ValueError(f"a password has {MINIMUM} to {LONGEST} characters")
    with hashing_place():
        return _hasher.hash(password)


def hash_pin(pin: str) -> str:
    """Return the argon2id hash of a new PIN, which `pins.pin_faults` has found fit."""
    with hashing_place():
        return _hasher.hash(pin)


def verify_password(stored: str | None, password: str) -> bool:
    """Compare a password with a stored hash; without one, spend the same time and answer False."""
    try:
        _hasher.verify(stored or _NOBODY, password)
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None
