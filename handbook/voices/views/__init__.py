"""The pages of voices; each module hangs its routes on the one blueprint."""

from handbook.voices.views import compliments, incidents, remarks, speak_up, speak_up_by_code, speak_up_inbox
from handbook.voices.views.blueprint import blueprint

__all__ = ["blueprint", "compliments", "incidents", "remarks", "speak_up", "speak_up_by_code", "speak_up_inbox"]
