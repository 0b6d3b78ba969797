"""The list of people, and the same rows as a file."""

import tempfile
from collections.abc import Iterator
from datetime import date
from typing import IO
from urllib.parse import urlencode

from flask import Response, render_template, request, send_file, stream_with_context, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from handbook.company.queries import locations
from handbook.core import clock
from handbook.core.access_log import note_reading
from handbook.core.doors import requires
from handbook.core.edge import acting
from handbook.core.spreadsheet import CSV_TYPE, XLSX_TYPE, csv_pieces, write_xlsx
from handbook.people.directory import exporting, listing, words
from handbook.people.directory.filters import EVERYBODY, Filters
from handbook.people.directory.form_filter import FilterForm
from handbook.people.directory.form_parts import choices
from handbook.people.identity import LANGUAGES
from handbook.people.policy import GRANTABLE
from handbook.people.views.blueprint import blueprint
from handbook.permissions import Permission

_KEPT = ("q", "state", "place", "job", "language", "kind", "role", "sort", "lang")


@blueprint.get("/people")
@requires(Permission.PEOPLE_READ)
def show_list() -> ResponseReturnValue:
    """List the people who fit the filters in the address, a page at a time."""
    form = _filter_form()
    filters = form.filters()
    return render_template(
        "people/show_list.html",
        form=form,
        filters=filters,
        listing=listing.people_page(filters, _today()),
        words=words,
        columns=_columns(filters),
        address=_address,
        everybody=EVERYBODY,
    )


@blueprint.get("/people.csv")
@requires(Permission.PEOPLE_READ)
def take_csv() -> ResponseReturnValue:
    """Hand out exactly the filtered rows as CSV, row by row; who took them is written down first."""
    rows = _exported("CSV")
    body = stream_with_context(csv_pieces(exporting.HEADER, rows))
    return Response(body, content_type=CSV_TYPE, headers={"Content-Disposition": 'attachment; filename="people.csv"'})


@blueprint.get("/people.xlsx")
@requires(Permission.PEOPLE_READ)
def take_xlsx() -> ResponseReturnValue:
    """Hand out exactly the filtered rows as a workbook; who took them is written down first."""
    rows = _exported("XLSX")
    file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  # the answer closes it once it is sent
    write_xlsx(file, _("People"), exporting.HEADER, rows)
    file.seek(0)
    return send_file(file, mimetype=XLSX_TYPE, as_attachment=True, download_name="people.xlsx")


def _exported(kind: str) -> Iterator[tuple[str, ...]]:
    filters = _filter_form().filters()
    note_reading(acting(), None, "export", None, f"exported the list of people as {kind}: {filters.in_words}")
    return exporting.rows(filters, _today())


def _filter_form() -> FilterForm:
    form, everything = FilterForm(request.args), _("All")
    form.sort.choices = choices(None, words.SORTS)
    form.state.choices = choices(None, words.STATES)
    form.place.choices = choices(everything, {place.id: place.name for place in locations()})
    form.job.choices = choices(everything, {job: job for job in listing.jobs_in_use()})
    form.language.choices = choices(everything, LANGUAGES)
    form.kind.choices = choices(everything, words.KINDS)
    form.role.choices = choices(everything, {role.value: words.ROLES[role] for role in GRANTABLE})
    return form


def _columns(filters: Filters) -> list[dict[str, object]]:
    """Return the columns; those that sort carry the address of the list sorted by them, or the other way round."""
    labels = {
        "name": _("Name"),
        "job": _("Job"),
        "location": _("Location"),
        "state": _("State"),
        "start": _("First day"),
    }
    columns: list[dict[str, object]] = [{"key": key, "label": label} for key, label in labels.items()]
    columns.insert(1, {"key": "number", "label": _("Staff number")})
    for column in columns:
        key = str(column["key"])
        if key in ("name", "number", "start"):
            upwards = filters.sort == key
            column["sort_url"] = _address("people.show_list", sort="-" + key if upwards else key)
            column["sorted"] = {key: "ascending", "-" + key: "descending"}.get(filters.sort)
    return columns


def _address(endpoint: str = "people.show_list", **changes: object) -> str:
    """Return the address of the same list with something changed, or of its file."""
    kept = {name: request.args[name] for name in _KEPT if request.args.get(name)} | changes
    return f"{url_for(endpoint)}?{urlencode(kept)}" if kept else url_for(endpoint)


def _today() -> date:
    return clock.now().date()
