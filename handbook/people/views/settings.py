"""The settings of the installation: the company's logo, with who chose which one when."""

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from handbook.company import operations, queries
from handbook.core.doors import public, requires
from handbook.core.edge import acting, page_asked
from handbook.core.errors import Invalid
from handbook.core.flood import at_most_in_a_session
from handbook.core.transaction import end_read, transaction
from handbook.people.forms_settings import LogoForm
from handbook.people.identity import reader_zone
from handbook.people.views.blueprint import blueprint
from handbook.permissions import Permission


@blueprint.get("/settings")
@requires(Permission.SETTINGS_CHANGE)
def show_settings() -> ResponseReturnValue:
    """Show the logo, the form for another one, and the ones before."""
    return _settings(LogoForm(formdata=None))


@blueprint.post("/settings/logo")
@requires(Permission.SETTINGS_CHANGE)
@at_most_in_a_session("30/minute")
def change_logo() -> ResponseReturnValue:
    """Let the company be known by another picture."""
    form, actor = LogoForm(), acting()
    if not form.validate_on_submit():
        return _settings(form), 400
    end_read()
    try:
        logo = operations.bring_logo(form.file.data.read())
    except Invalid as refusal:
        form.file.errors = [str(refusal)]
        return _settings(form), 400
    with transaction():
        changed = operations.change_logo(_words_of(actor.name), logo)
    flash(_("The logo stands on every page, and on the cover of what is published from now on.") if changed
          else _("This is the logo already."), "good" if changed else "calm")  # fmt: skip
    return redirect(url_for("people.show_settings"))


@blueprint.post("/settings/logo/remove")
@requires(Permission.SETTINGS_CHANGE)
def remove_logo() -> ResponseReturnValue:
    """Let the company be known by its name alone."""
    with transaction():
        operations.change_logo(_words_of(acting().name), None)
    flash(_("There is no logo now. What was published before keeps the one of its day."), "good")
    return redirect(url_for("people.show_settings"))


@blueprint.get("/company/logo/<picture>")
@public("The logo stands at the head of the page to sign in, which nobody is signed in to see.")
def show_logo(picture: str) -> Response:
    """Give out a logo that the company has or had; under its name there is never another picture."""
    found = queries.logo(picture)
    response = make_response(queries.logo_bytes(found))
    response.mimetype = found.media_type
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.set_etag(found.sha256)
    response.make_conditional(request)
    return response


def _words_of(name: str) -> str:
    """Return who changes a setting, in the words that its history keeps."""
    return f"{name}, administrator"


def _settings(form: LogoForm) -> str:
    page = page_asked()
    changes, has_more = queries.logo_changes(page)
    return render_template(
        "company/show_settings.html", form=form, changes=changes, page=page, has_more=has_more, zone=reader_zone()
    )
