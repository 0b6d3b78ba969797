"""A real web server on a company of a test's own, on the database that the suite runs on."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask

from handbook.app import create_app
from handbook.core.db import db
from tests.conftest import Template
from tests.installation import Installation, installation


@dataclass(frozen=True)
class Live:
    """Processes as `make start` runs them, and an application of the test on the same data to look behind them."""

    installation: Installation
    app: Flask

    @property
    def url(self) -> str:
        """The address of the web server."""
        return self.installation.url


@pytest.fixture
def live(template: Template, tmp_path: Path) -> Iterator[Live]:
    """Give an installation with people and edition 1 in which nothing runs yet."""
    settings = template.copy(tmp_path / "data")
    app = create_app(settings)
    with installation(settings.data_dir, DATABASE_URL=settings.database) as here:
        yield Live(here, app)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
