"""The few errors that operations and queries raise; each carries a sentence for a person."""


class HandbookError(Exception):
    """Base of all refusals. `str(error)` is a sentence that says what to change or whom to ask."""

    status = 500


class Invalid(HandbookError):
    """The input cannot be taken as it is (400). `faults` holds one sentence per field, line or row."""

    status = 400

    def __init__(self, *faults: str) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class Refused(HandbookError):
    """This person may not do this (403)."""

    status = 403


class NotFound(HandbookError):
    """There is nothing here that this person may see (404)."""

    status = 404


class Conflict(HandbookError):
    """Somebody else was faster, or a newer text stands (409)."""

    status = 409


class TooMany(HandbookError):
    """Too many tries in too short a time (429)."""

    status = 429


class Unavailable(HandbookError):
    """The program cannot do this at the moment (503)."""

    status = 503
