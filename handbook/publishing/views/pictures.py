"""The pictures of the handbook for those who write it: bring one, copy the line that shows it."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from handbook.core.doors import requires
from handbook.core.edge import acting, page_asked
from handbook.core.errors import Conflict, Invalid
from handbook.core.flood import at_most_in_a_session
from handbook.core.transaction import transaction
from handbook.people.identity import reader_zone
from handbook.permissions import Permission
from handbook.publishing import editing
from handbook.publishing.forms_pictures import PictureForm
from handbook.publishing.views.blueprint import blueprint
from handbook.rules import operations as rules
from handbook.rules import queries


@blueprint.get("/handbook/draft/pictures")
@requires(Permission.DRAFT_EDIT)
def show_pictures() -> ResponseReturnValue:
    """Show the form for a picture, and those that there are."""
    return _pictures(PictureForm(formdata=None))


@blueprint.post("/handbook/draft/pictures")
@requires(Permission.DRAFT_EDIT)
@at_most_in_a_session("30/minute")
def add_picture() -> ResponseReturnValue:
    """Keep a picture, written anew."""
    form, actor = PictureForm(), acting()
    if not form.validate_on_submit():
        return _pictures(form), 400
    file = form.file.data
    try:
        brought = rules.bring_picture(file.read(), file.filename or "", (form.words.data or "").strip())
        with transaction():
            kept = rules.keep_picture(editing.words_of_editor(actor), brought)
    except (Invalid, Conflict) as refusal:
        form.file.errors = [str(refusal)]
        return _pictures(form), refusal.status
    if kept is brought:
        flash(_("This very picture is there already; its name is %(name)s.", name=kept.name), "calm")
    else:
        flash(_("The picture is there. Copy its line into the text."), "good")
    return redirect(url_for("publishing.show_pictures"))


def _pictures(form: PictureForm) -> str:
    page = page_asked()
    listed, total = queries.pictures_listed(page)
    return render_template(
        "publishing/show_pictures.html",
        form=form,
        listed=listed,
        total=total,
        page=page,
        has_more=page * queries.PICTURES_ON_A_PAGE < total,
        zone=reader_zone(),
    )
