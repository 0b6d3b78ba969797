"""Words that mislead: the product says lapsed, overturned, reduced; appeal dismissed or allowed; substantiated."""

import re
from pathlib import Path

from tests.architecture.source import ROOT, told

FORBIDDEN = re.compile(r"\b(upheld|expired|spent|revoked)\b", re.IGNORECASE)
SHOWN = ("templates/**/*", "rules/en/**/*.md", "handbook/translations/**/*.po", "handbook/**/*.py", "docs/**/*.md")


def test_the_four_misleading_words_never_occur():
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in _texts()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if FORBIDDEN.search(line)
    ]
    advice = "Say lapsed, overturned or reduced; an appeal is dismissed or allowed, a complaint is substantiated."
    assert not found, told(advice, found)


def _texts() -> list[Path]:
    return [path for pattern in SHOWN for path in sorted(ROOT.glob(pattern)) if path.is_file()]
