"""The pages of the handbook; each module hangs its routes on the one blueprint."""

from handbook.rules.views import changes, editions, history, printing, reading, reviews, search
from handbook.rules.views.blueprint import blueprint

__all__ = ["blueprint", "changes", "editions", "history", "printing", "reading", "reviews", "search"]
