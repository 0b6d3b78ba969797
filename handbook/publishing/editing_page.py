"""What the editor shows of one text: the row, the source beside it, own unsaved words, who else is typing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.core.errors import NotFound
from handbook.people.models import JobTitle
from handbook.publishing import unsaved
from handbook.publishing.unsaved import Unsaved
from handbook.rules import drafts
from handbook.rules.drafts import DraftRow
from handbook.rules.outline import Outline
from handbook.rules.source import RuleSource


@dataclass(frozen=True, slots=True)
class Desk:
    """One text on the desk of somebody who edits. `rows` holds the rule's texts by language; none where it is gone."""

    rule_id: str
    language: str
    frame: Outline
    rows: Mapping[str, DraftRow]
    unsaved: Unsaved | None
    at_work: Sequence[str]

    @property
    def is_source(self) -> bool:
        """Tell whether this is the text that the others follow."""
        return self.language == self.frame.source

    @property
    def row(self) -> DraftRow | None:
        """The text as it stands, or None where it is still to be written."""
        return self.rows.get(self.language)

    @property
    def version(self) -> int:
        """The row version that a form begins with."""
        return self.row.row_version if self.row else 0

    @property
    def source_row(self) -> DraftRow | None:
        """The text that a translation follows."""
        return self.rows.get(self.frame.source)

    @property
    def text(self) -> RuleSource | None:
        """The text as it is read."""
        return self.row.parsed if self.row else None

    @property
    def source(self) -> RuleSource | None:
        """The text in the source language as it is read."""
        return self.source_row.parsed if self.source_row else None

    @property
    def any_text(self) -> RuleSource | None:
        """This text, or the source text, or any other one of the rule."""
        others = (row.parsed for row in self.rows.values())
        return self.text or self.source or next((text for text in others if text is not None), None)

    @property
    def title(self) -> str:
        """What the rule is called: in this language, else in the source language."""
        return self.any_text.title if self.any_text else self.rule_id

    @property
    def title_language(self) -> str:
        """The language of the title."""
        return self.any_text.language if self.any_text else self.frame.source

    @property
    def kind(self) -> str:
        """Rule or promise."""
        return self.any_text.kind if self.any_text else "rule"

    @property
    def follows_now(self) -> bool:
        """Tell whether the translation says that it follows the source text as it stands."""
        return bool(self.text and self.source and self.text.follows == self.source.version)

    def name_of(self, language: str) -> str:
        """Return the name of a language in its own script."""
        return self.frame.languages[language].name


def desk(actor: Actor, rule_id: str, language: str, *, also_gone: bool = False) -> Desk:
    """Return what lies on the desk (four queries); raise NotFound for what the draft does not have.

    `also_gone`: a rule that somebody took out while the actor was writing is no reason to lose the words.
    """
    frame = frame_of_draft()
    rows = {row.language: row for row in drafts.rows(rule_id)}
    if language not in frame.languages or not (rows or also_gone):
        raise not_there()
    own = unsaved.find_own(actor, rule_id, language)
    return Desk(rule_id, language, frame, rows, own, unsaved.others_at_work(actor, rule_id, language))


def not_there() -> NotFound:
    """Return the refusal for whatever the draft does not have."""
    return NotFound(_("There is no such text in the draft."))


def frame_of_draft() -> Outline:
    """Return the frame of the draft (one query); raise NotFound while there is none."""
    row = drafts.frame_row()
    if row is None:
        raise not_there()
    return drafts.frame_of(row.source)


def owners() -> list[str]:
    """Return words for owners to choose from: those that rules name already, and the jobs of the company."""
    named = {row.parsed.owner for row in drafts.rows() if row.parsed}
    return sorted({*named, *db.session.scalars(select(JobTitle.title))} - {""})
