"""The list of packages: every pin is exact, and somebody needs it."""

import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

from tests.architecture.source import ROOT, Module, modules, told

# Used without an import: by a command or as a plug-in, named here with the file that uses it.
USED_OTHERWISE = {
    "granian": "Procfile",
    "honcho": "Makefile",
    "psycopg": "handbook/settings.py",
    "import-linter": "Makefile",
    "mypy": "Makefile",
    "ruff": "Makefile",
    "pytest-xdist": "Makefile",
    "pytest-playwright": "tests/browser/conftest.py",
    "types-markdown": "handbook/core/markdown.py",
    "types-pyyaml": "handbook/rules/front_matter.py",
    "tzdata": "handbook/core/clock.py",
    "defusedxml": "handbook/people/importing/sheet_task.py",
}
SPOKEN = {  # the word by which that file names the package
    "psycopg": "postgresql+psycopg",
    "import-linter": "lint-imports",
    "pytest-xdist": "-n 2",
    "pytest-playwright": "playwright",
    "types-markdown": "import markdown",
    "types-pyyaml": "YAML",
    "tzdata": "ZoneInfo",
}
LINE = re.compile(r"([A-Za-z0-9_.-]+)(?:\[[a-z,]+\])?==[^\s#]+")


def test_every_pin_is_exact_and_stands_alone_on_its_line():
    loose = [
        f"{name}: {line}"
        for name in ("requirements.txt", "requirements-dev.txt")
        for line in _lines(name)
        if not LINE.fullmatch(line) and line != "-r requirements.txt"
    ]
    assert not loose, told("Write package==version, nothing else.", loose)


def test_every_pin_is_needed():
    program = _imported(list(modules()))
    whole = program | _imported([Module(path) for path in (ROOT / "tests").rglob("*.py")])
    idle = [pin for pin in _pins("requirements.txt") if pin not in program and not _is_used_otherwise(pin)]
    idle += [pin for pin in _pins("requirements-dev.txt") if pin not in whole and not _is_used_otherwise(pin)]
    assert not idle, told("Nobody imports it: take the pin out, or say in USED_OTHERWISE which file needs it.", idle)


def test_everything_imported_is_pinned():
    pins = {*_pins("requirements.txt"), *_BROUGHT_ALONG}
    missing = _imported(list(modules())) - pins
    assert not missing, told("Add the pin to requirements.txt in the commit that first imports it.", list(missing))


# Named by their own distribution, but part of one that is pinned.
_BROUGHT_ALONG = {
    "alembic", "asn1crypto", "blinker", "click", "jinja2", "markupsafe", "pydantic", "pyhanko-certvalidator", "pyyaml",
    "werkzeug", "wtforms", "babel", "itsdangerous", "fonttools", "cffi", "pydyf",
}  # fmt: skip


def _imported(files: list[Module]) -> set[str]:
    owners = packages_distributions()
    outside = {name.partition(".")[0] for file in files for _, name in file.imports()}
    outside -= set(sys.stdlib_module_names) | {"handbook", "tests"}
    return {_canonical(owner) for name in outside for owner in owners.get(name, [name])[:1]}


def _is_used_otherwise(pin: str) -> bool:
    place = USED_OTHERWISE.get(pin)
    return place is not None and SPOKEN.get(pin, pin) in (ROOT / place).read_text(encoding="utf-8")


def _pins(name: str) -> list[str]:
    return [_canonical(found[1]) for line in _lines(name) if (found := LINE.fullmatch(line))]


def _lines(name: str) -> list[str]:
    return Path(ROOT / name).read_text(encoding="utf-8").splitlines()


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
