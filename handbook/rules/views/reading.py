"""Reading: the first page of the handbook, one rule, and the published PDF."""

from flask import make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from handbook.core.doors import requires
from handbook.people.identity import chosen_language
from handbook.permissions import Permission
from handbook.rules import contents_page, one_rule, queries
from handbook.rules.own_words import own_words
from handbook.rules.views.blueprint import blueprint
from handbook.rules.views.reader import kept_page, reader_of, rendered, today


@blueprint.get("/handbook")
@requires(Permission.HANDBOOK_READ)
def show_handbook() -> ResponseReturnValue:
    """Lead to the edition that counts today, in the reader's language."""
    edition = queries.current_edition(today())
    language = queries.known_language(edition.id, chosen_language())
    return redirect(url_for("rules.show_edition", edition=edition.number, language=language))


@blueprint.get("/handbook/<int:edition>/<language>")
@requires(Permission.HANDBOOK_READ)
def show_edition(edition: int, language: str) -> ResponseReturnValue:
    """Show every rule of an edition with its sentence, as the reader's profile and a language give it."""
    reader = reader_of(edition, language)

    def show(name: str) -> str:
        shown = contents_page.contents_of(reader.edition, reader.page, reader.standing, reader.reading)
        return rendered(name, "rules/show_edition.html", shown=shown, reader=reader)

    return kept_page(reader, "contents", show)


@blueprint.get("/handbook/<int:edition>/<language>/rules/<rule_id>")
@blueprint.get("/handbook/<int:edition>/<language>/<rule:rule_id>")
@requires(Permission.HANDBOOK_READ)
def show_rule(edition: int, language: str, rule_id: str) -> ResponseReturnValue:
    """Show one rule: the sentence, the example, and the long text behind it."""
    reader = reader_of(edition, language)
    own = () if reader.standing.is_older else own_words(reader.actor, rule_id)

    def show(name: str) -> str:
        shown = one_rule.one(reader.edition, reader.page, reader.standing, reader.reading, rule_id)
        asked = request.args.get("back") == "questions"
        return rendered(name, "rules/show_rule.html", shown=shown, reader=reader, from_questions=asked, own=own)

    return kept_page(reader, rule_id, show, is_own=bool(own))


@blueprint.get("/handbook/<int:edition>/<language>/handbook.pdf")
@requires(Permission.HANDBOOK_READ)
def download_pdf(edition: int, language: str) -> ResponseReturnValue:
    """Give out the published PDF of the reader's profile and a language."""
    reader = reader_of(edition, language)
    response = make_response(queries.pdf(reader.page))
    response.mimetype = "application/pdf"
    name = f"handbook-{reader.edition.number}-{reader.page.profile}-{reader.page.language}.pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-cache"
    return response
