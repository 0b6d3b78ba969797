"""A second edition and more for tests of pages: words of a rule changed in the draft, rules added or left out."""

from collections.abc import Sequence

from sqlalchemy import delete, select

from handbook.core.db import db
from handbook.core.transaction import transaction
from handbook.rules import compiling, drafts, operations, queries
from handbook.rules.models import DraftOutline, DraftText
from handbook.rules.operations import Judged
from handbook.rules.source import read


def change(rule_id: str, old: str, new: str, language: str = "en") -> None:
    """Replace words in the file of a rule of the draft."""
    with transaction() as session:
        place = (DraftText.rule_id == rule_id, DraftText.language == language)
        text = session.scalars(select(DraftText).where(*place)).one()
        assert old in text.source
        text.source = text.source.replace(old, new)


def take_out(rule_id: str) -> None:
    """Leave a rule out of the draft in every language."""
    with transaction() as session:
        session.execute(delete(DraftText).where(DraftText.rule_id == rule_id))


def add(texts: Sequence[str]) -> None:
    """Add rules, each given as the whole text of its file in English."""
    draft = drafts.draft()
    known = [text for (_rule, language), text in draft.texts.items() if language == "en"]
    sources = [source for text in [*known, *texts] if (source := read(text, "en/x.md", "en")[0])]
    assert len(sources) == len(known) + len(texts)
    operations.import_texts("test", "en", sources, draft.outline())


def let_read(audience: str) -> None:
    """Add a profile to the draft that reads the rules for an audience."""
    with transaction() as session:
        frame = session.get_one(DraftOutline, 1)
        addition = f"profiles:\n  - {{id: {audience}, title: {{en: {audience}}}, reads: [everyone, {audience}]}}\n"
        frame.source = frame.source.replace("profiles:\n", addition)


def publish(note: str) -> None:
    """Publish the draft as the next edition."""
    operations.publish("test", note)
    db.session.remove()


def publish_editorial(note: str) -> None:
    """Publish the draft; all that changed in it counts as a matter of wording."""
    last = queries.newest_edition()
    book = compiling.compile_draft(drafts.draft(), last.id if last else None)
    seen = {rule_id: one.seen_sha256 for rule_id, one in compiling.whatever_changed(book).items()}
    operations.publish("test", note, judged=Judged(seen, lambda: None))
    db.session.remove()
