"""The pages of complaints; each module hangs its routes on the one blueprint."""

from handbook.complaints.views import acts, filing, improving, listing, notice, one, pictures, settling
from handbook.complaints.views.blueprint import blueprint

__all__ = ["acts", "blueprint", "filing", "improving", "listing", "notice", "one", "pictures", "settling"]
