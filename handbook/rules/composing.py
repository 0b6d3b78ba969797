"""A rule's file put together from what a form says, numbered beside the last edition, with the faults of its fields."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date

from handbook.core import markdown_limits
from handbook.core.errors import Invalid
from handbook.core.markdown import render_apart
from handbook.core.transaction import end_read
from handbook.rules import checks, front_matter, pictures, queries, versions
from handbook.rules.drafts import parsed
from handbook.rules.faults import Fault, errors
from handbook.rules.outline import Outline
from handbook.rules.source import RuleSource, normalise, title_of
from handbook.rules.versions import Place, Published

BODY = "body"
# What the front matter calls otherwise than a source does.
_FIELDS = {"for": "audience"}


@dataclass(frozen=True, slots=True)
class Attributes:
    """What is said of a rule beside its words; the source text says it for all languages but for the owner's words."""

    kind: str
    number: int
    chapter: str
    severity: str | None
    audience: tuple[str, ...]
    owner: str
    review_on: date | None


@dataclass(frozen=True, slots=True)
class FieldFault:
    """What is wrong with a field of the form; `line` counts from 1 within the body, 0 for every other field."""

    field: str
    line: int
    words: str


class FaultyText(Invalid):
    """A text cannot be saved as it is; `found` holds each fault with its field."""

    def __init__(self, found: Sequence[FieldFault]) -> None:
        super().__init__(*(fault.words for fault in found))
        self.found = found


def attributes_of(source: RuleSource) -> Attributes:
    """Return what a text says of its rule beside the words."""
    return Attributes(**{one.name: getattr(source, one.name) for one in fields(Attributes)})


def attributes_in(source: RuleSource, owner: str) -> Attributes:
    """Return what a translation says beside its words: all as the source text does, the owner in its own language."""
    return replace(attributes_of(source), owner=owner)


def composed(
    place: Place, attributes: Attributes, body: str, *, version: int = 1, follows: int | None = None, title: str = ""
) -> RuleSource:
    """Return the text of a rule in a language as a whole file; raise FaultyText.

    `title` stands in where the body has no heading (texts of other programs); without both there is a fault.
    """
    rule_id, language = place
    body = normalise(body).lstrip("\n")
    kept_title = None if title_of(body) else title or None
    values = asdict(attributes) | {"id": rule_id, "version": version, "follows": follows, "title": kept_title}
    text = normalise(front_matter.write(values, body))
    source, faults = parsed(rule_id, language, text)
    if source is None:
        raise FaultyText([_of_field(fault, text, text.count("\n") + 1) for fault in errors(faults)])
    if not source.title:
        raise FaultyText([FieldFault(BODY, 1, "Begin the text with its title: a line like “# Greet every customer”.")])
    return source


def title_beside(source: RuleSource) -> str:
    """Return the title that stands in the front matter, because the words have no heading; else nothing."""
    return "" if title_of(source.body) else source.title


def numbered(source: RuleSource, last: Mapping[Place, Published], highest: Mapping[Place, int]) -> RuleSource:
    """Return the text with the version that the next edition will give it."""
    return versions.number([source], last, highest)[source.id, source.language].source


def faults_of_values(source: RuleSource, others: Sequence[RuleSource], frame: Outline) -> list[FieldFault]:
    """Return what forbids a text beside the other texts of its language; nothing is rendered."""
    found = errors(checks.check_values({source.language: [*others, source]}, frame))
    return [_of_field(fault, source.text, source.body_line) for fault in found if fault.file == source.file]


def faults_of_words(rule_id: str, body: str) -> list[FieldFault]:
    """Return what forbids the words of a text: limits, pictures, then the parser (slow; outside transactions)."""
    body = normalise(body).lstrip("\n")
    found = [fault for fault in markdown_limits.check(body) if not fault.warning]
    found += pictures.faults(body, queries.pictures_named(body)) if not found else []
    end_read()
    if found:
        return [FieldFault(BODY, fault.line, fault.words) for fault in found]
    rendered = render_apart([(rule_id, body)])[0]
    return [] if isinstance(rendered, str) else [FieldFault(BODY, 0, str(rendered))]


def following(
    translation: RuleSource, before: RuleSource | None, after: RuleSource, published: int | None, *, same_meaning: bool
) -> int | None:
    """Return which version of the source text a translation follows once that text has become `after`.

    It goes on following where the words stayed, or where the editor says that they mean the same. Else a claim to
    follow a version that no edition has yet is withdrawn: `published` (the version of the last edition) remains, or
    nothing.
    """
    if translation.follows is None or translation.follows > max(after.version, before.version if before else 0):
        return translation.follows
    same_words = before is not None and (before.body, before.owner) == (after.body, after.owner)
    if same_meaning or same_words:
        return after.version if before is not None and translation.follows == before.version else translation.follows
    if translation.follows > after.version:
        return None
    return published if translation.follows == after.version else translation.follows


def _of_field(fault: Fault, text: str, body_line: int) -> FieldFault:
    if fault.line >= body_line:
        return FieldFault(BODY, fault.line - body_line + 1, fault.words)
    name = text.split("\n")[fault.line - 1].partition(":")[0]
    return FieldFault(_FIELDS.get(name, name), 0, fault.words)
