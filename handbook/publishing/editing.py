"""Saving a text of the draft: one transaction, against the version that the person saw, translations kept honest."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask_babel import gettext as _
from sqlalchemy import select

from handbook.core import clock, locks
from handbook.core.actor import Actor
from handbook.core.db import db, new_id
from handbook.core.errors import Conflict, Invalid
from handbook.core.transaction import end_read, session_of_transaction
from handbook.publishing import unsaved
from handbook.publishing.editing_page import not_there
from handbook.rules import composing, drafts, figure_tables, queries
from handbook.rules.composing import Attributes, FaultyText, FieldFault
from handbook.rules.models import DraftText, DraftWriter
from handbook.rules.outline import Outline
from handbook.rules.source import RuleSource, normalise
from handbook.rules.versions import Place, Published

FOLLOWS = "follows"


@dataclass(frozen=True, slots=True)
class TextDraft:
    """What somebody wants to save. `seen` is the row version of the text that they began with, 0 for a new one.

    A text in the source language brings `attributes` and says by `same_meaning` that its translations go on following.
    A translation says by `follows` that it follows the source text whose row version was `source_seen`; it has words of
    its own for the `owner`.
    """

    body: str
    seen: int
    attributes: Attributes | None = None
    same_meaning: bool = False
    follows: bool = False
    source_seen: int = 0
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Editions:
    """What the editions say of one rule: the texts of the newest, and the highest versions of all."""

    last: Mapping[Place, Published]
    highest: Mapping[Place, int]


def words_of_editor(actor: Actor) -> str:
    """Return who changes the draft, in the words that a history keeps."""
    return f"{actor.name}, HR"


def refuse_faulty_words(rule_id: str, draft: TextDraft) -> None:
    """Render the words in the sandbox, before the transaction and outside of any read; raise FaultyText."""
    end_read()
    found = composing.faults_of_words(rule_id, draft.body)
    if found:
        raise FaultyText(found)


def save_text(actor: Actor, rule_id: str, language: str, draft: TextDraft) -> bool:
    """Save a text of the draft and end the actor's unsaved words; return whether anything differs now.

    Raises Conflict where somebody saved or removed the text meanwhile, FaultyText for what has to be changed.
    """
    locks.hold_draft()
    frame = frame_now()
    rows = texts_of_rule(rule_id)
    row = rows.get(language)
    if (row.row_version if row else 0) != draft.seen:
        raise Conflict(_("Somebody else has saved this text while you were writing."))
    editions = editions_of(rule_id)
    before = read_row(row) if row else None
    draft = replace(draft, body=figure_tables.filled(normalise(draft.body), frame, language))
    source = _composed((rule_id, language), frame, rows, before, draft)
    after = composing.numbered(source, editions.last, editions.highest)
    found = composing.faults_of_values(after, _others(rule_id, language), frame)
    if found:
        raise FaultyText(found)
    changed = write(actor, row, after)
    if language == frame.source:
        _carry_translations(actor, rows, before, after, editions, same_meaning=draft.same_meaning)
    unsaved.end(actor, rule_id, language)
    return changed


def frame_now() -> Outline:
    """Return the frame of the draft; raise Invalid where there is none yet."""
    row = drafts.frame_row()
    if row is None:
        raise Invalid(_("The draft is empty. Start it first."))
    return drafts.frame_of(row.source)


def texts_of_rule(rule_id: str) -> dict[str, DraftText]:
    """Return the rows of a rule by language, to be changed (inside a transaction, one query)."""
    rows = session_of_transaction().scalars(select(DraftText).where(DraftText.rule_id == rule_id))
    return {row.language: row for row in rows}


def read_row(row: DraftText) -> RuleSource | None:
    """Return a row as it is read, or None where it cannot be."""
    return drafts.parsed(row.rule_id, row.language, row.source)[0]


def editions_of(rule_id: str) -> Editions:
    """Return what the editions say of a rule (three queries)."""
    last = queries.newest_edition()
    texts = drafts.texts_published(last.id, rule_id) if last else {}
    return Editions(texts, drafts.highest_versions({rule_id}))


def write(actor: Actor, row: DraftText | None, source: RuleSource) -> bool:
    """Write a text down as the actor's, in its row or a new one; return whether it differs from what stood there."""
    if row is not None and row.source == source.text:
        return False
    if row is None:
        row = DraftText(id=new_id(), rule_id=source.id, language=source.language)
        db.session.add(row)
    else:
        row.row_version += 1
    row.source, row.changed_at = source.text, clock.now()
    row.changed_by = words_of_editor(actor)
    db.session.merge(DraftWriter(
        rule_id=source.id, language=source.language, employee_id=actor.employee_id, after_edition=_newest_number()
    ))  # fmt: skip
    db.session.flush()
    return True


def _newest_number() -> int:
    last = queries.newest_edition()
    return last.number if last else 0


def _composed(
    place: Place, frame: Outline, rows: Mapping[str, DraftText], before: RuleSource | None, draft: TextDraft
) -> RuleSource:
    version, title = (before.version, composing.title_beside(before)) if before else (1, "")
    if place[1] == frame.source:
        if draft.attributes is None:
            raise Invalid(_("Say for whom the rule is, and how serious a breach of it."))
        return composing.composed(place, draft.attributes, draft.body, version=version, title=title)
    source_row = rows.get(frame.source)
    source = read_row(source_row) if source_row else None
    if source_row is None or source is None:
        raise not_there()
    follows = before.follows if before and before.follows != source.version else None
    if draft.follows and draft.source_seen != source_row.row_version:
        words = _(
            "The source text was changed while you were writing. Look at it again, then say whether you follow it."
        )
        raise FaultyText([FieldFault(FOLLOWS, 0, words)])
    return composing.composed(
        place,
        composing.attributes_in(source, draft.owner),
        draft.body,
        version=version,
        follows=source.version if draft.follows else follows,
        title=title,
    )


def _others(rule_id: str, language: str) -> list[RuleSource]:
    texts = [row.parsed for row in drafts.rows() if row.language == language and row.rule_id != rule_id]
    return [text for text in texts if text is not None]


def _carry_translations(
    actor: Actor,
    rows: Mapping[str, DraftText],
    before: RuleSource | None,
    after: RuleSource,
    editions: Editions,
    *,
    same_meaning: bool,
) -> None:
    """Give the translations what the source text says of the rule, and withdraw what they claim no longer rightly.

    They keep their editor and their row version: whoever is writing there loses nothing, for a form of a translation
    brings words alone.
    """
    last = editions.last.get((after.id, after.language))
    for language, row in rows.items():
        translation = read_row(row)
        if language == after.language or translation is None:
            continue
        follows = composing.following(
            translation, before, after, last.version if last else None, same_meaning=same_meaning
        )
        attributes = composing.attributes_in(after, translation.owner)
        if (attributes, follows) == (composing.attributes_of(translation), translation.follows):
            continue
        text = composing.composed(
            (row.rule_id, language),
            attributes,
            translation.body,
            version=translation.version,
            follows=follows,
            title=composing.title_beside(translation),
        )
        row.source = composing.numbered(text, editions.last, editions.highest).text
    db.session.flush()
