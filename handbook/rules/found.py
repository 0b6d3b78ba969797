"""What the page of a search shows: the rules that were found, the words marked, each with the way to the very place."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import url_for
from markupsafe import Markup, escape

from handbook.rules import queries, searching, showing
from handbook.rules.outline import Outline
from handbook.rules.queries import EditionRow, PageRow
from handbook.rules.searching import Hit
from handbook.rules.showing import LanguageLink

MOST = 20


@dataclass(frozen=True, slots=True)
class Found:
    """A rule that was found. `passage` is a paragraph of the long text, `passage_url` leads to its heading."""

    title: Markup
    url: str
    kicker: str
    sentence: Markup
    shown: str
    heading: str
    passage: Markup | None
    passage_url: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a question: rules of the reader's own page, then those for other work."""

    question: str
    own: Sequence[Found]
    others: Sequence[Found]
    total: int
    languages: Sequence[LanguageLink]

    @property
    def shown(self) -> int:
        """How many of them stand on the page."""
        return len(self.own) + len(self.others)


def answer(edition: EditionRow, page: PageRow, question: str) -> Answer:
    """Search an edition in the language of a page; at most twenty rules, the best first."""
    frame = queries.outline_of(edition.id)
    question = " ".join(question.split())[: searching.LONGEST_QUESTION]
    index = searching.index_of(edition, page.language)
    hits = searching.search(index, question, [page.language, frame.source]) if question else []
    own_ids = set(page.rule_ids)
    own = [hit for hit in hits if hit.document.text.rule_id in own_ids][:MOST]
    others = [hit for hit in hits if hit.document.text.rule_id not in own_ids][: MOST - len(own)]

    def elsewhere(language: str) -> str:
        number = edition.number
        return url_for("rules.show_search", edition=number, language=language, q=question or None, lang=language)

    return Answer(
        question=question,
        own=[_found(edition, page, frame, hit) for hit in own],
        others=[_found(edition, page, frame, hit) for hit in others],
        total=len(hits),
        languages=showing.languages(frame, page, elsewhere),
    )


def _found(edition: EditionRow, page: PageRow, frame: Outline, hit: Hit) -> Found:
    document, place = hit.document, hit.place
    url = showing.address_of(edition, page.language, document.text.rule_id)
    return Found(
        title=_marked(document.text.title, hit),
        url=url,
        kicker=showing.kicker(document.text, frame, page.language),
        sentence=_marked(document.sentence, hit),
        shown=document.text.shown,
        heading=place.heading if place else "",
        passage=_marked(place.words, hit) if place else None,
        passage_url=f"{url}#{place.anchor}" if place and place.anchor else url,
    )


def _marked(text: str, hit: Hit) -> Markup:
    return Markup("").join(_piece(words, is_found) for words, is_found in _joined(text, hit))


def _piece(words: str, is_found: bool) -> Markup:
    return Markup("<mark>{}</mark>").format(words) if is_found else escape(words)


def _joined(text: str, hit: Hit) -> Iterator[tuple[str, bool]]:
    """Yield neighbouring pieces of a kind as one."""
    run, kind = "", False
    for words, is_found in searching.pieces(text, hit.marked):
        if is_found != kind and run:
            yield run, kind
            run = ""
        run, kind = run + words, is_found
    if run:
        yield run, kind
