"""What happened since a paper was sealed, in a sentence: said by the rooms that seal papers."""

from collections.abc import Callable

from handbook.documents.queries import Document

Remark = Callable[[str], str | None]
_REMARKS: dict[str, Remark] = {}


def remark_with(kind: str, remark: Remark) -> None:
    """Register who can say what happened to a record since its paper was sealed, by kind of paper (once, at set-up)."""
    _REMARKS[kind] = remark


def remark_on(document: Document | None) -> str | None:
    """Return a sentence, without anything personal, about what happened since, or None."""
    said = _REMARKS.get(document.kind) if document else None
    return said(document.record_id) if said and document else None
