"""The code by which a customer follows a complaint: made here, shown once, kept as its SHA-256 alone."""

import hashlib
import secrets

# Digits and the capitals that no eye and no ear takes for another sign (Crockford's 32).
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LIKENESS = str.maketrans({"O": "0", "I": "1", "L": "1"})
_LENGTH, _GROUP = 20, 4  # five bits each: 100


def new_code() -> str:
    """Return a new code of 100 bits in five groups of four signs: "7K2M-Q9XA-..."."""
    return grouped("".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH)))


def grouped(signs: str) -> str:
    """Return the signs of a code as they are written and read aloud: in groups of four."""
    return "-".join(signs[at : at + _GROUP] for at in range(0, len(signs), _GROUP))


def typed(text: str) -> str:
    """Return a code as it was made, whatever blanks, dashes or small letters somebody typed."""
    return grouped("".join(sign for sign in text.upper() if sign.isalnum()).translate(_LIKENESS))


def code_hash(code: str) -> bytes:
    """Return what a table keeps of a code: its SHA-256. Right and wrong codes cost the same."""
    return hashlib.sha256(typed(code).encode()).digest()
