"""Everything that goes into one copy: its lines in words, and the sealed papers behind them, numbered."""

from collections.abc import Sequence
from dataclasses import dataclass

from handbook.core.timeline import TimelineEntry
from handbook.corrective_actions.queries import sealed_letters
from handbook.documents.binding import Bound, count_pages
from handbook.documents.queries import Document, documents_of, store
from handbook.workfile.models import WorkFileCopy
from handbook.workfile.queries import entries_of

ACKNOWLEDGEMENT = "acknowledgement"


@dataclass(frozen=True, slots=True)
class CopiedPaper:
    """A sealed paper behind the cover. `number`: the place among them, from 1; `pages`: how many it has."""

    number: int
    title: str
    document: Document
    bound: Bound
    pages: int


@dataclass(frozen=True, slots=True)
class CopiedLine:
    """A line of the file with the numbers of the papers that belong to it."""

    entry: TimelineEntry
    papers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CopyFacts:
    """A copy with all that goes into it. A line that is gone since it was ordered is left out."""

    copy: WorkFileCopy
    lines: tuple[CopiedLine, ...]
    papers: tuple[CopiedPaper, ...]


def gather(copy: WorkFileCopy) -> CopyFacts:
    """Load the lines of a copy in words of the locale that is set, and the sealed papers behind them."""
    lines = [(kind, record_id) for kind, record_id in copy.lines]
    entries = entries_of(lines)
    found: dict[str, list[tuple[str, Document]]] = {
        line: [(one.title, one.document) for one in letters]
        for line, letters in sealed_letters([record_id for _kind, record_id in lines]).items()
    }
    signed = documents_of(record_id for kind, record_id in lines if kind == ACKNOWLEDGEMENT)
    found |= {line: [(entries[line].title, document)] for line, document in signed.items() if line in entries}
    ids = [record_id for _kind, record_id in lines if record_id in entries]
    papers = _numbered([one for line in ids for one in found.get(line, [])])
    numbers = {paper.document.id: paper.number for paper in papers}
    return CopyFacts(
        copy=copy,
        lines=tuple(
            CopiedLine(entries[line], tuple(numbers[document.id] for _title, document in found.get(line, [])))
            for line in ids
        ),
        papers=tuple(papers),
    )


def _numbered(found: Sequence[tuple[str, Document]]) -> list[CopiedPaper]:
    """Return each paper once, in the order of the first line that it belongs to."""
    titles: dict[str, tuple[str, Document]] = {}
    for title, document in found:
        titles.setdefault(document.id, (title, document))
    papers = []
    for number, (title, document) in enumerate(titles.values(), 1):
        bound = _bound(title, document)
        papers.append(CopiedPaper(number, title, document, bound, count_pages(bound)))
    return papers


def _bound(title: str, document: Document) -> Bound:
    files = store()
    return Bound(title, [files.get(name) for name in (document.base_sha256, *document.pages)])
