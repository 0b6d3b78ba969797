"""The pages of people: their accounts and the way in; each module hangs its routes on the one blueprint."""

from handbook.people.views import sign_in
from handbook.people.views.blueprint import blueprint

__all__ = ["blueprint", "sign_in"]
