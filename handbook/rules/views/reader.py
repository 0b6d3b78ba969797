"""Who reads which page, and the finished pages that readers at the same place share."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from flask import Response, current_app, make_response, render_template, request
from flask_wtf.csrf import generate_csrf

from handbook import __version__
from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.edge import acting
from handbook.core.page_cache import PageCache
from handbook.people.identity import chosen_language, has_words_for_reader, on_shared_device, reader_profile
from handbook.rules import queries
from handbook.rules.queries import EditionRow, PageRow
from handbook.rules.reading import Reading, Standing, reading_for, standing_of


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads what: the edition and whether it counts, the page of profile and language, how far they have come."""

    actor: Actor
    edition: EditionRow
    page: PageRow
    standing: Standing
    reading: Reading | None


def today() -> date:
    """Return the day on which the page is asked for."""
    return clock.now().date()


def reader_of(number: int, language: str) -> Reader:
    """Return the reader of an edition; of one that counts no more, nobody reads on to a signature."""
    actor, edition = acting(), queries.edition(number)
    standing = standing_of(edition, today())
    page = queries.page(edition.id, reader_profile(), language)
    reading = None if standing.is_older else reading_for(actor, edition, page)
    return Reader(actor, edition, page, standing, reading)


def kept_page(reader: Reader, what: str, show: Callable[[str], str], *, is_own: bool = False) -> Response:
    """Answer 304 to whoever has the page, else with the finished page of readers who have come as far in this text.

    `show` renders it for the name that it gets. `is_own`: something stands on it that is meant for this reader alone.
    """
    if is_own or has_words_for_reader():  # for this reader alone: such a page is neither kept nor tagged
        return make_response(show(reader.actor.name))
    shared = _shared(reader, what)
    tag = _tag(reader.actor, shared)
    if request.if_none_match.contains_weak(tag):
        return _marked(Response(status=304), tag)
    cache: PageCache = current_app.extensions["handbook.pages"]
    return _marked(make_response(cache.page(shared, reader.actor.name, generate_csrf(), show)), tag)


def rendered(name: str, template: str, **context: object) -> str:
    """Render a template for a reader of this name, which may be a gap to be filled in later."""
    return render_template(template, actor=replace(acting(), name=name), **context)


def _tag(actor: Actor, shared: str) -> str:
    """Return a name for all that the page depends on: the text, the reader's place in it, and who reads."""
    whose = (actor.account_id, actor.session_id, actor.name)
    return sha256(repr((shared, whose)).encode()).hexdigest()[:32]


def _shared(reader: Reader, what: str) -> str:
    """Return what the page depends on but for the reader's own name and form token."""
    read = reader.reading
    progress: Sequence[object] = (read.required, read.signed, sorted(read.read_rule_ids)) if read else ()
    page, address = reader.page, (request.path, request.query_string)
    text = (reader.edition.manifest_sha256, page.profile, page.language, page.asked, reader.standing)
    frame = (__version__, request.host, chosen_language(), sorted(reader.actor.roles), on_shared_device())
    return repr((what, address, text, progress, frame))


def _marked(response: Response, tag: str) -> Response:
    response.set_etag(tag)
    response.headers["Cache-Control"] = "private, no-cache"
    return response
