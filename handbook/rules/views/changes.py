"""What changed and why, between any two editions."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from handbook.core.doors import requires
from handbook.people.identity import chosen_language
from handbook.permissions import Permission
from handbook.rules import changes, queries
from handbook.rules.queries import EditionRow
from handbook.rules.views.blueprint import blueprint


@blueprint.get("/handbook/changes")
@requires(Permission.HANDBOOK_READ)
def show_changes_between() -> ResponseReturnValue:
    """Show what changed between the two editions asked for; without any, since the edition before the newest."""
    numbers = queries.edition_numbers()
    newest = numbers[0] if numbers else 0
    newer = request.args.get("to", newest, type=int)
    older = request.args.get("from", max(newer - 1, 0), type=int)
    if older > newer:  # whoever chooses them the other way round means the same
        older, newer = newer, older
    return _page(queries.edition(newer), None if newer == 1 and not older else queries.edition(older))


@blueprint.get("/handbook/<int:edition>/changes")
@requires(Permission.HANDBOOK_READ)
def show_changes(edition: int) -> ResponseReturnValue:
    """Show what changed since the edition before, in the reader's language."""
    return _page(queries.edition(edition), queries.find_edition(edition - 1))


def _page(newer: EditionRow, older: EditionRow | None) -> str:
    language = queries.known_language(newer.id, chosen_language())
    return render_template(
        "rules/show_changes.html",
        edition=newer,
        older=older,
        is_same=older is not None and older.number == newer.number,
        editions=queries.editions_between(older.number if older else 0, newer.number),
        numbers=queries.edition_numbers(),
        changes=changes.between(older, newer, language) if older else changes.first(newer, language),
        frame=changes.frame_between(older, newer, language) if older else [],
        language=language,
        parts_of=changes.parts_of,
    )
