"""Letters: a Markdown template of one language, with the values of one letter set in as plain text."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import escape

from handbook.core.markdown import render
from handbook.settings import ROOT

FOLDER = ROOT / "templates" / "letters"
FALLBACK = "en"
# Between these stands the text of a value in hexadecimal while Markdown is parsed: no sign of it means anything there.
_SLOT = re.compile(r"hbx((?:[0-9a-f]{2})*)xbh")
_TITLE = re.compile(r"<h1[^>]*>(.*?)</h1>\s*", re.DOTALL)
_PLACE = re.compile(r' id="[^"]*"')


@dataclass(frozen=True, slots=True)
class LetterText:
    """A letter: its title as plain text, its body as HTML without the title, and the language it is written in."""

    title: str
    html: str
    language: str


def language_of_letter(language: str, name: str) -> str:
    """Return the language in which this letter can be written: the wanted one where it has the text, else English."""
    return language if (FOLDER / language / f"{name}.md").is_file() else FALLBACK


def letter(language: str, name: str, values: Mapping[str, Any]) -> LetterText:
    """Write the letter `templates/letters/<language>/<name>.md` with these values; English where that is missing.

    Values are text and never markup, whatever stands in them; their line breaks are kept. Lists and dataclasses serve
    the template's own `for` and `if`. Raises jinja2.UndefinedError for a value that the template asks for in vain and
    LookupError for a template without a title.
    """
    written_in = language_of_letter(language, name)
    source = _AS_SLOTS.get_template(f"{written_in}/{name}.md").render(**values)
    html = _PLACE.sub("", render(source))
    title = _TITLE.search(html)
    if title is None:
        raise LookupError(f"the letter {name} has no title in {written_in}")
    return LetterText(_plain(title[1]), _filled(_TITLE.sub("", html, count=1)), written_in)


def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(FOLDER),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701  # nothing reaches HTML but by `_filled`, which escapes
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_slot,
    )


def _slot(value: Any) -> str:
    # A value that is missing must still raise; what Undefined does when it is turned into text.
    return f"hbx{str(value).encode().hex()}xbh"


def _words(slot: re.Match[str]) -> str:
    return bytes.fromhex(slot[1]).decode()


def _filled(html: str) -> str:
    return _SLOT.sub(lambda slot: str(escape(_words(slot))).replace("\r\n", "\n").replace("\n", "<br>\n"), html)


def _plain(title: str) -> str:
    return _SLOT.sub(_words, re.sub(r"<[^>]+>", "", title)).strip()


_AS_SLOTS = _environment()
