"""The pages of reading on, signing and what came of it; each module hangs its routes on the one blueprint."""

from handbook.acknowledgements.views import (
    asking,
    board,
    checking,
    chosen,
    consent,
    disputes,
    outcomes,
    paper_copy,
    reading_on,
    rounds,
    signing,
    signing_hour,
)
from handbook.acknowledgements.views.blueprint import blueprint

__all__ = [
    "asking",
    "blueprint",
    "board",
    "checking",
    "chosen",
    "consent",
    "disputes",
    "outcomes",
    "paper_copy",
    "reading_on",
    "rounds",
    "signing",
    "signing_hour",
]
