"""The pages of what is agreed with people; each module hangs its routes on the one blueprint."""

from handbook.adjustments.views import listing, one, recording
from handbook.adjustments.views.blueprint import blueprint

__all__ = ["blueprint", "listing", "one", "recording"]
