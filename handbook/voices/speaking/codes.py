"""The code by which somebody who gave no name follows what they said: made from the form's own key, never stored."""

import base64
from hashlib import sha256

_SIZE = 15  # bytes: 120 bits, 24 letters
_READ_AS = str.maketrans({"0": "O", "1": "I", "8": "B", "-": "", " ": ""})  # signs that the code does not use


def code_of(key: str) -> str:
    """Return the code that belongs to the key of a form, in groups of four that one can read aloud.

    The same form sent twice gives the same code, so that a lost connection loses nothing.
    """
    letters = base64.b32encode(sha256(b"speak up " + key.encode()).digest()[:_SIZE]).decode()
    return "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def code_hash(code: str) -> str:
    """Return what is kept of a code as somebody types it: its SHA-256; case, blanks and dashes mean nothing."""
    return sha256("".join(code.split()).upper().translate(_READ_AS).encode()).hexdigest()
