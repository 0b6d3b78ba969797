"""Public texts that show what Markdown is: fetched by pip when a proof needs them, never kept in the project.

The examples of the CommonMark specification lie in the source of mistune (its tests), the documentation and the sample
files of our own parser in the source of Markdown. Both are pinned by version and SHA-256.
"""

import json
import re
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

import pytest
import yaml

PINS = {
    "markdown": ("3.11.3", "81eb91631dc97ad1efbc76019ef0f80fe90ca49ddf81546752d79989c3bfff3e"),
    "mistune": ("3.4.0", "2eaf7952af928ca8d33b779762effc1da517b62c6ad85ec8ca957e3b07b9782a"),
}
COMMONMARK = "tests/fixtures/commonmark.json"
FENCE = re.compile(
    r"^(?P<indent> *)(?P<marks>`{3,}) *(?P<kind>[\w-]*)[^\n`]*\n(?P<body>.*?)^(?P=indent)(?P=marks) *$", re.M | re.S
)
FRONT = re.compile(r"\A---\n(.*?)^---\n", re.M | re.S)


@dataclass(frozen=True)
class Example:
    """A Markdown text and the HTML that its authors expect."""

    name: str
    section: str
    source: str
    html: str


@dataclass(frozen=True)
class Sample:
    """A block of the parser's documentation: shown as Markdown, and by which settings it was made into HTML there."""

    name: str
    kind: str
    source: str
    settings: dict[str, object] = field(default_factory=dict)

    @property
    def extensions(self) -> list[str]:
        """The extensions that the documentation switched on for it."""
        return list(self.settings.get("extensions", []))  # type: ignore[call-overload]


def fetched(folder: Path) -> Path:
    """Fetch the sources into a folder and unpack them; fail with words where they cannot be had."""
    installed = version("Markdown")
    if installed != PINS["markdown"][0]:
        pytest.fail(f"Markdown is {installed} by now: pin its source (version and SHA-256) in tests/heavy/corpora.py.")
    wanted = folder / "wanted.txt"
    wanted.write_text("".join(f"{name}=={pin} --hash=sha256:{sha256}\n" for name, (pin, sha256) in PINS.items()))
    order = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    done = subprocess.run(
        [*order, "--no-binary", ",".join(PINS), "-r", wanted, "-d", folder], capture_output=True, text=True, check=False
    )
    archives = sorted(folder.glob("*.tar.gz"))
    if done.returncode != 0 or len(archives) != len(PINS):
        last = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
        pytest.fail(f"pip could not fetch the texts of this proof; it needs the Python package registry: {last}")
    for archive in archives:
        with tarfile.open(archive) as packed:
            packed.extractall(folder, filter="data")
    return folder


def commonmark(folder: Path) -> list[Example]:
    """Return the examples of the CommonMark specification."""
    found = json.loads((_source(folder, "mistune") / COMMONMARK).read_text(encoding="utf-8"))
    return [Example(str(one["example"]), one["section"], one["markdown"], one["html"]) for one in found]


def sample_files(folder: Path, *places: str) -> list[Example]:
    """Return the sample files of the parser: a text, and beside it the HTML."""
    tests = _source(folder, "markdown") / "tests"
    files = [file for place in places for file in sorted((tests / place).glob("*.txt"))]
    return [
        Example(file.stem, file.parent.name, _text(file), _text(file.with_suffix(".html")))
        for file in files
        if file.with_suffix(".html").is_file()
    ]


def documents(folder: Path) -> list[Example]:
    """Return the pages of the documentation as texts (without any HTML)."""
    docs = _source(folder, "markdown") / "docs"
    return [
        Example(str(file.relative_to(docs)), "docs", FRONT.sub("", _text(file)), "")
        for file in sorted(docs.rglob("*.md"))
    ]


def samples(folder: Path) -> list[Sample]:
    """Return the Markdown, HTML and plain blocks that the documentation shows, those inside other blocks too."""
    return [one for page in documents(folder) for one in _samples(page)]


def _samples(page: Example) -> Iterator[Sample]:
    for number, block in enumerate(FENCE.finditer(page.source), 1):
        if block["kind"] not in ("md-render", "markdown", "md", "html", "text", ""):
            continue
        body = re.sub(rf"^{block['indent']}", "", block["body"], flags=re.M)
        front = FRONT.match(body) if block["kind"] == "md-render" else None
        settings = yaml.safe_load(front[1]) if front else {}
        yield Sample(f"{page.name} {number}", block["kind"], body[front.end() if front else 0 :], settings)


def _source(folder: Path, name: str) -> Path:
    return folder / f"{name}-{PINS[name][0]}"


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
