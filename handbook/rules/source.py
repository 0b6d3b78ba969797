"""Rules as files: a folder of Markdown, with or without front matter, becomes typed sources."""

import re
import unicodedata
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path, PurePosixPath

from handbook.core import markup
from handbook.core.markdown_limits import LARGEST
from handbook.rules import front_matter, pictures_beside
from handbook.rules.faults import Fault
from handbook.rules.front_matter import FrontMatter
from handbook.rules.pictures_beside import PictureBeside

SUFFIXES = (".md", ".markdown")
ROOT_CHAPTER = "welcome"
HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(.+?)[ \t#]*$|^(\S.*)\n {0,3}(?:=+|-+)[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class RuleSource:
    """One rule in one language. `text` is the whole file, front matter included; `body` begins on `body_line` of it."""

    file: str
    language: str
    id: str
    kind: str
    number: int
    chapter: str
    severity: str | None
    audience: tuple[str, ...]
    owner: str
    review_on: date | None
    version: int
    follows: int | None
    title: str
    body: str
    body_line: int
    text: str


@dataclass(frozen=True, slots=True)
class Folder:
    """What was found in a folder: the sources that can be read, the faults of all files, the pictures beside them."""

    sources: list[RuleSource]
    faults: list[Fault]
    pictures: list[PictureBeside] = field(default_factory=list)


def normalise(text: str) -> str:
    """Return the text in NFC with LF line ends, without byte order mark, ending in one line feed."""
    text = unicodedata.normalize("NFC", text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))
    return text.rstrip() + "\n"


def read_folder(folder: Path, language: str, above: Path | None = None) -> Folder:
    """Read every Markdown file of a folder and its sub-folders, a README first and the others by name.

    A file without front matter becomes a minor rule for everyone: title = first heading, id = file name, chapter =
    sub-folder, number = place in the folder. Pictures are looked for beside the text, in the folder, and in the one
    `above`, where that holds the whole handbook.
    """
    found = Folder([], [])
    sources, faults = found.sources, found.faults
    for path in markdown_files(folder):
        file = path.relative_to(folder).as_posix()
        text, bad = _text_of(path, f"{folder.name}/{file}")
        faults += bad
        if text is None:
            continue
        base = _unwritten(file, language, len(sources) + 1, {source.id for source in sources})
        source, bad = read(text, f"{folder.name}/{file}", language, base)
        faults += bad
        if source is not None:
            sources.append(source)
            pictures, bad = _pictures(source, [path.parent, folder, *([above] if above else [])])
            found.pictures.extend(pictures)
            faults += bad
    return found


def markdown_files(folder: Path) -> list[Path]:
    """Return the Markdown files of a folder in the order of reading; hidden files and folders are left out."""
    found = [path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES and path.is_file()]
    shown = [path for path in found if not any(part.startswith(".") for part in path.relative_to(folder).parts)]
    return sorted(shown, key=lambda path: _reading_order(path.relative_to(folder)))


def read(text: str, file: str, language: str, base: RuleSource | None = None) -> tuple[RuleSource | None, list[Fault]]:
    """Read one file; what its front matter leaves out comes from `base`, without which it is a fault."""
    text = normalise(text)
    matter, faults = front_matter.split(text, file)
    if matter is None:
        if faults or base is None:
            return None, faults or [Fault(file, 1, "Begin the file with front matter between two lines of ---.")]
        matter = FrontMatter({}, {}, text, 1)
    # Whoever writes an id writes our front matter, so all of it is asked for; other programs' fields are looked past.
    fields, bad = front_matter.fields(matter, file, complete=base is None or "id" in matter.data)
    faults += bad
    if any(not fault.warning for fault in bad):
        return None, faults
    source = replace(base or _blank(file, language), **fields)
    source = replace(
        source,
        severity=None if source.kind == "promise" else source.severity,
        title=title_of(matter.body) or source.title,
        body=matter.body,
        body_line=matter.body_line,
        text=text,
        file=file,
    )
    return source, faults


def complete(source: RuleSource) -> RuleSource:
    """Return the source with all of its fields in the front matter of `text`, so that the text stands alone."""
    if read(source.text, source.file, source.language)[0] is not None:
        return source
    values = asdict(source) | {"title": None if title_of(source.body) else source.title}
    text = front_matter.write(values, source.body)
    return replace(source, text=text, body_line=text.count("\n") - source.body.count("\n") + 1)


def title_of(body: str) -> str:
    """Return the words of the first heading, without Markdown's marks; empty where there is none."""
    found = HEADING.search(body)
    if found is None:
        return ""
    words = re.sub(r"\{[^}]*\}\s*$", "", found.group(1) or found.group(2))
    words = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", words)
    return re.sub(r"[*`]|(?<!\w)_|_(?!\w)|<[^>]+>", "", words).strip()


def _reading_order(path: Path) -> tuple[object, ...]:
    """Files before sub-folders, a README before its neighbours, the rest by name."""
    folders = tuple(part.lower() for part in path.parent.parts)
    return (folders, 0 if path.stem.lower() in ("readme", "index") else 1, path.name.lower())


def _text_of(path: Path, file: str) -> tuple[str | None, list[Fault]]:
    if path.stat().st_size > LARGEST:
        words = f"The file has {path.stat().st_size // 1024} KB; at most {LARGEST // 1024} KB are taken. Split it."
        return None, [Fault(file, 1, words)]
    data = path.read_bytes()
    try:
        return data.decode(), []
    except UnicodeDecodeError as error:
        return None, [Fault(file, data.count(b"\n", 0, error.start) + 1, "Save the file as UTF-8.")]


def _unwritten(file: str, language: str, number: int, taken: set[str]) -> RuleSource:
    """Return what a file without front matter is taken for."""
    path = PurePosixPath(file)
    inside = path.parent.name
    name = inside if inside and path.stem.lower() in ("readme", "index") else path.stem
    rule_id = markup.slug(name)
    if rule_id in taken:
        rule_id = markup.slug(str(path.with_suffix("")))
    chapter = markup.slug(path.parts[0]) if inside else ROOT_CHAPTER
    title = re.sub(r"[-_]+", " ", name).strip().capitalize()
    return replace(_blank(file, language), id=rule_id, number=number, chapter=chapter, title=title)


def _blank(file: str, language: str) -> RuleSource:
    return RuleSource(
        file=file,
        language=language,
        id="",
        kind="rule",
        number=1,
        chapter=ROOT_CHAPTER,
        severity="minor",
        audience=("everyone",),
        owner="",
        review_on=None,
        version=1,
        follows=None,
        title="",
        body="",
        body_line=1,
        text="",
    )


def _pictures(source: RuleSource, folders: list[Path]) -> tuple[list[PictureBeside], list[Fault]]:
    """Return the pictures of a file; a file with the whole of our front matter is asked for more than a foreign one."""
    is_ours = complete(source) is source
    return pictures_beside.look(source.file, source.body, source.body_line, folders, is_needed=is_ours)
