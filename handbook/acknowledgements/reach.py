"""What a text, published or about to be, asks of people who signed earlier ones: for many at a time, pure.

The same answer as `delta`, which is for one person and shows it; here each rule is a bit, so that 100,000 people with
as many different histories cost some additions each.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from handbook.acknowledgements.delta import EDITORIAL, EVERYONE

Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class ShownRule:
    """A rule on the page of a profile and language: the text, the language it is written in, what happened to it."""

    rule_id: str
    shown: str
    sha256: str
    change: str


@dataclass(frozen=True, slots=True)
class Proposed:
    """What readers of each profile and language get. `edition_id` is None for a draft."""

    source_language: str
    pages: Mapping[Place, Sequence[ShownRule]]
    edition_id: str | None = None

    @property
    def languages(self) -> frozenset[str]:
        """The languages that the text has."""
        return frozenset(language for _profile, language in self.pages)

    def page(self, profile: str, language: str) -> Sequence[ShownRule]:
        """Return what a reader gets; an unknown profile reads as everyone."""
        return self.pages.get((profile, language)) or self.pages.get((EVERYONE, language), ())


@dataclass(frozen=True, slots=True, order=True)
class SignedPage:
    """The page of an edition under which somebody signed."""

    edition: int
    profile: str
    language: str


@dataclass(frozen=True, slots=True)
class PastText:
    """The text of a rule that readers of a language got in an edition, and what that edition says of the rule."""

    edition: int
    language: str
    rule_id: str
    shown: str
    sha256: str
    change: str


class Reach:
    """Answers for one text, from the texts of earlier editions (`past`) and what their pages hold (`held`)."""

    def __init__(self, proposed: Proposed, past: Iterable[PastText], held: Mapping[SignedPage, Iterable[str]]) -> None:
        self.proposed = proposed
        self._held = {page: frozenset(rule_ids) for page, rule_ids in held.items()}
        self._past: dict[tuple[int, str, str], PastText] = {}
        self._steps: dict[Place, list[PastText]] = {}
        for text in sorted(past, key=lambda one: one.edition):
            self._past[text.edition, text.language, text.rule_id] = text
            self._steps.setdefault((text.rule_id, text.language), []).append(text)
        # Per instance, so that nothing outlives the question.
        self._since = cache(self._editorial_since)
        self._covered = cache(self._covered_by)

    def language_of(self, own: str, signed: Sequence[SignedPage]) -> str:
        """Return in which language a person is asked: that of the newest signature, else their own, else the source."""
        wanted = ([max(signed).language] if signed else []) + [own]
        return next((one for one in wanted if one in self.proposed.languages), self.proposed.source_language)

    def open_rules(self, profile: str, own_language: str, signed: Sequence[SignedPage]) -> list[str]:
        """Return the rules on the person's page that bind anew: neither covered by a signature nor mere wording."""
        language = self.language_of(own_language, signed)
        covered = self._covered_bits(profile, language, signed)
        page = self.proposed.page(profile, language)
        return [rule.rule_id for bit, rule in enumerate(page) if not covered >> bit & 1]

    def asks(self, profile: str, own_language: str, signed: Sequence[SignedPage]) -> bool:
        """Tell whether a person with these standing signatures has something to sign; without any, everybody has."""
        if not signed:
            return True
        language = self.language_of(own_language, signed)
        whole = (1 << len(self.proposed.page(profile, language))) - 1
        return self._covered_bits(profile, language, signed) != whole

    def _covered_bits(self, profile: str, language: str, signed: Iterable[SignedPage]) -> int:
        bits = 0
        for page in signed:
            bits |= self._covered(profile, language, page)
        return bits

    def _covered_by(self, profile: str, language: str, signed: SignedPage) -> int:
        """Return a bit for each rule of the page that this one signature covers."""
        held, bits = self._held.get(signed, frozenset()), 0
        for bit, rule in enumerate(self.proposed.page(profile, language)):
            before = self._past.get((signed.edition, signed.language, rule.rule_id))
            if before is None or rule.rule_id not in held:
                continue
            only_worded = before.shown == rule.shown and signed.edition >= self._since(rule)
            bits |= (before.sha256 == rule.sha256 or only_worded) << bit
        return bits

    def _editorial_since(self, rule: ShownRule) -> int:
        """Return the earliest edition from which on nothing but the wording of this text was changed."""
        sha256, change, since = rule.sha256, rule.change, 1 << 31
        for step in reversed(self._steps.get((rule.rule_id, rule.shown), [])):
            if step.sha256 != sha256 and change != EDITORIAL:
                break
            sha256, change, since = step.sha256, step.change, step.edition
        return since
