"""A reader's handbook put together: what the served page and the paper are both made of, in the order of reading."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import sha256

from flask_babel import lazy_gettext as _l

from handbook.core import markup
from handbook.rules import links, pictures, sections
from handbook.rules.outline import Outline, Profile, Words
from handbook.rules.sections import RuleParts

SEVERITY_WORDS = {"minor": _l("Minor"), "serious": _l("Serious"), "gross": _l("Gross")}
AUDIENCE_WORDS = {
    "everyone": _l("everyone"),
    "counter": _l("at the counter"),
    "phone": _l("on the telephone"),
    "written": _l("in writing"),
}


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of the outline and the language that they are written in."""

    text: str
    language: str


@dataclass(frozen=True)
class BookRule:
    """One rule as a reader gets it. `shown` is the language it stands in, `html` its rendered text."""

    id: str
    number: int
    kind: str
    chapter: str
    severity: str | None
    audience: Sequence[str]
    version: int
    title: str
    shown: str
    lags: bool
    source: str
    html: str

    @cached_property
    def parts(self) -> RuleParts:
        """The text cut at its joints."""
        return sections.cut(self.html, self.kind)

    @cached_property
    def has_own_heading(self) -> bool:
        """Tell whether a heading stands somewhere inside, so that no other one is put on top."""
        return not self.parts.title and any(f"<h{level}" in self.parts.rest for level in range(1, 7))

    @property
    def severity_words(self) -> str:
        """The severity in the language that is set; empty for promises."""
        return str(SEVERITY_WORDS[self.severity]) if self.severity else ""

    @property
    def audience_words(self) -> str:
        """Whom the rule is for, in the language that is set."""
        return ", ".join(str(AUDIENCE_WORDS[one]) for one in self.audience)


@dataclass(frozen=True, slots=True)
class BookChapter:
    """A chapter that holds at least one rule for this reader."""

    id: str
    title: Passage
    rules: Sequence[BookRule]


@dataclass(frozen=True)
class Book:
    """The handbook of one edition for a language and for all profiles that read the same rules."""

    edition: int
    notice_on: date
    effective_on: date
    company: str
    outline: Outline
    language: str
    profiles: Sequence[Profile]
    preface_html: str
    rules: Sequence[BookRule]
    logo_sha256: str = ""

    @property
    def is_source(self) -> bool:
        """Tell whether this is the text that the others follow."""
        return self.language == self.outline.source

    @property
    def logo(self) -> str | None:
        """The company's logo as a paper names it, or None."""
        return f"asset:{self.logo_sha256}" if self.logo_sha256 else None

    @property
    def title(self) -> Passage:
        """What the handbook is called."""
        return self.words(self.outline.title)

    @property
    def lead(self) -> Passage:
        """The line below the title."""
        return self.words(self.outline.lead)

    @property
    def language_name(self) -> str:
        """The name of the language in its own script."""
        return self.outline.languages[self.language].name

    @property
    def source_name(self) -> str:
        """The name of the source language in its own script."""
        return self.outline.languages[self.outline.source].name

    @property
    def other_languages(self) -> list[tuple[str, str]]:
        """Code and name of the languages that this book also exists in."""
        return [(code, face.name) for code, face in self.outline.languages.items() if code != self.language]

    @property
    def made_for(self) -> str:
        """The names of the profiles, in the language of the book."""
        return " · ".join(self.words(profile.title).text for profile in self.profiles)

    @property
    def gaps(self) -> list[str]:
        """The ids of the rules that stand in the source language, because they are not translated."""
        return [rule.id for rule in self.rules if rule.shown != self.language]

    @property
    def gaps_reason(self) -> str:
        """Why some rules are not translated, in the words of handbook.yaml."""
        return self.outline.languages[self.language].gaps if self.gaps else ""

    @property
    def lags(self) -> bool:
        """Tell whether any translation follows an older source text."""
        return any(rule.lags for rule in self.rules)

    @property
    def preface(self) -> Passage:
        """The preface as Markdown."""
        return self.words(self.outline.preface)

    @cached_property
    def chapters(self) -> list[BookChapter]:
        """The chapters that hold rules for this reader, in order."""
        titles = {chapter.id: self.words(chapter.title) for chapter in self.outline.chapters}
        found = {chapter: [rule for rule in self.rules if rule.chapter == chapter] for chapter in titles}
        return [BookChapter(chapter, titles[chapter], rules) for chapter, rules in found.items() if rules]

    @cached_property
    def source_text(self) -> str:
        """Every source of this book in the order of reading: the text whose hash stands on the cover."""
        return "\n".join([self.title.text, self.lead.text, self.preface.text, *(rule.source for rule in self.rules)])

    @cached_property
    def source_sha256(self) -> str:
        """The SHA-256 of the source text."""
        return sha256(self.source_text.encode()).hexdigest()

    @cached_property
    def places(self) -> frozenset[str]:
        """Every id that a link inside the book can lead to."""
        inside = [links.ids_in(rule.html) for rule in self.rules]
        return frozenset({rule.id for rule in self.rules}.union(links.ids_in(self.preface_html), *inside))

    def words(self, words: Words) -> Passage:
        """Return words in the language of the book, or in the source language that stands in for it."""
        language = self.language if words.get(self.language) else self.outline.source
        return Passage(words.get(language, "").strip(), language)

    def linked(self, html: str, level: int) -> str:
        """Return a piece of the book with its inner links made anchors and its headings beginning at this level."""
        return markup.with_headings_from(links.rewritten(html, links.on_one_page(self.places)), level)

    def printed(self, html: str, level: int) -> str:
        """Return the same for paper: pictures under its names for them, and no line ends within a hyphenated word."""
        return pictures.as_assets(markup.with_whole_words(self.linked(html, level)))
