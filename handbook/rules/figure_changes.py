"""What a change of the company's figures does to texts: tables written anew, versions and translations kept honest."""

from collections.abc import Mapping
from dataclasses import replace

from handbook.rules import drafts, figure_tables, front_matter, queries, versions
from handbook.rules.outline import Outline
from handbook.rules.source import RuleSource
from handbook.rules.versions import Place

Texts = Mapping[Place, RuleSource]


def followed(texts: Texts, before: Texts, frame: Outline, former: Outline | None) -> dict[Place, RuleSource]:
    """Return the texts that become others by a change of figures from `former` to `frame`, in every language.

    `texts` is the draft as it is to be, `before` as it was. Where nothing but its tables differs in a source text, it
    gets its next version, and the translations that followed it follow it still.
    """
    changed: dict[Place, RuleSource] = {}
    for place, source in texts.items():
        body = figure_tables.filled(source.body, frame, source.language, former)
        if body != source.body:
            changed[place] = with_body(source, body)
    for rule_id in sorted({rule_id for rule_id, _language in texts}):
        changed |= _versions(rule_id, {**texts, **changed}, before, frame)
    return changed


def with_body(source: RuleSource, body: str) -> RuleSource:
    """Return a text with other words below the same front matter."""
    return replace(source, text=source.text.removesuffix(source.body) + body, body=body)


def only_tables_differ(one: str, other: str) -> bool:
    """Tell whether two bodies differ, and in nothing but the company's tables."""
    return one != other and figure_tables.without_tables(one) == figure_tables.without_tables(other)


def _versions(rule_id: str, texts: Texts, before: Texts, frame: Outline) -> dict[Place, RuleSource]:
    place = (rule_id, frame.source)
    then, now = before.get(place), texts.get(place)
    if then is None or now is None or not only_tables_differ(then.body, now.body):
        return {}
    last = queries.newest_edition()
    published = drafts.texts_published(last.id, rule_id) if last else {}
    numbered = versions.number([now], published, drafts.highest_versions({rule_id}))[place].source
    found = {place: numbered} if numbered.text != now.text else {}
    for (other, language), text in texts.items():
        if other == rule_id and language != frame.source and text.follows == then.version != numbered.version:
            follows = front_matter.with_follows(text.text, numbered.version)
            found[other, language] = replace(text, follows=numbered.version, text=follows)
    return found
