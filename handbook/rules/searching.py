"""Search within an edition: rare words count more than frequent ones, a title more than a sentence or the text."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import log

from handbook.core import markup
from handbook.core.markup import HEADING, Element
from handbook.people.folding import folded
from handbook.rules import difference, queries, sections
from handbook.rules.contents_page import sentence_of
from handbook.rules.queries import EditionRow, TextRow
from handbook.rules.stop_words import stop_words

LONGEST_QUESTION, MOST_WORDS = 200, 12
TITLE, SENTENCE, TEXT = 4.0, 2.0, 1.0
EXACT, BEGINS, ALIKE = 1.0, 0.8, 0.6
# Words are alike where the longer one differs in its ending only: "telefonu" and "telefons", "calls" and "calling".
SHARED, FEWEST_LATIN, FEWEST = 0.7, 4, 3


@dataclass(frozen=True, slots=True)
class Place:
    """A paragraph of the long text, and the heading it stands under (`anchor` is empty above the first heading)."""

    anchor: str
    heading: str
    words: str


@dataclass(frozen=True, slots=True)
class Document:
    """A rule as it is searched: folded words, each with the best weight that it has here, and where they stand."""

    text: TextRow
    sentence: str
    places: tuple[Place, ...]
    weights: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that was found: the words to mark, and the paragraph that tells most of what the rest does not."""

    document: Document
    score: float
    marked: frozenset[str]
    place: Place | None


@dataclass(frozen=True, slots=True)
class Index:
    """All rules of an edition for readers of a language, and for each word how many rules hold it."""

    documents: tuple[Document, ...]
    holders: Mapping[str, int] = field(default_factory=dict)


@lru_cache(maxsize=16)
def index_of(edition: EditionRow, language: str) -> Index:
    """Return what is searched in an edition and language (one query; kept, because no edition ever changes)."""
    documents = tuple(_document(text) for text in queries.texts_of(edition, language))
    holders: dict[str, int] = {}
    for document in documents:
        for word in document.weights:
            holders[word] = holders.get(word, 0) + 1
    return Index(documents, holders)


def search(index: Index, question: str, languages: Sequence[str]) -> list[Hit]:
    """Return the rules that hold words of a question, the best first; equal ones in the order of the book.

    `languages` are those whose stop words do not count; a question of nothing else is taken at its word.
    """
    wanted = words_of(question, languages)
    matches = {word: _matches(word, index.holders) for word in wanted}
    hits = [hit for document in index.documents if (hit := _hit(index, document, matches))]
    return sorted(hits, key=lambda hit: -hit.score)


def words_of(question: str, languages: Sequence[str]) -> list[str]:
    """Return the words that are looked for, each once, the first twelve."""
    found = list(dict.fromkeys(_folded(word) for word in difference.words(question[:LONGEST_QUESTION])))
    spoken = [word for word in found if word]
    stop = frozenset().union(*(stop_words(language) for language in languages))
    return [word for word in spoken if word not in stop][:MOST_WORDS] or spoken[:MOST_WORDS]


def pieces(text: str, marked: frozenset[str]) -> Iterator[tuple[str, bool]]:
    """Yield a text in pieces, each with whether it is to be marked; a word is marked whole or not at all."""
    for word in difference.words(text):
        yield word, _folded(word) in marked


def _document(text: TextRow) -> Document:
    sentence = sentence_of(text)
    places = tuple(_places(text))
    weights: dict[str, float] = {}
    for weight, words in ((TITLE, text.title), (SENTENCE, sentence), *((TEXT, place.words) for place in places)):
        for key in _keys(words):
            weights[key] = max(weights.get(key, 0.0), weight)
    return Document(text, sentence, places, weights)


def _places(text: TextRow) -> Iterator[Place]:
    """Yield the paragraphs behind the sentence, each under its heading."""
    parts = sections.cut(text.html, text.kind)
    yield from _paragraphs("", "", parts.example)
    yield from _paragraphs("", "", parts.rest)
    for section in parts.sections:
        yield from _paragraphs(section.id, section.title, section.html)


def _paragraphs(anchor: str, heading: str, html: str) -> Iterator[Place]:
    for block in markup.parse(html).children:
        if isinstance(block, Element) and HEADING.fullmatch(block.tag):
            anchor, heading = block.attributes.get("id", anchor), markup.text_of(block)
            yield Place(anchor, heading, heading)
            continue
        lines = markup.blocks_of(block) if isinstance(block, Element) else [block]
        yield from (Place(anchor, heading, line) for line in lines if line.strip())


def _hit(index: Index, document: Document, matches: Mapping[str, Mapping[str, float]]) -> Hit | None:
    score, marked = 0.0, set[str]()
    for found in matches.values():
        here = {word: quality * document.weights[word] for word, quality in found.items() if word in document.weights}
        if here:
            holders = sum(index.holders[word] for word in found)
            score += max(here.values()) * log(1 + len(index.documents) / holders)
            marked |= here.keys()
    if not score:
        return None
    return Hit(document, score, frozenset(marked), _telling(document, frozenset(marked)))


def _telling(document: Document, marked: frozenset[str]) -> Place | None:
    """Return the paragraph with most of the words, or None where title and sentence hold them all."""
    above = _keys(document.text.title) | _keys(document.sentence)
    if marked <= above:
        return None
    return max(document.places, key=lambda place: (len(marked & _keys(place.words)), bool(place.anchor)))


def _keys(text: str) -> set[str]:
    return {key for word in difference.words(text) if (key := _folded(word))}


def _matches(wanted: str, known: Mapping[str, int]) -> dict[str, float]:
    return {word: quality for word in known if (quality := _quality(wanted, word))}


def _quality(wanted: str, word: str) -> float:
    """Tell how well a word of the text fits the word looked for: 1 the same, 0 not at all."""
    if word == wanted:
        return EXACT
    fewest = FEWEST_LATIN if wanted.isascii() else FEWEST
    if len(wanted) >= fewest and word.startswith(wanted):
        return BEGINS
    shared = _shared(wanted, word)
    return ALIKE if shared >= fewest and shared >= SHARED * max(len(wanted), len(word)) else 0.0


def _shared(one: str, other: str) -> int:
    """Return with how many signs both begin."""
    length = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        length += 1
    return length


@lru_cache(maxsize=65536)
def _folded(word: str) -> str:
    """Return a word as it is compared; nothing for white space and marks."""
    return folded(word) if any(sign.isalnum() for sign in word) else ""
