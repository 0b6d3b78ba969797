"""A book as HTML: the body that is served, and the paper that becomes the PDF base."""

from functools import cache

from flask import render_template
from flask_babel import force_locale

from handbook.core.moments import locale_of
from handbook.rules.book import Book
from handbook.settings import ROOT

STYLE = "templates/papers/papers.css"


def handbook(book: Book) -> str:
    """Return the paper of a handbook as a whole HTML document in the language of the book."""
    with force_locale(locale_of(book.language)):
        return render_template("papers/handbook.html", book=book, mark=short_mark(book), logo=book.logo)


def served(book: Book) -> str:
    """Return the body of the handbook's page: what everybody of this profile and language is served, byte for byte."""
    with force_locale(locale_of(book.language)):
        return render_template("rules/book.html", book=book)


@cache
def style() -> str:
    """Return the style sheet of papers."""
    return (ROOT / STYLE).read_text(encoding="utf-8")


def short_mark(book: Book) -> str:
    """Return the first twelve signs of the SHA-256 of the source text, in groups of four."""
    return " ".join(book.source_sha256[start : start + 4] for start in (0, 4, 8))
