"""Bringing people in from a file: upload, columns, preview, apply. Only who brought a file sees it."""

from flask import Response, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import RequestEntityTooLarge

from handbook.company.queries import locations
from handbook.core import clock, error_pages
from handbook.core.access_log import note_reading
from handbook.core.doors import requires
from handbook.core.edge import acting
from handbook.core.errors import Conflict, Invalid, NotFound
from handbook.core.spreadsheet import CSV_TYPE, csv_pieces
from handbook.core.transaction import end_read, transaction
from handbook.people.identity import chosen_language
from handbook.people.importing import files, headings, operations, pages, queries, receiving, template
from handbook.people.importing.choices import Choices
from handbook.people.importing.forms import ApplyForm, MappingForm, ReadingForm, UploadForm
from handbook.people.importing.judging import Finding
from handbook.people.importing.operations import Chosen
from handbook.people.importing.receiving import Received
from handbook.people.importing.tables import Shape
from handbook.people.models import PeopleImport
from handbook.people.views.blueprint import blueprint
from handbook.permissions import Permission


@blueprint.errorhandler(RequestEntityTooLarge)
def say_how_large(_error: RequestEntityTooLarge) -> ResponseReturnValue:
    """Say how much is too much, and what to do with a longer list."""
    words = _("At most 12 MB can be sent at once. Send a smaller file; your administrator can import a larger one.")
    return error_pages.page(413, words)


@blueprint.get("/people/import")
@requires(Permission.PEOPLE_CHANGE)
def show_imports() -> ResponseReturnValue:
    """Show the form for a file, and the own imports so far."""
    return _imports(UploadForm())


@blueprint.post("/people/import")
@requires(Permission.PEOPLE_CHANGE)
def bring_file() -> ResponseReturnValue:
    """Keep a file and go on to its columns."""
    form, actor = UploadForm(), acting()
    if not form.validate_on_submit():
        return _imports(form), 400
    end_read()
    try:
        received = receiving.receive(form.file.data.stream)
    except Invalid as refusal:
        form.file.errors = [str(refusal)]
        return _imports(form), 400
    with transaction():
        import_id = operations.keep(actor.employee_id, form.file.data.filename or "", received)
    return redirect(url_for("people.show_import_columns", import_id=import_id))


@blueprint.get("/people/import/template.csv")
@requires(Permission.PEOPLE_CHANGE)
def take_import_template() -> ResponseReturnValue:
    """Hand out a CSV file with all headings and two invented people."""
    return _csv("people-template.csv", csv_pieces(template.header(), template.ROWS))


@blueprint.get("/people/import/<import_id>")
@requires(Permission.PEOPLE_CHANGE)
def show_import(import_id: str) -> ResponseReturnValue:
    """Show where an import stands: progress, preview, or report."""
    one = queries.import_for(acting(), import_id)
    if one.stage == "uploaded":
        return redirect(url_for("people.show_import_columns", import_id=one.id))
    return _import(one, ApplyForm())


@blueprint.get("/people/import/<import_id>/columns")
@requires(Permission.PEOPLE_CHANGE)
def show_import_columns(import_id: str) -> ResponseReturnValue:
    """Show which column is read as what, with the first values, and the options."""
    one = queries.import_for(acting(), import_id)
    _only_open(one)
    shape = Shape.from_json(one.options["shape"])
    mapping = one.mapping or headings.guess(shape.columns)
    form = _mapping_form(one)
    form.fill(mapping, shape, _choices(one, shape, mapping))
    return _columns(one, form, mapping)


@blueprint.post("/people/import/<import_id>/reading")
@requires(Permission.PEOPLE_CHANGE)
def read_import_again(import_id: str) -> ResponseReturnValue:
    """Read the file with another sheet, encoding or separator."""
    actor = acting()
    one = queries.import_for(actor, import_id)
    _only_open(one)
    form = _reading_form(one)
    if not form.validate_on_submit():
        raise Invalid(_("Choose sheet, encoding and separator from the lists."))
    chosen = {name: value for name in ("sheet", "encoding", "separator") if (value := form.data.get(name))}
    wanted = one.id
    end_read()
    received = receiving.read_anew(wanted, **chosen)
    with transaction():
        operations.read_again(actor.employee_id, received)
    return redirect(url_for("people.show_import_columns", import_id=import_id))


@blueprint.post("/people/import/<import_id>/columns")
@requires(Permission.PEOPLE_CHANGE)
def choose_import_columns(import_id: str) -> ResponseReturnValue:
    """Keep columns and options, and let the worker compare the file."""
    actor = acting()
    one = queries.import_for(actor, import_id)
    _only_open(one)
    form = _mapping_form(one)
    if not form.validate_on_submit():
        return _columns(one, form, {}), 400
    chosen = Chosen(form.mapping(one.columns), form.chosen(), chosen_language())
    try:
        with transaction():
            operations.choose(actor.employee_id, import_id, chosen)
            operations.start_preview(actor.employee_id, import_id)
    except Invalid as refusal:
        form.form_errors.extend(refusal.faults)
        return _columns(queries.import_for(actor, import_id), form, {}), 400
    return redirect(url_for("people.show_import", import_id=import_id))


@blueprint.post("/people/import/<import_id>/apply")
@requires(Permission.PEOPLE_CHANGE)
def apply_import(import_id: str) -> ResponseReturnValue:
    """Let the worker apply what the preview showed, or go on with what failed."""
    actor, form = acting(), ApplyForm()
    one = queries.import_for(actor, import_id)
    if one.stage == "previewed" and _leaving(one) and not form.validate_on_submit():
        return _import(one, form), 400
    with transaction():
        operations.start_apply(actor.employee_id, import_id)
    return redirect(url_for("people.show_import", import_id=import_id))


@blueprint.post("/people/import/<import_id>/cancel")
@requires(Permission.PEOPLE_CHANGE)
def cancel_import(import_id: str) -> ResponseReturnValue:
    """Stop between two chunks of lines."""
    actor = acting()
    with transaction():
        operations.cancel(actor.employee_id, import_id)
    return redirect(url_for("people.show_import", import_id=import_id))


@blueprint.post("/people/import/<import_id>/remove")
@requires(Permission.PEOPLE_CHANGE)
def remove_import(import_id: str) -> ResponseReturnValue:
    """Remove the file and its findings now; what was applied stays applied."""
    actor = acting()
    with transaction():
        operations.remove_files(actor.employee_id, import_id)
    flash(_("The file and its findings are removed."), "good")
    return redirect(url_for("people.show_imports"))


@blueprint.get("/people/import/<import_id>/progress.json")
@requires(Permission.PEOPLE_CHANGE)
def show_import_progress(import_id: str) -> ResponseReturnValue:
    """Tell how far an import is, for the page that waits for it."""
    one = queries.import_for(acting(), import_id)
    job = queries.find_job(one)
    state = job.state if job else "done"
    done, total = (job.done, job.total) if job else (0, 0)
    url = None if state in ("queued", "running") else url_for("people.show_import", import_id=one.id)
    said = {"state": state, "done": done, "total": total, "words": pages.progress_words(one, job), "left": ""}
    return jsonify({**said, "url": url, "label": _("See what came of it")})


@blueprint.get("/people/import/<import_id>/findings.csv")
@requires(Permission.PEOPLE_CHANGE)
def take_import_findings(import_id: str) -> ResponseReturnValue:
    """Hand out everything that the preview found; that it was taken is written down first."""
    return _findings(import_id, files.FINDINGS, "findings")


@blueprint.get("/people/import/<import_id>/report.csv")
@requires(Permission.PEOPLE_CHANGE)
def take_import_report(import_id: str) -> ResponseReturnValue:
    """Hand out everything that was applied or left out; that it was taken is written down first."""
    return _findings(import_id, files.REPORT, "report")


def _imports(form: UploadForm) -> str:
    mine = queries.imports_for(acting())
    return render_template("people/import_list.html", form=form, imports=mine, stages=pages.STAGES)


def _import(one: PeopleImport, form: ApplyForm) -> str:
    job = queries.find_job(one)
    after = one.stage in ("applied", "cancelled")
    name = files.REPORT if after else files.FINDINGS
    shown = request.args.get("show", "")
    listing = pages.found(one, name, shown, max(request.args.get("page", 1, int), 1))
    counts = ((one.report if after else one.preview) or {}).get("counts")
    return render_template(
        "people/import_show.html",
        one=one,
        job=job,
        form=form,
        after=after,
        words=pages.progress_words(one, job),
        numbers=pages.numbers(counts, after=after) if counts else [],
        listing=listing,
        shown=shown,
        marks=pages.FINDINGS,
        said=pages.words,
        is_kept=files.exists(one.id, name),
        leaving=_leaving(one),
        usable=sum(count for finding, count in (counts or {}).items() if finding not in ("error", "unchanged")),
        stage=pages.STAGES[one.stage],
    )


def _columns(one: PeopleImport, form: MappingForm, mapping: dict[str, str]) -> str:
    shape = Shape.from_json(one.options["shape"])
    return render_template(
        "people/import_columns.html",
        one=one,
        shape=shape,
        form=form,
        reading=_reading_form(one),
        columns=pages.columns(one, mapping),
        lacking=[] if form.is_submitted() else pages.lacking(mapping),
        sure_of_days=receiving.guessed_days(one.id, shape, mapping).sure,
    )


def _mapping_form(one: PeopleImport) -> MappingForm:
    form = MappingForm()
    form.offer(one.columns, locations())
    return form


def _reading_form(one: PeopleImport) -> ReadingForm:
    form = ReadingForm(prefix="reading")
    kept = one.options
    form.offer(Received(one.id, Shape.from_json(kept["shape"]), tuple(kept["sheets"]), kept["sheet"]))
    return form


def _choices(one: PeopleImport, shape: Shape, mapping: dict[str, str]) -> Choices:
    """Return what was chosen before, else what is likely."""
    if "choices" in one.options:
        return Choices.from_json(one.options["choices"])
    guess = receiving.guessed_days(one.id, shape, mapping)
    return Choices(count_from=clock.now().date(), day_format=guess.format, language=chosen_language())


def _leaving(one: PeopleImport) -> int:
    return int((one.preview or {}).get("counts", {}).get(Finding.ARCHIVED.value, 0))


def _only_open(one: PeopleImport) -> None:
    if one.stage not in operations.OPEN_STAGES:
        raise Conflict(_("This import has gone on meanwhile. Look at it again."))
    if not files.exists(one.id, files.UPLOAD):
        raise NotFound(_("The file has been removed, as every file is after a week. Bring it again."))


def _findings(import_id: str, name: str, word: str) -> Response:
    actor = acting()
    one = queries.import_for(actor, import_id)
    if not files.exists(one.id, name):
        raise NotFound(_("There is nothing to take away: it is not made yet, or has been removed after a week."))
    note_reading(actor, None, "export", one.id, f"took away the {word} of an import of people")
    one = queries.import_for(actor, import_id)
    rows = pages.table_rows(one, name, after=name == files.REPORT)
    header = [str(each) for each in pages.HEADER]
    return _csv(f"{word}-{one.created_at:%Y-%m-%d}.csv", csv_pieces(header, rows))


def _csv(name: str, body: object) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(body, content_type=CSV_TYPE, headers=headers)  # type: ignore[arg-type]  # an iterator of bytes
