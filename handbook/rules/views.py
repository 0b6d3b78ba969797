"""Reading: the whole handbook, one rule, and what changed. A page that the reader has already costs no template."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from flask import Blueprint, Response, current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from handbook import __version__
from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.doors import requires
from handbook.core.edge import acting
from handbook.core.page_cache import PageCache
from handbook.people.identity import chosen_language, has_words_for_reader, on_shared_device, reader_profile
from handbook.permissions import Permission
from handbook.rules import changes, queries, showing
from handbook.rules.queries import EditionRow, PageRow
from handbook.rules.reading import Reading, reading_for

blueprint = Blueprint("rules", __name__)


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads what: the edition, the page of the person's profile and language, and how far they have come."""

    actor: Actor
    edition: EditionRow
    page: PageRow
    reading: Reading | None


@blueprint.get("/handbook")
@requires(Permission.HANDBOOK_READ)
def show_handbook() -> ResponseReturnValue:
    """Lead to the edition that counts today, in the reader's language."""
    edition = queries.current_edition(_today())
    language = queries.known_language(edition.id, chosen_language())
    return redirect(url_for("rules.show_edition", edition=edition.number, language=language))


@blueprint.get("/handbook/<int:edition>/<language>")
@requires(Permission.HANDBOOK_READ)
def show_edition(edition: int, language: str) -> ResponseReturnValue:
    """Show the whole handbook of an edition as the reader's profile and a language give it."""
    reader = _reader(edition, language)
    tag = _tag(reader, "whole")
    if _has(tag):
        return _unchanged(tag)

    def show(name: str) -> str:
        body = Markup(queries.body(reader.page.html_sha256).decode())  # noqa: S704 (sanitised when it was published)
        shown = showing.whole(reader.edition, reader.page, reader.reading)
        return _rendered(name, "rules/show_edition.html", shown=shown, body=body, reader=reader)

    return _page(tag, reader, "whole", show)


@blueprint.get("/handbook/<int:edition>/<language>/<rule_id>")
@requires(Permission.HANDBOOK_READ)
def show_rule(edition: int, language: str, rule_id: str) -> ResponseReturnValue:
    """Show one rule: the sentence, the example, and the long text behind it."""
    reader = _reader(edition, language)
    tag = _tag(reader, rule_id)
    if _has(tag):
        return _unchanged(tag)

    def show(name: str) -> str:
        shown = showing.one(reader.edition, reader.page, reader.reading, rule_id)
        asked = request.args.get("back") == "questions"
        return _rendered(name, "rules/show_rule.html", shown=shown, reader=reader, from_questions=asked)

    return _page(tag, reader, rule_id, show)


@blueprint.get("/handbook/<int:edition>/changes")
@requires(Permission.HANDBOOK_READ)
def show_changes(edition: int) -> ResponseReturnValue:
    """Show what changed since the edition before, in the reader's language."""
    newer = queries.edition(edition)
    language = queries.known_language(newer.id, chosen_language())
    older = queries.find_edition(edition - 1)
    found = changes.between(older, newer, language) if older else changes.first(newer, language)
    return render_template(
        "rules/show_changes.html",
        edition=newer,
        older=older,
        changes=found,
        language=language,
        parts_of=changes.parts_of,
    )


@blueprint.get("/handbook/<int:edition>/<language>/handbook.pdf")
@requires(Permission.HANDBOOK_READ)
def download_pdf(edition: int, language: str) -> ResponseReturnValue:
    """Give out the published PDF of the reader's profile and a language."""
    reader = _reader(edition, language)
    response = make_response(queries.pdf(reader.page))
    response.mimetype = "application/pdf"
    name = f"handbook-{reader.edition.number}-{reader.page.profile}-{reader.page.language}.pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _reader(number: int, language: str) -> Reader:
    actor, edition = acting(), queries.edition(number)
    page = queries.page(edition.id, reader_profile(), language)
    return Reader(actor, edition, page, reading_for(actor, edition, page))


def _today() -> date:
    return clock.now().date()


def _tag(reader: Reader, what: str) -> str:
    """Return a name for all that the page depends on: the text, the reader's place in it, and who reads."""
    actor = reader.actor
    whose = (actor.account_id, actor.session_id, actor.name)
    return sha256(repr((_shared(reader, what), whose)).encode()).hexdigest()[:32]


def _shared(reader: Reader, what: str) -> str:
    """Return what the page depends on but for the reader's own name and form token."""
    read = reader.reading
    progress: Sequence[object] = (read.required, read.signed, sorted(read.read_rule_ids)) if read else ()
    page, address = reader.page, (request.path, request.query_string)
    text = (reader.edition.manifest_sha256, page.profile, page.language, page.asked)
    frame = (__version__, request.host, chosen_language(), sorted(reader.actor.roles), on_shared_device())
    return repr((what, address, text, progress, frame))


def _has(tag: str) -> bool:
    return request.if_none_match.contains_weak(tag) and not has_words_for_reader()


def _unchanged(tag: str) -> Response:
    return _marked(Response(status=304), tag)


def _page(tag: str, reader: Reader, what: str, show: Callable[[str], str]) -> Response:
    """Answer with the page, from the finished ones where another reader has come as far in the same text."""
    if has_words_for_reader():  # for this reader alone: such a page is neither kept nor tagged
        return make_response(show(reader.actor.name))
    cache: PageCache = current_app.extensions["handbook.pages"]
    page = cache.page(_shared(reader, what), reader.actor.name, generate_csrf(), show)
    return _marked(make_response(page), tag)


def _rendered(name: str, template: str, **context: object) -> str:
    return render_template(template, actor=replace(acting(), name=name), **context)


def _marked(response: Response, tag: str) -> Response:
    response.set_etag(tag)
    response.headers["Cache-Control"] = "private, no-cache"
    return response
