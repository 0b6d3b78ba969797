"""The answer to whoever acts on a text that is no longer the newest."""

from flask import render_template
from flask.typing import ResponseReturnValue

from handbook.acknowledgements import queries
from handbook.core.edge import acting
from handbook.people.identity import chosen_language


def newer_text(words: str) -> ResponseReturnValue:
    """Show that a newer text stands and lead to it."""
    context = queries.signature_context(acting(), chosen_language())
    return render_template("acknowledgements/newer.html", words=words, context=context), 409
