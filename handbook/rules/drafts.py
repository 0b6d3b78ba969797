"""Reading the draft, and what publishing needs of the editions before it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import sha256

from sqlalchemy import func, select

from handbook.core.db import db
from handbook.core.errors import Invalid
from handbook.rules import outline
from handbook.rules.faults import Fault, errors
from handbook.rules.models import DraftOutline, DraftText, Edition, EditionRule, EditionText, RuleText
from handbook.rules.outline import Outline
from handbook.rules.source import RuleSource, read
from handbook.rules.versions import Place, Published


@dataclass(frozen=True, slots=True)
class Draft:
    """The draft as it stood at one moment: handbook.yaml and every file by rule id and language."""

    outline_text: str
    texts: Mapping[Place, str]

    @property
    def fingerprint(self) -> str:
        """The SHA-256 over all of it; another one means that somebody has changed the draft."""
        mark = sha256(self.outline_text.encode())
        for (rule_id, language), text in sorted(self.texts.items()):
            mark.update(f"\0{rule_id}\0{language}\0{text}".encode())
        return mark.hexdigest()

    def outline(self) -> Outline:
        """Return the frame of the draft; raise Invalid where nothing has been imported yet."""
        if not self.outline_text:
            raise Invalid("The draft is empty. Import a folder of rules first: flask rules import DIR --language L.")
        return frame_of(self.outline_text)

    def sources(self) -> list[RuleSource]:
        """Return the texts of the draft; raise Invalid with one line per fault."""
        sources: list[RuleSource] = []
        faults: list[Fault] = []
        for (rule_id, language), text in sorted(self.texts.items()):
            source, found = parsed(rule_id, language, text)
            faults += errors(found)
            if source is not None:
                sources.append(source)
        if faults:
            raise Invalid(*(str(fault) for fault in faults))
        return sources


@dataclass(frozen=True, slots=True)
class DraftRow:
    """One text of the draft with who changed it last; `source` is the whole file."""

    rule_id: str
    language: str
    source: str
    row_version: int
    changed_at: datetime
    changed_by: str

    @property
    def parsed(self) -> RuleSource | None:
        """The text as it is read, or None where it cannot be."""
        return parsed(self.rule_id, self.language, self.source)[0]


@dataclass(frozen=True, slots=True)
class FrameRow:
    """The draft's handbook.yaml with who changed it last."""

    source: str
    row_version: int
    changed_at: datetime
    changed_by: str


@dataclass(frozen=True, slots=True)
class GoneRule:
    """A rule that some edition had and the draft has not: the last such edition, and its title there."""

    rule_id: str
    edition: int
    title: str
    language: str


@lru_cache(maxsize=16)
def frame_of(text: str) -> Outline:
    """Read a handbook.yaml of the draft; the last ones are kept. Raises Invalid."""
    return outline.parse(text)


@lru_cache(maxsize=1024)
def parsed(rule_id: str, language: str, text: str) -> tuple[RuleSource | None, tuple[Fault, ...]]:
    """Read a text of the draft, with its faults; the last thousand are kept, since the same text reads the same."""
    source, faults = read(text, f"{language}/{rule_id}.md", language)
    return source, tuple(faults)


def rows(rule_id: str | None = None) -> list[DraftRow]:
    """Return the texts of the draft, or those of one rule (one query)."""
    columns = (DraftText.rule_id, DraftText.language, DraftText.source, DraftText.row_version)
    query = select(*columns, DraftText.changed_at, DraftText.changed_by).order_by(DraftText.rule_id, DraftText.language)
    if rule_id is not None:
        query = query.where(DraftText.rule_id == rule_id)
    return [DraftRow(*row) for row in db.session.execute(query)]


def frame_row() -> FrameRow | None:
    """Return the draft's handbook.yaml, or None while the draft is empty (one query)."""
    columns = (DraftOutline.source, DraftOutline.row_version, DraftOutline.changed_at, DraftOutline.changed_by)
    row = db.session.execute(select(*columns)).first()
    return FrameRow(*row) if row else None


def draft() -> Draft:
    """Return the draft as it stands now (two queries)."""
    frame = db.session.scalar(select(DraftOutline.source))
    rows = db.session.execute(select(DraftText.rule_id, DraftText.language, DraftText.source))
    return Draft(frame or "", {(row.rule_id, row.language): row.source for row in rows})


def texts_published(edition_id: str, rule_id: str | None = None) -> dict[Place, Published]:
    """Return the texts that an edition holds, or those of one rule, under the language they are written in."""
    columns = (RuleText.rule_id, RuleText.language, RuleText.sha256, RuleText.version, RuleText.source, RuleText.html)
    query = (
        select(*columns)
        .select_from(EditionText)
        .join(RuleText, RuleText.sha256 == EditionText.text_sha256)
        .where(EditionText.edition_id == edition_id, EditionText.language == EditionText.shown)
    )
    if rule_id is not None:
        query = query.where(EditionText.rule_id == rule_id)
    rows = db.session.execute(query)
    return {(row.rule_id, row.language): Published(row.sha256, row.version, row.source, row.html) for row in rows}


def rules_published(edition_id: str) -> list[EditionRule]:
    """Return the rules that an edition holds, in order, without those that it removed."""
    query = select(EditionRule).where(EditionRule.edition_id == edition_id, EditionRule.change != "removed")
    return list(db.session.scalars(query.order_by(EditionRule.position)))


def highest_versions(rule_ids: Collection[str]) -> dict[Place, int]:
    """Return the highest version of these rules in each language in any edition (one query)."""
    rows = db.session.execute(
        select(RuleText.rule_id, RuleText.language, func.max(RuleText.version))
        .where(RuleText.rule_id.in_(rule_ids))
        .group_by(RuleText.rule_id, RuleText.language)
    )
    return {(rule_id, language): version for rule_id, language, version in rows}


def known_texts(names: Collection[str]) -> set[str]:
    """Return which of these texts (by SHA-256) some edition holds already (one query)."""
    return set(db.session.scalars(select(RuleText.sha256).where(RuleText.sha256.in_(names))))


def sources_published(edition_id: str) -> dict[Place, str]:
    """Return the source texts that an edition holds, under the language they are written in (one query)."""
    query = (
        select(RuleText.rule_id, RuleText.language, RuleText.source)
        .select_from(EditionText)
        .join(RuleText, RuleText.sha256 == EditionText.text_sha256)
        .where(EditionText.edition_id == edition_id, EditionText.language == EditionText.shown)
    )
    return {(row.rule_id, row.language): row.source for row in db.session.execute(query)}


def rule_ids_ever() -> set[str]:
    """Return the id of every rule that the draft has or any edition had (two queries)."""
    ids = set(db.session.scalars(select(DraftText.rule_id).distinct()))
    return ids | set(db.session.scalars(select(RuleText.rule_id).distinct()))


def gone_rules() -> list[GoneRule]:
    """Return the rules that some edition had and the draft has not, by title (one query)."""
    query = (
        select(EditionText.rule_id, Edition.number, RuleText.title, RuleText.language)
        .join(Edition, Edition.id == EditionText.edition_id)
        .join(RuleText, RuleText.sha256 == EditionText.text_sha256)
        .where(EditionText.language == Edition.source_language)
        .where(EditionText.rule_id.not_in(select(DraftText.rule_id)))
        .order_by(Edition.number)
    )
    newest = {row.rule_id: GoneRule(*row) for row in db.session.execute(query)}
    return sorted(newest.values(), key=lambda gone: (gone.title, gone.rule_id))


def last_texts(rule_id: str) -> dict[Place, Published]:
    """Return the texts of a rule in the last edition that had it; empty where none had (two queries)."""
    query = (
        select(EditionText.edition_id)
        .join(Edition, Edition.id == EditionText.edition_id)
        .where(EditionText.rule_id == rule_id)
        .order_by(Edition.number.desc())
        .limit(1)
    )
    edition_id = db.session.scalar(query)
    return texts_published(edition_id, rule_id) if edition_id else {}
