"""A rule of the last edition beside the same rule of the draft: does it differ, and may the change be editorial?"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from handbook.ledger.canonical import canonical

NEW, MATERIAL, EDITORIAL, REMOVED, UNCHANGED = "new", "material", "editorial", "removed", "unchanged"
ATTRIBUTES = ("kind", "number", "chapter", "severity", "audience", "owner", "review_on")
# Whoever breaks the rule has more or less to fear, or other people are bound by it: that is never mere wording.
WEIGHTY = ("kind", "severity", "audience")
Attributes = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RuleBeside:
    """A rule before and after: its attributes (None where it is not there), and the texts' hashes by language.

    `figures_differ`: a table of the company's figures in it binds otherwise than before.
    """

    rule_id: str
    before: Attributes | None
    after: Attributes | None
    texts: Mapping[str, tuple[str | None, str | None]]
    figures_differ: bool = False

    @property
    def differs(self) -> bool:
        """Tell whether anything differs: a text in any language, or an attribute."""
        return self.before != self.after or any(one != other for one, other in self.texts.values())

    @property
    def is_new(self) -> bool:
        """Tell whether the last edition does not have the rule."""
        return self.before is None

    @property
    def is_removed(self) -> bool:
        """Tell whether the draft does not have the rule any more."""
        return self.after is None

    @property
    def changed_attributes(self) -> list[str]:
        """The names of the attributes that differ; none for a rule that is new or removed."""
        if self.before is None or self.after is None:
            return []
        return [name for name in ATTRIBUTES if self.before[name] != self.after[name]]

    @property
    def may_be_editorial(self) -> bool:
        """Tell whether anybody may call the change a matter of wording."""
        weighty = any(name in WEIGHTY for name in self.changed_attributes)
        return not (self.is_new or self.is_removed or weighty or self.figures_differ)

    @property
    def seen_sha256(self) -> str:
        """The SHA-256 over all of it: a judgement counts for exactly this change."""
        return sha256(
            canonical(
                {
                    "rule_id": self.rule_id,
                    "texts": {language: list(pair) for language, pair in self.texts.items()},
                    "before": dict(self.before) if self.before is not None else None,
                    "after": dict(self.after) if self.after is not None else None,
                }
            )
        ).hexdigest()


def attributes_of(rule: Any) -> dict[str, Any]:
    """Return what a rule says of itself beside its text, in JSON; a source of the draft and a row of an edition do."""
    values = {name: getattr(rule, name) for name in ATTRIBUTES}
    review_on = values["review_on"]
    return values | {"audience": list(values["audience"]), "review_on": review_on.isoformat() if review_on else None}


def kind_of(beside: RuleBeside | None, editorial: Mapping[str, str]) -> str:
    """Return what an edition says of a rule: whatever differs is material, unless exactly this was called editorial."""
    if beside is None:
        return UNCHANGED
    if beside.is_new:
        return NEW
    if beside.is_removed:
        return REMOVED
    agreed = editorial.get(beside.rule_id) == beside.seen_sha256
    return EDITORIAL if agreed and beside.may_be_editorial else MATERIAL
