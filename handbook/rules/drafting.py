"""Fitting imported files to the draft: what it knows of them already stays, so that only new words are a change."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from handbook.core.errors import Invalid
from handbook.rules import figure_changes, outline
from handbook.rules.drafts import Draft
from handbook.rules.faults import Fault
from handbook.rules.outline import Outline
from handbook.rules.source import RuleSource, complete


def framed(texts: Mapping[str, Sequence[RuleSource]], frame: Outline | None, before: Draft) -> Outline:
    """Return the handbook.yaml that the draft gets: the one given, or its own extended by what the sources need."""
    if frame is not None:
        missing = [language for language in texts if language not in frame.languages]
        if missing:
            raise Invalid(f"{outline.FILE}:1: Add {', '.join(missing)} under languages.")
        return frame
    for language, sources in texts.items():
        if not sources:
            raise Invalid("The folder holds no Markdown file.")
        chapters = [source.chapter for source in sources]
        frame = before.outline() if before.outline_text else outline.default(language, chapters)
        frame = outline.extended(frame, language, chapters)
    if frame is None:
        raise Invalid("There is nothing to import.")
    return frame


def kept(sources: Sequence[RuleSource], before: Draft, frame: Outline) -> list[RuleSource]:
    """Return the sources with whole front matter: their own, or written from the draft and their place in the folder.

    A file without front matter keeps the number that the draft has for it; a new one gets a number that nobody has. A
    translation is taken to follow the source text of the draft that it was brought or changed beside.
    """
    whole = [complete(source) is source for source in sources]
    drafted = before.sources()
    in_source = {one.id: one.version for one in drafted if one.language == frame.source}
    known = {(one.id, one.language): one for one in drafted}
    places = [known.get((one.id, one.language)) for one in sources]
    taken = {one.number for one, own in zip(sources, whole, strict=True) if own}
    taken |= {place.number for place, own in zip(places, whole, strict=True) if place and not own}
    result: list[RuleSource] = []
    for source, own, old in zip(sources, whole, places, strict=True):
        followed = None if source.language == frame.source else in_source.get(source.id)
        if own:
            result.append(source)
        elif old is not None:
            follows = old.follows if old.body == source.body else followed
            result.append(complete(replace(source, number=old.number, version=old.version, follows=follows)))
        else:
            number = source.number if source.number not in taken else max(taken) + 1
            taken.add(number)
            result.append(complete(replace(source, number=number, follows=followed)))
    return result


def with_figures(
    texts: Mapping[str, Sequence[RuleSource]], before: Draft, frame: Outline
) -> tuple[dict[str, list[RuleSource]], list[RuleSource], list[Fault]]:
    """Let the tables of all texts follow the figures of a frame that is imported.

    Returns the imported texts by language, the texts of other languages in the draft that become others by it, and a
    warning for each imported file whose table was written anew.
    """
    then = {(one.id, one.language): one for one in before.sources()}
    now = {(one.id, one.language): one for sources in texts.values() for one in sources}
    kept = {place: one for place, one in then.items() if place[1] not in texts and place[1] in frame.languages}
    former = before.outline() if before.outline_text else None
    changed = figure_changes.followed({**kept, **now}, then, frame, former)
    imported = {
        language: [changed.get((one.id, one.language), one) for one in sources] for language, sources in texts.items()
    }
    words = "Its table was written anew with the figures of handbook.yaml. flask rules tables does it in the file too."
    warnings = [
        Fault(now[place].file, now[place].body_line, words, warning=True)
        for place, one in changed.items()
        if place in now and one.body != now[place].body
    ]
    return imported, [one for place, one in changed.items() if place in kept], warnings
