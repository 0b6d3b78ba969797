"""Reading the draft, and what publishing needs of the editions before it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import func, select

from handbook.core.db import db
from handbook.core.errors import Invalid
from handbook.rules import outline
from handbook.rules.faults import Fault, errors
from handbook.rules.models import DraftOutline, DraftText, EditionRule, EditionText, RuleText
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
        return outline.parse(self.outline_text)

    def sources(self) -> list[RuleSource]:
        """Return the texts of the draft; raise Invalid with one line per fault."""
        sources: list[RuleSource] = []
        faults: list[Fault] = []
        for (rule_id, language), text in sorted(self.texts.items()):
            source, found = read(text, f"{language}/{rule_id}.md", language)
            faults += errors(found)
            if source is not None:
                sources.append(source)
        if faults:
            raise Invalid(*(str(fault) for fault in faults))
        return sources


def draft() -> Draft:
    """Return the draft as it stands now (two queries)."""
    frame = db.session.scalar(select(DraftOutline.source))
    rows = db.session.execute(select(DraftText.rule_id, DraftText.language, DraftText.source))
    return Draft(frame or "", {(row.rule_id, row.language): row.source for row in rows})


def texts_published(edition_id: str) -> dict[Place, Published]:
    """Return the texts that an edition holds, each under the language that it is written in (one query)."""
    columns = (RuleText.rule_id, RuleText.language, RuleText.sha256, RuleText.version, RuleText.source, RuleText.html)
    rows = db.session.execute(
        select(*columns)
        .select_from(EditionText)
        .join(RuleText, RuleText.sha256 == EditionText.text_sha256)
        .where(EditionText.edition_id == edition_id, EditionText.language == EditionText.shown)
    )
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
