"""Secrets that this program makes: tokens of 128 bits, codes of 80 bits for fingers, and what is kept of both."""

import hashlib
import secrets

# Crockford's alphabet: no I, L, O and U, which eyes and fingers take for other signs.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LIKENESS = str.maketrans({"O": "0", "I": "1", "L": "1"})
_CODE_LENGTH = 16  # five bits each: 80, beside a staff number, throttled and ended by the first use


def new_token() -> str:
    """Return a new token of 128 bits, safe in addresses and cookies."""
    return secrets.token_urlsafe(16)


def new_code() -> str:
    """Return a new code of 80 bits in 16 signs that can be read from paper and typed."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(_CODE_LENGTH))


def grouped(code: str) -> str:
    """Return a code as it is printed: in groups of four."""
    return " ".join(code[at : at + 4] for at in range(0, len(code), 4))


def typed_code(text: str) -> str:
    """Return a code as it was made, whatever blanks, dashes or small letters somebody typed."""
    return "".join(sign for sign in text.upper() if sign.isalnum()).translate(_LIKENESS)


def token_hash(token: str) -> bytes:
    """Return what a table keeps of a token or code: its SHA-256."""
    return hashlib.sha256(token.encode()).digest()
