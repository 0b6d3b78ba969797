"""The tasks of the limited child: HTML and CSS become a finished base, or stand-alone sheets."""

import gc
import hashlib
import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

from weasyprint import CSS, HTML
from weasyprint.document import Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError

from handbook.core.sandbox import TaskRefused
from handbook.documents.rendering import base, press, sheets, text_layer
from handbook.documents.rendering.fetching import AssetFetcher

PAGES = 300
LAYOUT = {"pdf_variant": "pdf/ua-1", "presentational_hints": False}
COLLECT_AFTER = 100_000  # a short life with much to allocate: collecting as often as usual costs a fifth of it
WARM_UP = (
    '<html lang="en"><title>-</title><body style="font-family: Noto Sans, Noto Sans Telugu, Noto Sans Devanagari">'
    "<h1>Abc</h1><p>పని <b>వేళలు</b> नियम ģērb</p><ul><li>a</ul><table><tr><th>a<td>b</table>"
)
LANGUAGE = re.compile(r"\s*<[a-z][^>]*?\slang=[\"']?([A-Za-z0-9-]+)", re.IGNORECASE)


def warm_up() -> None:
    """Load what the first rendering would load, so that each forked child finds it ready."""
    text_layer.install()
    for part in sheets.parts(_lay_out(WARM_UP, "", AssetFetcher({})), [("en", 1)]):
        sheets.sheet(part, sheets.drawn(part))


def render_document(meta: dict[str, Any], blobs: Sequence[bytes]) -> tuple[dict[str, object], list[bytes]]:
    """Task: make the finished base of one document (blobs: html, css, assets; meta: `at`, an ISO date or None)."""
    html, css, fetcher = _given(blobs)
    with _only_what_was_meant(fetcher):
        document = _lay_out(html, css, fetcher)
        document.metadata.created = document.metadata.modified = meta.get("at")
        made = base.finish(document.write_pdf(**LAYOUT))
    return {"pages": len(document.pages)}, [made]


def render_pages(meta: dict[str, Any], blobs: Sequence[bytes]) -> tuple[dict[str, object], list[bytes]]:
    """Task: lay out `sections` (meta) at once and make each a stand-alone sheet (blobs: nothing, css, assets)."""
    _, css, fetcher = _given(blobs)
    if "counter(page" in css:
        raise TaskRefused("The page counter of a style sheet would count the batch. Write the page number as text.")
    with _only_what_was_meant(fetcher):
        return {}, press.printed(meta["sections"], lambda some: _parts(some, css, fetcher))


def _parts(sections: Sequence[str], css: str, fetcher: AssetFetcher) -> list[Document]:
    """Lay out sections together and return a document of each."""
    body = "".join(f'<div id="sheet-{i}" style="break-before: page">{s}</div>' for i, s in enumerate(sections))
    document = _lay_out(f'<!doctype html><html lang="en"><title>-</title><body>{body}', css, fetcher)
    return list(sheets.parts(document, _shares(document, sections)))


def _shares(document: Document, sections: Sequence[str]) -> list[tuple[str, int]]:
    """Return for each section its language and how many pages it takes."""
    lengths: list[int] = []
    for page in document.pages:
        if f"sheet-{len(lengths)}" in page.anchors:
            lengths.append(0)
        lengths[-1] += 1
    if len(lengths) != len(sections):
        raise TaskRefused("A signature page does not begin on a page of its own. Check that its tags are closed.")
    return list(zip(map(_language, sections), lengths, strict=True))


def _language(section: str) -> str:
    match = LANGUAGE.match(section)
    return match[1] if match else "en"


def _given(blobs: Sequence[bytes]) -> tuple[str, str, AssetFetcher]:
    html, css, *assets = blobs
    return html.decode(), css.decode(), AssetFetcher(_by_name(assets), css.decode())


def _by_name(assets: Sequence[bytes]) -> Mapping[str, bytes]:
    return {hashlib.sha256(asset).hexdigest(): asset for asset in assets}


def _lay_out(html: str, css: str, fetcher: AssetFetcher) -> Document:
    gc.set_threshold(COLLECT_AFTER, 50, 50)
    sheet = CSS(string=css, base_url=None, url_fetcher=fetcher, font_config=_fonts())
    source = HTML(string=html, base_url=None, url_fetcher=fetcher)
    document = source.render(font_config=_fonts(), stylesheets=[sheet], **LAYOUT)
    if len(document.pages) > PAGES:
        raise TaskRefused(f"This makes {len(document.pages)} pages; at most {PAGES} are taken. Shorten or divide it.")
    return document


@cache
def _fonts() -> FontConfiguration:
    return FontConfiguration()


class _Words(logging.Handler):
    """Keep what WeasyPrint warns of."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.words: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.words.append(record.getMessage())


@contextmanager
def _only_what_was_meant(fetcher: AssetFetcher) -> Iterator[None]:
    """Turn every refused address and every warning of WeasyPrint into a refusal of the whole paper."""
    words, logger = _Words(), logging.getLogger("weasyprint")
    logger.handlers, logger.propagate = [words], False
    try:
        yield
    except FatalURLFetchingError as error:
        raise TaskRefused(fetcher.refused[0] if fetcher.refused else str(error)) from error
    except ValueError as error:  # a style that WeasyPrint does not even warn of, such as @import of half an address
        raise TaskRefused(f"The paper would not come out as written: {error}") from error
    if fetcher.refused:
        raise TaskRefused(fetcher.refused[0])
    if words.words:
        raise TaskRefused("The paper would not come out as written: " + "; ".join(dict.fromkeys(words.words)))
