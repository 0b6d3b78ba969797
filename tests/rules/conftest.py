"""Fixtures of the rules: an installation without an edition, and a small handbook to publish from."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.rules.files import rule, whole_body, write_tree


@pytest.fixture
def bare(bare_app: Flask) -> Iterator[Flask]:
    """An application without any edition, with an open context."""
    with bare_app.app_context():
        yield bare_app


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A handbook of two rules, one of them for the counter and not translated, and a promise."""
    telugu = "# పలకరించండి\n\nవచ్చినవారిని పలకరించండి.\n\n## ఎందుకు {.why}\n\nఎవరో చూశారని తెలుస్తుంది.\n"
    argue = {"number": 14, "chapter": "wrong", "severity": "serious", "for_": "[counter]"}
    return write_tree(
        tmp_path / "rules",
        {
            "en/greet-all.md": rule("greet-all"),
            "te/greet-all.md": rule("greet-all", telugu, follows=1),
            "en/never-argue.md": rule("never-argue", whole_body("Never argue"), **argue),
            "en/heard-first.md": rule(
                "heard-first", "# Heard first\n\nNo step before that.\n", kind="promise", severity=None, number=101
            ),
        },
    )
