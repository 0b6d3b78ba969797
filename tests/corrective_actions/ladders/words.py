"""A reader of English, for pure tests whose outcome is a sentence: no database, no pages."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from flask_babel import Babel


@contextmanager
def english() -> Iterator[None]:
    """Let sentences be those of a British reader."""
    app = Flask("words")
    Babel(app, default_locale="en_GB")
    with app.test_request_context():
        yield
