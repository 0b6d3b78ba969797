"""Whole rules of the draft: begin with the starter handbook, write a new one, take one out, bring one back."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from flask_babel import gettext as _
from sqlalchemy import delete

from handbook.core import locks, markup
from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.core.errors import Conflict
from handbook.core.transaction import session_of_transaction
from handbook.publishing import editing
from handbook.publishing.editing_page import not_there
from handbook.rules import composing, drafts, figure_changes, figure_tables, operations, outline
from handbook.rules.composing import Attributes, FaultyText
from handbook.rules.drafts import DraftRow
from handbook.rules.faults import Fault
from handbook.rules.models import DraftOutline, DraftText
from handbook.rules.source import ROOT_CHAPTER
from handbook.settings import ROOT

LONGEST_ID = 60
STARTER = ROOT / "rules"


@dataclass(frozen=True, slots=True)
class NewRule:
    """A rule to begin with: its title and sentence in the source language; `attributes.number` 0 asks for the next."""

    title: str
    sentence: str
    attributes: Attributes


def begin_with_starter(actor: Actor) -> list[Fault]:
    """Import the handbook that we ship as the draft (its own transaction); raise Conflict where there is a draft."""
    if drafts.frame_row() is not None:
        raise Conflict(_("There is a draft already. Nothing was changed."))
    return operations.import_tree(editing.words_of_editor(actor), STARTER)


def begin_empty(actor: Actor, language: str) -> None:
    """Give the draft a frame without any rule, where it has none yet (inside a transaction)."""
    locks.hold_draft()
    if drafts.frame_row() is None:
        frame = outline.default(language, [ROOT_CHAPTER])
        row = DraftOutline(id=1, source=frame.text, changed_by=editing.words_of_editor(actor))
        session_of_transaction().add(row)
        session_of_transaction().flush()


def add_rule(actor: Actor, new: NewRule) -> str:
    """Write a new rule into the draft in its source language and return its id, which no rule ever had.

    Raises FaultyText.
    """
    locks.hold_draft()
    frame = editing.frame_now()
    rule_id = _free_id(new.title, drafts.rule_ids_ever())
    others = [row.parsed for row in drafts.rows() if row.language == frame.source]
    beside = [text for text in others if text is not None]
    number = new.attributes.number or max((text.number for text in beside), default=0) + 1
    values = {name: getattr(new.attributes, name) for name in Attributes.__slots__} | {"number": number}
    body = f"# {new.title.strip()}\n\n{new.sentence.strip()}\n"
    source = composing.composed((rule_id, frame.source), Attributes(**values), body)
    found = composing.faults_of_values(source, beside, frame)
    if found:
        raise FaultyText(found)
    editing.write(actor, None, source)
    return rule_id


def mark_of(rows: Iterable[DraftRow | DraftText]) -> str:
    """Return a short name for these texts as they stand, so that what is taken out is what the person saw."""
    seen = sorted(f"{row.language}:{row.row_version}" for row in rows)
    return sha256(",".join(seen).encode()).hexdigest()[:16]


def remove(rule_id: str, language: str, seen: str) -> None:
    """Take a translation out of the draft, or the whole rule where `language` is the source language.

    `seen` is the mark of the texts that would go. Raises NotFound, and Conflict where they changed meanwhile.
    """
    locks.hold_draft()
    frame = editing.frame_now()
    rows = editing.texts_of_rule(rule_id)
    if language not in rows:
        raise not_there()
    gone = list(rows.values()) if language == frame.source else [rows[language]]
    if mark_of(gone) != seen:
        raise Conflict(_("Somebody has changed this meanwhile. Look at it again before you take it out."))
    session_of_transaction().execute(delete(DraftText).where(DraftText.id.in_([row.id for row in gone])))
    db.session.expire_all()


def was_published(rule_id: str, language: str) -> bool:
    """Tell whether an edition has this text, so that it can be brought back."""
    return (rule_id, language) in drafts.last_texts(rule_id)


def bring_back(actor: Actor, rule_id: str, language: str) -> None:
    """Put the texts of the last edition that had the rule back into the draft: all, or those of one translation.

    Texts that the draft has stay as they are. Raises NotFound where no edition had it, FaultyText where it no longer
    fits into the draft.
    """
    locks.hold_draft()
    frame = editing.frame_now()
    rows = editing.texts_of_rule(rule_id)
    then = {spoken: text.source for (_rule, spoken), text in drafts.last_texts(rule_id).items()}
    wanted = then if language == frame.source else {language: then[language]} if language in then else {}
    missing = {spoken: text for spoken, text in wanted.items() if spoken not in rows and spoken in frame.languages}
    if language not in missing:
        raise not_there()
    others = drafts.rows()
    for spoken, text in missing.items():
        source, _faults = drafts.parsed(rule_id, spoken, text)
        if source is None:
            raise not_there()
        # The company's tables say what counts now, not what they said when the rule went.
        source = figure_changes.with_body(source, figure_tables.rewritten(source.body, frame, spoken))
        beside = [row.parsed for row in others if row.language == spoken]
        found = composing.faults_of_values(source, [one for one in beside if one is not None], frame)
        if found:
            raise FaultyText(found)
        editing.write(actor, None, source)


def _free_id(title: str, taken: set[str]) -> str:
    name = markup.slug(title)[:LONGEST_ID].strip("-")
    number, found = 1, name
    while found in taken:
        number += 1
        found = f"{name}-{number}"
    return found
