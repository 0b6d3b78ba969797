"""Finding a mail address in what a customer wrote about how to be reached."""

import re

# As people write them; whatever is stranger is no address that a job could write to without failing.
_ADDRESS = re.compile(
    r"(?<![\w.@-])[A-Za-z0-9_][A-Za-z0-9._%+-]{0,63}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}(?![\w@-])"
)


def address_in(text: str) -> str | None:
    """Return the first mail address in a text, or None."""
    found = _ADDRESS.search(text)
    return found[0] if found and ".." not in found[0] and ".@" not in found[0] else None
