"""Papers that many tests publish alike: each different one is rendered once in a run, by whichever test comes first."""

import os
import threading
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from handbook.core.sandbox import PUBLICATION, Limits
from handbook.documents.seal import RenderedDocument, render_document


class KeptPapers:
    """`render_document` with a memory: the same input gives the same bytes, which the tests of the documents prove.

    A refusal is never kept. Workers of one run share the folder; nothing is taken over from an earlier run.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(exist_ok=True)

    def render(
        self, html: str, css: str, assets: Mapping[str, bytes] | None = None, *,
        at: datetime | None = None, limits: Limits = PUBLICATION,
    ) -> RenderedDocument:  # fmt: skip
        """Return the paper that was rendered from this before, or render it."""
        parts = [repr((at, limits)).encode(), html.encode(), css.encode(), *(assets or {}).values()]
        place = self._folder / sha256(b"".join(sha256(part).digest() for part in parts)).hexdigest()
        if place.exists():
            pages, _line, pdf = place.read_bytes().partition(b"\n")
            return RenderedDocument(pdf, int(pages))
        made = render_document(html, css, assets, at=at, limits=limits)
        whole = place.with_suffix(f".{os.getpid()}-{threading.get_ident()}")
        whole.write_bytes(b"%d\n%s" % (made.page_count, made.pdf))
        whole.replace(place)
        return made
