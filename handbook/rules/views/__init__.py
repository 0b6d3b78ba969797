"""The pages of the handbook; each module hangs its routes on the one blueprint."""

from handbook.rules.views import changes, editions, figures, history, pictures, printing, reading, reviews, search
from handbook.rules.views.blueprint import blueprint

__all__ = [
    "blueprint",
    "changes",
    "editions",
    "figures",
    "history",
    "pictures",
    "printing",
    "reading",
    "reviews",
    "search",
]
