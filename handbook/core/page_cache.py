"""Finished pages that many readers share: rendered once, with gaps where the reader's own name and form token go."""

import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from markupsafe import escape

LIFETIME = 60.0  # seconds: the frame around a published text may change, the text never does
MOST = 256


@dataclass
class PageCache:
    """Pages by key, the least used going first. A key names everything that a page depends on but name and token."""

    pages: OrderedDict[str, tuple[float, str]] = field(default_factory=OrderedDict)
    # Marks that nobody can know, so that no text can bring a gap into a page.
    name_gap: str = field(default_factory=lambda: f"gap-{secrets.token_hex(16)}")
    token_gap: str = field(default_factory=lambda: f"gap-{secrets.token_hex(16)}")

    def page(self, key: str, name: str, token: str, render: Callable[[str], str]) -> str:
        """Return the page for a reader with this name and form token; `render` gets the name to print."""
        now = time.monotonic()
        made, page = self.pages.get(key, (0.0, ""))
        if not page or now - made > LIFETIME:
            page = render(self.name_gap).replace(token, self.token_gap)
            self.pages[key] = (now, page)
            if len(self.pages) > MOST:
                with suppress(KeyError):
                    self.pages.popitem(last=False)
        with suppress(KeyError):  # another thread may have let it go meanwhile
            self.pages.move_to_end(key)
        return page.replace(self.name_gap, str(escape(name))).replace(self.token_gap, token)
