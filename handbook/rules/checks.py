"""Everything that is wrong with a handbook's files, each fault with its file, its line and what to change."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from handbook.core import markdown_limits
from handbook.core.errors import Invalid
from handbook.core.markdown import render_apart
from handbook.rules import figure_tables, links, outline, pictures, pictures_beside, questions
from handbook.rules.faults import Fault, errors, in_order
from handbook.rules.outline import Outline
from handbook.rules.pictures import Known
from handbook.rules.pictures_beside import PictureBeside
from handbook.rules.source import Folder, RuleSource, read_folder

CHECK_HEADING = re.compile(r"^#{1,6}[^\n]*\{[^}\n]*\.check[^}\n]*\}[ \t]*$", re.MULTILINE)
ANSWER = re.compile(r"^[*+-][ \t]+(\S.*)$", re.MULTILINE)
BOLD = re.compile(r"(\*\*|__)(?!\s).+(?<!\s)\1")
REASON = " Reason given: "
Texts = Mapping[str, Sequence[RuleSource]]


@dataclass(frozen=True, slots=True)
class LanguageFolder:
    """The texts of one language ready to be imported, what to warn of, and handbook.yaml where there is one.

    `pictures` lie beside the texts.
    """

    sources: list[RuleSource]
    warnings: list[Fault]
    outline: Outline | None
    pictures: list[PictureBeside]


def check_tree(folder: Path, *, strict: bool = False, language: str = "en") -> list[Fault]:
    """Return all faults of a folder: a whole handbook (handbook.yaml and a folder for each language), or one language.

    Where there is no handbook.yaml, neither here nor above, the folder is taken as plain Markdown in `language`.
    `strict` makes errors of the warnings; a missing translation stays one only where handbook.yaml gives no reason.
    """
    try:
        frame, folders = read_tree(folder, language)
    except Invalid as error:
        return [_as_fault(words) for words in error.faults]
    faults = [fault for found in folders.values() for fault in found.faults]
    faults += pictures_beside.check(one for found in folders.values() for one in found.pictures)
    texts = {code: found.sources for code, found in folders.items()}
    whole = len(folders) > 1 or folder.name not in frame.languages
    faults += check_whole(texts, frame) if whole else check_texts(texts, frame)
    return in_order(_strict(fault) for fault in faults) if strict else in_order(faults)


def read_tree(folder: Path, language: str = "en") -> tuple[Outline, dict[str, Folder]]:
    """Return the outline and the folders by language; raise Invalid where handbook.yaml cannot be taken."""
    if not folder.is_dir():
        raise Invalid(f"{folder}:1: There is no such folder.")
    for place in (folder, folder.parent):
        if (place / outline.FILE).is_file():
            frame = outline.parse(_decoded(place / outline.FILE))
            if place == folder:
                return frame, {code: read_folder(folder / code, code, folder) for code in frame.languages}
            if folder.name in frame.languages:
                return frame, {folder.name: read_folder(folder, folder.name, place)}
    found = read_folder(folder, language)
    return outline.default(language, [source.chapter for source in found.sources]), {language: found}


def read_language(folder: Path, language: str) -> LanguageFolder:
    """Return the texts of a folder in one language, and the handbook.yaml that lies in it or above it.

    Raises Invalid with one line per fault.
    """
    frame = above = None
    for place in (folder, folder.parent):
        if frame is None and (place / outline.FILE).is_file():
            frame, above = outline.parse(_decoded(place / outline.FILE)), place
            if place == folder and (folder / language).is_dir():
                folder = folder / language
    found = read_folder(folder, language, above)
    bad = errors(found.faults)
    if bad:
        raise Invalid(*(str(fault) for fault in bad))
    return LanguageFolder(found.sources, found.faults, frame, found.pictures)


def check_texts(texts: Texts, frame: Outline) -> list[Fault]:
    """Return the faults of texts by language that have been read: values, check questions, Markdown, links."""
    return check_values(texts, frame) + [fault for sources in texts.values() for fault in _markdown(sources)]


def check_whole(texts: Texts, frame: Outline) -> list[Fault]:
    """Return the faults of a whole handbook: those of its texts, and translations that lack or lag."""
    return check_texts(texts, frame) + list(_translations(texts, frame))


def check_values(texts: Texts, frame: Outline) -> list[Fault]:
    """Return the faults that show without rendering: ids, numbers, chapters, profiles, check questions, tables."""
    faults: list[Fault] = []
    for sources in texts.values():
        faults += _twice(sources)
        for source in sources:
            faults += _values(source, frame)
            faults += _check_question(source)
            faults += figure_tables.faults(source, frame)
    return faults


def check_pictures(source: RuleSource, known: Known) -> Iterator[Fault]:
    """Yield what is wrong with the pictures of a text of the draft: one that is not there is left out by readers."""
    for fault in pictures.faults(source.body, known):
        yield in_file(source, fault)


def _values(source: RuleSource, frame: Outline) -> Iterator[Fault]:
    if source.chapter not in {chapter.id for chapter in frame.chapters}:
        words = f"The chapter {source.chapter} is not in {outline.FILE}. Add it there, or name another one."
        yield Fault(source.file, _line_of(source, "chapter"), words)
    read_by = {audience for profile in frame.profiles for audience in profile.reads}
    if not read_by & set(source.audience):
        words = f"No profile in {outline.FILE} reads rules for {', '.join(source.audience)}: nobody would see this one."
        yield Fault(source.file, _line_of(source, "for"), words)


def _twice(sources: Sequence[RuleSource]) -> Iterator[Fault]:
    for name, words in (("id", "id"), ("number", "number")):
        counts = Counter(getattr(source, name) for source in sources)
        for source in sources:
            value = getattr(source, name)
            if counts[value] > 1:
                others = ", ".join(one.file for one in sources if getattr(one, name) == value and one is not source)
                yield Fault(source.file, _line_of(source, name), f"The {words} {value} stands in {others} too.")


def _markdown(sources: Sequence[RuleSource]) -> Iterator[Fault]:
    good: list[RuleSource] = []
    for source in sources:
        found = markdown_limits.check(source.body)
        yield from (in_file(source, fault) for fault in found)
        if all(fault.warning for fault in found):
            good.append(source)
    rendered = dict(zip([one.id for one in good], render_apart([(one.id, one.body) for one in good]), strict=True))
    places = set(rendered)
    for html in rendered.values():
        places |= links.ids_in(html) if isinstance(html, str) else set()
    for source in good:
        failure = rendered[source.id]
        if isinstance(failure, Invalid):
            yield Fault(source.file, source.body_line, str(failure))
        else:
            yield from _dead_links(source, places)
            yield from _malformed_question(source, failure)


def _malformed_question(source: RuleSource, html: str) -> Iterator[Fault]:
    """Warn of a question that nobody can be asked; how many answers are in bold is asked without rendering."""
    heading, parsed = CHECK_HEADING.search(source.body), questions.parse(html)
    if heading is not None and parsed is not None and parsed.fault and len(parsed.bold) == 1:
        line = source.body_line + source.body.count("\n", 0, heading.start())
        yield Fault(source.file, line, f"{parsed.fault} Until then nobody is asked.", warning=True)


def _dead_links(source: RuleSource, places: set[str]) -> Iterator[Fault]:
    for link in links.inner_links(source.body):
        words = links.dead_end(link.href, source.id, places)
        if words:
            yield Fault(source.file, source.body_line - 1 + link.line, words, warning=True)


def in_file(source: RuleSource, fault: markdown_limits.Fault) -> Fault:
    """Return a fault of a rule's body with the line of the whole file."""
    return Fault(source.file, source.body_line - 1 + fault.line, fault.words, fault.warning)


def _check_question(source: RuleSource) -> Iterator[Fault]:
    heading = CHECK_HEADING.search(source.body)
    if heading is None:
        return
    section = re.split(r"^#{1,6}\s", source.body[heading.end() :], maxsplit=1, flags=re.MULTILINE)[0]
    right = sum(1 for answer in ANSWER.findall(section) if BOLD.fullmatch(answer.strip()))
    if right != 1:
        line = source.body_line + source.body.count("\n", 0, heading.start())
        words = f"Put exactly one answer of the check question in bold: the right one. Here {right} are."
        yield Fault(source.file, line, words)


def _translations(texts: Texts, frame: Outline) -> Iterator[Fault]:
    sources = {source.id: source for source in texts.get(frame.source, ())}
    for language, face in frame.languages.items():
        if language == frame.source:
            continue
        there = {source.id: source for source in texts.get(language, ())}
        yield from _lagging(there.values(), sources, frame)
        missing = [rule_id for rule_id in sources if rule_id not in there]
        for rule_id in missing:
            words = f"{rule_id} has no text in {face.name}; its readers get it in {frame.languages[frame.source].name}."
            why = REASON + face.gaps if face.gaps else f" Translate it, or give the reason in {outline.FILE}."
            yield Fault(f"{language}/{rule_id}.md", 1, words + why, warning=True)


def _lagging(there: Iterable[RuleSource], sources: Mapping[str, RuleSource], frame: Outline) -> Iterator[Fault]:
    for translation in there:
        source = sources.get(translation.id)
        line = _line_of(translation, "follows")
        if source is None:
            words = f"There is no rule {translation.id} in {frame.source}, so readers would never see this text."
            yield Fault(translation.file, line, words, warning=True)
        elif translation.follows is None or translation.follows < source.version:
            followed = translation.follows or "no version that it names"
            words = f"The translation lags: it follows {followed}, the source text is version {source.version}."
            yield Fault(translation.file, line, words, warning=True)
        elif translation.follows > source.version:
            words = f"It follows version {translation.follows}, but the source text is only version {source.version}."
            yield Fault(translation.file, line, words, warning=True)


def _strict(fault: Fault) -> Fault:
    return fault if REASON in fault.words else replace(fault, warning=False)


def _line_of(source: RuleSource, name: str) -> int:
    head = source.text.split("\n")[: max(source.body_line - 1, 1)]
    return next((number for number, line in enumerate(head, 1) if line.startswith(f"{name}:")), 1)


def _decoded(path: Path) -> str:
    try:
        return path.read_bytes().decode()
    except UnicodeDecodeError as error:
        raise Invalid(f"{path.name}:1: Save the file as UTF-8.") from error


def _as_fault(words: str) -> Fault:
    file, line, rest = words.split(":", 2)
    return Fault(file, int(line), rest.strip())
