"""For paper: the whole handbook on one page, as it was published, and the sentences to hang up."""

from flask import url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from handbook.core.doors import requires
from handbook.permissions import Permission
from handbook.rules import contents_page, queries, showing
from handbook.rules.views.blueprint import blueprint
from handbook.rules.views.reader import kept_page, reader_of, rendered


@blueprint.get("/handbook/<int:edition>/<language>/print")
@requires(Permission.HANDBOOK_READ)
def show_whole(edition: int, language: str) -> ResponseReturnValue:
    """Show the whole handbook on one page, byte for byte as it was published and its hash stands in the manifest."""
    reader = reader_of(edition, language)
    frame = queries.outline_of(reader.edition.id)

    def elsewhere(language: str) -> str:
        return url_for("rules.show_whole", edition=edition, language=language, lang=language)

    def show(name: str) -> str:
        return rendered(
            name,
            "rules/show_whole.html",
            title=frame.words(frame.title, reader.page.language),
            body=Markup(queries.body(reader.page.html_sha256).decode()),  # noqa: S704 (sanitised when published)
            languages=showing.languages(frame, reader.page, elsewhere),
            fallback=showing.fallback(frame, reader.page),
            in_force=showing.in_force(reader.standing, reader.page.asked),
            reader=reader,
        )

    return kept_page(reader, "whole", show)


@blueprint.get("/handbook/<int:edition>/<language>/notice-board")
@requires(Permission.HANDBOOK_READ)
def show_notice_board(edition: int, language: str) -> ResponseReturnValue:
    """Show the sentences alone, large and by chapter: a page to hang up."""
    reader = reader_of(edition, language)
    frame = queries.outline_of(reader.edition.id)

    def elsewhere(language: str) -> str:
        return url_for("rules.show_notice_board", edition=edition, language=language, lang=language)

    def show(name: str) -> str:
        return rendered(
            name,
            "rules/show_notice_board.html",
            title=frame.words(frame.title, reader.page.language),
            lead=frame.words(frame.lead, reader.page.language),
            chapters=contents_page.chapters_of(reader.edition, reader.page, frame),
            languages=showing.languages(frame, reader.page, elsewhere),
            in_force=showing.in_force(reader.standing, reader.page.asked),
            reader=reader,
        )

    return kept_page(reader, "notice board", show)
