"""Making an edition: everything is rendered first, by hash and in the child; nothing here writes to the database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from handbook.core.errors import Invalid
from handbook.ledger.canonical import canonical
from handbook.rules import figure_rows, queries
from handbook.rules.compiling import (
    Compiled,
    Row,
    compile_draft,
    is_unchanged,
    new_texts,
    rule_rows,
    text_row,
    text_rows,
)
from handbook.rules.drafts import Draft
from handbook.rules.pages import Announcement, Progress, page_rows
from handbook.rules.verification import described
from handbook.rules.versions import Place


@dataclass(frozen=True, slots=True)
class RenderedEdition:
    """A whole edition ready to be written down: rows by table, the manifest, and on what it rests.

    `renumbered` holds the texts whose version went up; the draft takes them over.
    """

    number: int
    previous_id: str | None
    fingerprint: str
    source_language: str
    announcement: Announcement
    new_texts: Sequence[Row]
    rules: Sequence[Row]
    texts: Sequence[Row]
    pages: Sequence[Row]
    figures: Sequence[Row]
    renumbered: Mapping[Place, str]
    manifest: Mapping[str, Any]
    manifest_sha256: str


def render_edition(
    draft: Draft,
    announcement: Announcement,
    editorial: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> RenderedEdition:
    """Render the draft as the next edition: HTML of each text, page and paper of each profile and language.

    `editorial`: see compile_draft. `progress(done, total)` counts papers. What the last edition holds already is not
    rendered again. The files are in the store when this returns. Raises Invalid for faults of the draft, for a day
    before notice, and where nothing has changed.
    """
    if announcement.effective_on < announcement.notice_on:
        raise Invalid("An edition cannot take effect before notice of it was given. Choose a later day.")
    last = queries.newest_edition()
    book = compile_draft(draft, last.id if last else None, editorial)
    frame_before = queries.outline_of(last.id) if last else None
    if last is not None and frame_before is not None and is_unchanged(book, frame_before.text):
        raise Invalid(f"Nothing has changed since edition {last.number}. Change a rule first, then publish.")
    number = last.number + 1 if last else 1
    rules, texts = rule_rows(book), text_rows(book)
    pages = page_rows(book, number, announcement, progress)
    figures = figure_rows.changes(frame_before.tables if frame_before else {}, book.frame.tables)
    parts = {"rules": rules, "texts": texts, "pages": pages, "figures": figures}
    manifest = _manifest(book, number, announcement, last.manifest_sha256 if last else None, parts)
    return RenderedEdition(
        number=number,
        previous_id=last.id if last else None,
        fingerprint=draft.fingerprint,
        source_language=book.frame.source,
        announcement=announcement,
        new_texts=new_texts(book),
        rules=rules,
        texts=texts,
        pages=pages,
        figures=figures,
        renumbered={
            place: one.source.text for place, one in book.numbered.items() if one.source.text != draft.texts[place]
        },
        manifest=manifest,
        manifest_sha256=sha256(canonical(manifest)).hexdigest(),
    )


def _manifest(
    book: Compiled,
    number: int,
    announcement: Announcement,
    previous: str | None,
    parts: Mapping[str, Sequence[Row]],
) -> dict[str, Any]:
    """Name every byte of the edition, so that one hash stands for all of it."""
    days = [row["review_on"].isoformat() if row["review_on"] else None for row in parts["rules"]]
    return {
        "schema": 1,
        "number": number,
        "previous": previous,
        "note": announcement.note,
        "consulted": announcement.consulted,
        "published_by": announcement.published_by,
        "notice_on": announcement.notice_on.isoformat(),
        "effective_on": announcement.effective_on.isoformat(),
        "outline": book.frame.text,
        "rules": [row | {"review_on": day} for row, day in zip(parts["rules"], days, strict=True)],
        "texts": list(parts["texts"]),
        "sources": {one.sha256: described(text_row(book, one)) for one in book.numbered.values()},
        "pages": list(parts["pages"]),
        "figures": list(parts["figures"]),
        "pictures": {one.sha256: one.described for one in book.pictures.values()},
    }
