"""What may stand in a template: nothing inline that the content policy would refuse, nothing that nobody shows."""

import ast
import re
from html.parser import HTMLParser
from pathlib import Path

from tests.architecture.source import TEMPLATES, modules, told

INLINE = re.compile(r"<style\b|<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE)
REFERENCE = re.compile(r"""(?:extends|include|import|from)\s+["']([^"']+)["']""")
VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
SPOKEN = {"alt", "aria-label", "placeholder", "title"}
# A paper is no page: it goes to the renderer with its own style sheet and never to a browser.
PAPERS = "papers/"


def test_no_template_has_inline_style_or_script():
    found = [
        f"{_name(path)}:{number}"
        for path in _pages()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if INLINE.search(line)
    ]
    assert _pages(), "templates/ holds no pages"
    advice = "Move it to handbook/static/theme.css or app.js: the content policy refuses what stands inline."
    assert not found, told(advice, found)


def test_every_template_is_used():
    named = {name for path in TEMPLATES.rglob("*") if path.is_file() for name in REFERENCE.findall(_read(path))}
    spoken = {
        node.value.removeprefix("templates/")
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    unused = [
        _name(path)
        for path in TEMPLATES.rglob("*")
        if path.is_file()
        and _name(path) not in named | spoken
        and not _is_a_style_of(path, spoken)
        and not _is_a_letter(path, named | spoken)
    ]
    assert not unused, told("Delete the template, or show it: nothing names it.", unused)


def _is_a_style_of(path: Path, spoken: set[str]) -> bool:
    """Tell whether this is the style sheet of a paper, which the program names without its folder."""
    return path.suffix == ".css" and bool({path.name, path.stem} & spoken)


def _is_a_letter(path: Path, named: set[str]) -> bool:
    """Tell whether this is a letter that the program names by its stem, in whatever language, or a part of one."""
    ways = {path.stem, _name(path).removeprefix("letters/")}
    return _name(path).startswith("letters/") and path.suffix == ".md" and bool(ways & named)


def test_every_word_of_a_page_can_be_translated():
    found = [f"{_name(path)}:{line} {word}" for path in _pages() for line, word in _Words.of(_read(path))]
    assert not found, told('Write it as {{ _("...") }}, so that it can be translated.', found)


class _Words(HTMLParser):
    """Collect bare words between tags, with their lines, once all Jinja is blanked."""

    def __init__(self) -> None:
        super().__init__()
        self.depth = 0
        self.found: list[tuple[int, str]] = []

    @classmethod
    def of(cls, text: str) -> list[tuple[int, str]]:
        """Return line and word of whatever a reader would see and no translator could reach."""
        text = re.sub(r"(</?)\{\{.*?\}\}", r"\1x", text)  # the name of a tag may be an expression
        for pattern in (r"\{#.*?#\}", r"\{%.*?%\}", r"\{\{.*?\}\}"):
            text = re.sub(pattern, lambda found: "\n" * found[0].count("\n"), text, flags=re.DOTALL)
        parser = cls()
        parser.feed(text)
        return parser.found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.depth += tag not in VOID
        line = self.getpos()[0]
        spoken = [value for name, value in attrs if name in SPOKEN and value]
        self.found += [(line, value) for value in spoken if re.search(r"[A-Za-z]{2,}", value)]

    def handle_endtag(self, tag: str) -> None:
        self.depth -= 1

    def handle_data(self, data: str) -> None:
        if self.depth > 0 and re.search(r"[A-Za-z]{2,}", data):
            self.found.append((self.getpos()[0], data.strip()))


def _pages() -> list[Path]:
    return [path for path in sorted(TEMPLATES.rglob("*.html")) if not _name(path).startswith(PAPERS)]


def _name(path: Path) -> str:
    return path.relative_to(TEMPLATES).as_posix()


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")
