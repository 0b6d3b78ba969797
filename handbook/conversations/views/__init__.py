"""The pages of conversations; each module hangs its routes on the one blueprint."""

from handbook.conversations.views import board, one, recording
from handbook.conversations.views.blueprint import blueprint

__all__ = ["blueprint", "board", "one", "recording"]
