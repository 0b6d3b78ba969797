"""Words of the draft as readers will see them: rendered in the sandbox, cut like a page of the handbook."""

from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup

from handbook.core import markup
from handbook.core.errors import Invalid
from handbook.core.markdown import render_apart
from handbook.core.sandbox import Limits
from handbook.core.transaction import end_read
from handbook.rules import queries, sections
from handbook.rules.sections import RuleParts
from handbook.rules.source import normalise

# What a page says of each picture, in a shape that can be kept.
Named = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
# Somebody waits beside it and types on: less time than an import gets.
LIMITS = Limits(cpu_seconds=5, wall_seconds=8, memory_mb=512)


@dataclass(frozen=True, slots=True)
class Preview:
    """A rendered text: the parts of a rule, or `plain` for foreign Markdown."""

    parts: RuleParts
    language: str

    def linked(self, html: str) -> Markup:
        """Return a part for the page; no link of it leads anywhere, for in a frame there is nowhere to go."""
        root = markup.parse(html)
        for link in root.walk():
            if link.tag == "a":
                link.tag, link.attributes = "u", {}
        return Markup(markup.to_html(root))  # noqa: S704 (sanitised when it was rendered)


def preview(rule_id: str, language: str, kind: str, body: str) -> Preview:
    """Render a text for its author; raise Invalid with words where it is refused or takes too long."""
    shown = queries.pictures_shown(body)
    end_read()
    named = tuple((address, tuple(attributes.items())) for address, attributes in shown.items())
    return Preview(sections.cut(rendered(rule_id, body, named), kind), language)


@lru_cache(maxsize=128)
def rendered(rule_id: str, body: str, pictures: Named = ()) -> str:
    """Return the HTML of a text; the last ones are kept, since authors look again and again. Raises Invalid."""
    shown = {address: dict(attributes) for address, attributes in pictures}
    result = render_apart([(rule_id, normalise(body).lstrip("\n"))], LIMITS, shown)[0]
    if isinstance(result, Invalid):
        raise result
    return result
