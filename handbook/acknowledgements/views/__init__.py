"""The pages of reading on, signing and what came of it; each module hangs its routes on the one blueprint."""

from handbook.acknowledgements.views import board, signing
from handbook.acknowledgements.views.blueprint import blueprint

__all__ = ["blueprint", "board", "signing"]
