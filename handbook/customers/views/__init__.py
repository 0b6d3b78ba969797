"""The pages of the customer's door and of the letters; each module hangs its routes on the one blueprint."""

from handbook.customers.views import counter, door, door_voices, following, letters
from handbook.customers.views.blueprint import blueprint

__all__ = ["blueprint", "counter", "door", "door_voices", "following", "letters"]
