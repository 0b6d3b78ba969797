"""The shapes in which editions, pages and texts are read. Nothing of an edition changes, so a row may be kept."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class EditionRow:
    """An edition without its manifest. Editions never change, so a row may be kept."""

    id: str
    number: int
    note: str
    source_language: str
    notice_on: date
    effective_on: date
    consulted: str
    published_by: str
    recorded_at: datetime
    manifest_sha256: str


@dataclass(frozen=True, slots=True)
class PageRow:
    """What a reader gets, by hash. `language` is what is shown, `asked` what was asked for."""

    edition_id: str
    profile: str
    language: str
    asked: str
    source_sha256: str
    html_sha256: str
    pdf_sha256: str
    pdf_pages: int
    statement: str
    rule_ids: list[str]
    gaps: list[str]
    lags: bool

    @property
    def is_fallback(self) -> bool:
        """Tell whether the source language stands in, because the edition has no such language."""
        return self.language != self.asked


@dataclass(frozen=True, slots=True)
class ContentsLine:
    """One rule of an edition as a list shows it, in the text that readers of a language get."""

    rule_id: str
    number: int
    kind: str
    chapter: str
    severity: str | None
    audience: list[str]
    change: str
    title: str
    shown: str
    lags: bool
    version: int
    sha256: str


@dataclass(frozen=True, slots=True)
class CoveredText:
    """A text that a reader of a page was given: in which edition, on the page of which language, written in which."""

    edition: int
    page_language: str
    rule_id: str
    shown: str
    sha256: str
    title: str


@dataclass(frozen=True, slots=True)
class Step:
    """What an edition says of a rule, and the text that readers of a language get there."""

    edition: int
    rule_id: str
    change: str
    sha256: str


@dataclass(frozen=True, slots=True)
class TextRow:
    """The text of a rule that an edition shows to readers of a language. `shown` is the language it is written in."""

    edition_id: str
    edition: int
    rule_id: str
    language: str
    shown: str
    lags: bool
    sha256: str
    version: int
    follows: int | None
    title: str
    source: str
    html: str
    kind: str
    number: int
    chapter: str
    severity: str | None
    audience: list[str]
    owner: str
    review_on: date | None
    change: str


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """A rule as one edition holds it, and the hash of its text for readers of a language (None where it is removed).

    `shown` is the language that the text is written in.
    """

    edition: int
    note: str
    effective_on: date
    change: str
    kind: str
    number: int
    chapter: str
    severity: str | None
    audience: list[str]
    owner: str
    review_on: date | None
    sha256: str | None
    shown: str | None


@dataclass(frozen=True, slots=True)
class KnownText:
    """A text of a rule by its hash."""

    sha256: str
    title: str
    version: int
    html: str


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A rule that its owner is to look at again."""

    edition: int
    rule_id: str
    title: str
    shown: str
    severity: str | None
    owner: str
    review_on: date
