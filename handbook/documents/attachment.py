"""A file that travels inside a sealed document."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Attachment:
    """One embedded file; `relationship` is one of Source, Data, Alternative, Supplement, Unspecified."""

    name: str
    media_type: str
    description: str
    data: bytes
    relationship: str = "Data"
