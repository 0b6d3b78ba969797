"""Fitting imported files to the draft: what it knows of them already stays, so that only new words are a change."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from handbook.core.errors import Invalid
from handbook.rules import outline
from handbook.rules.drafts import Draft
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

    A file without front matter keeps the number that the draft has for it; a new one gets a number that nobody has.
    """
    whole = [complete(source) is source for source in sources]
    known = {one.id: one for one in before.sources() if one.language == (sources[0].language if sources else "")}
    taken = {one.number for one, own in zip(sources, whole, strict=True) if own}
    taken |= {known[one.id].number for one, own in zip(sources, whole, strict=True) if not own and one.id in known}
    result: list[RuleSource] = []
    for source, own in zip(sources, whole, strict=True):
        if own:
            result.append(source)
        elif source.id in known:
            result.append(_as_before(source, known[source.id], before, frame))
        else:
            number = source.number if source.number not in taken else max(taken) + 1
            taken.add(number)
            result.append(complete(replace(source, number=number, follows=_followed(source, before, frame))))
    return result


def _as_before(source: RuleSource, known: RuleSource, before: Draft, frame: Outline) -> RuleSource:
    follows = known.follows if known.body == source.body else _followed(source, before, frame)
    return complete(replace(source, number=known.number, version=known.version, follows=follows))


def _followed(source: RuleSource, before: Draft, frame: Outline) -> int | None:
    """Return the version of the source text in the draft, which a translation brought now is taken to follow."""
    if source.language == frame.source:
        return None
    return next((one.version for one in before.sources() if (one.id, one.language) == (source.id, frame.source)), None)
