"""Saving the frame of the draft: title, preface, statement and chapters; whatever else handbook.yaml says stays."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from flask_babel import gettext as _
from sqlalchemy import select

from handbook.core import clock, locks, markup
from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.core.errors import Conflict, Invalid
from handbook.core.transaction import end_read, session_of_transaction
from handbook.publishing import editing
from handbook.publishing.editing_difference import Blocks, between_words
from handbook.rules import composing, drafts, outline
from handbook.rules.models import DraftOutline
from handbook.rules.outline import Chapter, FrameWords, Outline

PREFACE = "preface"


@dataclass(frozen=True, slots=True)
class FrameDraft:
    """What somebody wants to save. `seen` is the row version they began with.

    `new_chapter` holds the title of a chapter to add at the end, by language, or nothing; `new_language` a code.
    """

    words: FrameWords
    seen: int
    new_chapter: Mapping[str, str]
    new_language: str = ""


@dataclass(frozen=True, slots=True)
class WordsChange:
    """A passage that two people wrote differently; `place` names it for a person."""

    place: str
    language: str
    blocks: Blocks


def refuse_faulty_prefaces(draft: FrameDraft) -> None:
    """Render the prefaces in the sandbox, before the transaction and outside of any read; raise Invalid."""
    end_read()
    for language, text in draft.words.preface.items():
        found = composing.faults_of_words(PREFACE, text)
        if found:
            raise Invalid(*(f"{_('Preface')} ({language}): {fault.words}" for fault in found))


def save_frame(actor: Actor, draft: FrameDraft) -> bool:
    """Save the frame of the draft and return whether anything differs now.

    Raises Conflict where somebody saved it meanwhile, Invalid with one sentence per fault.
    """
    locks.hold_draft()
    row = session_of_transaction().scalar(select(DraftOutline))
    if row is None:
        raise Invalid(_("The draft is empty. Start it first."))
    if row.row_version != draft.seen:
        raise Conflict(_("Somebody else has saved this while you were writing."))
    frame = drafts.frame_of(row.source)
    after = outline.reworded(frame, replace(draft.words, chapters=_chapters(frame, draft)))
    if draft.new_language:
        after = outline.extended(after, draft.new_language, ())
    if after.text == row.source:
        return False
    row.source, row.changed_at, row.row_version = after.text, clock.now(), row.row_version + 1
    row.changed_by = editing.words_of_editor(actor)
    db.session.flush()
    return True


def differing(theirs: Outline, mine: FrameWords) -> Sequence[WordsChange]:
    """Return the passages in which what stands in the draft and what somebody typed differ."""
    there = outline.words_of(theirs)
    passages = [
        (_("Title"), there.title, mine.title),
        (_("The line below the title"), there.lead, mine.lead),
        (_("Preface"), there.preface, mine.preface),
        (_("What people sign"), there.statement, mine.statement),
        (_("Why some rules are not translated"), there.gaps, mine.gaps),
    ]
    titles = {chapter.id: chapter.title for chapter in mine.chapters}
    passages += [(_("Chapter"), one.title, titles.get(one.id, {})) for one in there.chapters]
    return [
        WordsChange(place, language, between_words(old.get(language, ""), new.get(language, "")))
        for place, old, new in passages
        for language in theirs.languages
        if old.get(language, "").strip() != new.get(language, "").strip()
    ]


def _chapters(frame: Outline, draft: FrameDraft) -> list[Chapter]:
    """Return the chapters with their new titles, in the order asked for, and the new one with an id that is free.

    Chapters that somebody else added meanwhile cannot be missing here: then the row version differs.
    """
    if not draft.new_chapter.get(frame.source):
        if draft.new_chapter:
            name = frame.languages[frame.source].name
            raise Invalid(_("Give the new chapter a title in %(language)s too.", language=name))
        return list(draft.words.chapters)
    taken = {chapter.id for chapter in draft.words.chapters}
    name = markup.slug(draft.new_chapter[frame.source])[:60].strip("-")
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name}-{number}"
    return [*draft.words.chapters, Chapter(free, dict(draft.new_chapter))]
