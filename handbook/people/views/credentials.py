"""What HR and administrators do to somebody's ways in: slips, links, switching off and on, a lost telephone."""

from collections.abc import Callable, Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _
from markupsafe import Markup

from handbook.core.doors import requires
from handbook.core.edge import acting
from handbook.core.installation import current_settings
from handbook.core.moments import locale_of, moment_words
from handbook.core.square_code import square_code
from handbook.core.transaction import transaction
from handbook.people import credentials, credentials_queries, second_step
from handbook.people.credentials import Slip
from handbook.people.emails import text_for_telephone
from handbook.people.tokens import grouped
from handbook.people.views.blueprint import blueprint
from handbook.people.views.entering import where
from handbook.people.ways_in_forms import ReasonForm
from handbook.permissions import Permission


@blueprint.get("/people/<employee_id>/ways-in")
@requires(Permission.CREDENTIAL_ISSUE)
def show_ways_in(employee_id: str) -> ResponseReturnValue:
    """Show how somebody signs in, and what can be done about it."""
    return _ways_in(employee_id, ReasonForm(formdata=None))


@blueprint.post("/people/<employee_id>/link")
@requires(Permission.CREDENTIAL_ISSUE)
def issue_link(employee_id: str) -> ResponseReturnValue:
    """Let a link be mailed; what the person had no longer works."""
    with transaction():
        credentials.issue_link(acting(), employee_id, where())
    flash(_("The link is on its way by mail. It works once, for 24 hours."), "good")
    return redirect(url_for("people.show_ways_in", employee_id=employee_id))


@blueprint.post("/people/<employee_id>/slip")
@requires(Permission.CREDENTIAL_ISSUE)
def issue_slip(employee_id: str) -> ResponseReturnValue:
    """Make a slip and show it this once, ready for printing."""
    with transaction():
        slip = credentials.issue_slip(acting(), employee_id, where())
    return _sheets([slip], [])


@blueprint.post("/people/slips")
@requires(Permission.CREDENTIAL_ISSUE)
def issue_slips() -> ResponseReturnValue:
    """Make slips for those chosen from a list who have no password yet, on one page for printing."""
    with transaction():
        slips, left_out = credentials.issue_slips(acting(), request.form.getlist("person"), where())
    return _sheets(slips, left_out)


@blueprint.post("/people/<employee_id>/disable")
@requires(Permission.CREDENTIAL_ISSUE)
def disable_account(employee_id: str) -> ResponseReturnValue:
    """Switch an account off; whoever is signed in with it is out at once."""
    return _for_a_reason(employee_id, credentials.disable, _("The account is switched off. Every session has ended."))


@blueprint.post("/people/<employee_id>/enable")
@requires(Permission.CREDENTIAL_ISSUE)
def enable_account(employee_id: str) -> ResponseReturnValue:
    """Switch an account on again."""
    return _for_a_reason(employee_id, credentials.enable, _("The account is switched on again."))


@blueprint.post("/people/<employee_id>/second-step/remove")
@requires(Permission.ROLE_CHANGE)
def remove_second_step_of(employee_id: str) -> ResponseReturnValue:
    """Take the second step of somebody away whose telephone is lost."""
    return _for_a_reason(employee_id, second_step.remove_of, _("The second step is taken away."))


def _for_a_reason(employee_id: str, act: Callable[..., None], done: str) -> ResponseReturnValue:
    form = ReasonForm()
    if not form.validate_on_submit():
        return _ways_in(employee_id, form, 400)
    with transaction():
        act(acting(), employee_id, form.reason.data, where())
    flash(done, "good")
    return redirect(url_for("people.show_ways_in", employee_id=employee_id))


def _ways_in(employee_id: str, form: ReasonForm, status: int = 200) -> ResponseReturnValue:
    ways_in = credentials_queries.ways_in_of(employee_id)
    return (
        render_template("people/show_ways_in.html", person=ways_in.subject, ways_in=ways_in, form=form),
        status,
    )


def _sheets(slips: Sequence[Slip], left_out: Sequence[str]) -> ResponseReturnValue:
    texts = [(slip.person, text_for_telephone(slip.person)) for slip in slips if _needs_text(slip)]
    sheets = [_sheet(slip) for slip in slips]
    return render_template("people/slip.html", slips=slips, sheets=sheets, left_out=left_out, texts=texts)


def _sheet(slip: Slip) -> Markup:
    """Return one slip in the language of the person who gets it."""
    person, base = slip.person, current_settings().base_url
    with force_locale(locale_of(person.language)):
        return Markup(  # noqa: S704  # a template of ours, escaped by Jinja
            render_template(
                "people/slip_sheet.html",
                person=person,
                code=grouped(slip.code),
                picture=square_code(f"{base}/welcome/{slip.code}"),
                address=f"{base}/sign-in/slip",
                until=moment_words(slip.ends_at, person.zone, person.language),
            )
        )


def _needs_text(slip: Slip) -> bool:
    return bool(slip.person.mobile and not slip.person.email)
