"""What the handler does about a complaint: one page with one form for each act, in one table."""

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from handbook.complaints import policy, queries
from handbook.complaints.fields import VersionedForm
from handbook.complaints.pages import ComplaintPage
from handbook.complaints.policy import Sight
from handbook.complaints.views.act_table import ACTS, Act
from handbook.complaints.views.blueprint import address_of, blueprint, list_of
from handbook.complaints.views.one import after_acting
from handbook.complaints.wording import kind_words, stage_words
from handbook.core.actor import Actor
from handbook.core.doors import requires
from handbook.core.edge import acting
from handbook.core.errors import Conflict, Invalid, NotFound
from handbook.core.transaction import end_read, transaction
from handbook.permissions import Permission

ASSIGN = "assign"


@blueprint.get("/complaints/<complaint_id>/act")
@requires(Permission.COMPLAINT_READ)
def show_act(complaint_id: str) -> ResponseReturnValue:
    """Show the form of one act; `what` in the address names it."""
    actor = acting()
    page, act = _asked(actor, complaint_id)
    form = act.form(None)
    act.offer(form, actor, page)
    act.fill(form, page)
    return _page(actor, page, act, form)


@blueprint.post("/complaints/<complaint_id>/act")
@requires(Permission.COMPLAINT_READ)
def do_act(complaint_id: str) -> ResponseReturnValue:
    """Do it in one transaction; after a fault or a stale version nothing typed is lost."""
    actor = acting()
    page, act = _asked(actor, complaint_id)
    form = act.form()
    act.offer(form, actor, page)
    if not form.validate_on_submit():
        return _page(actor, page, act, form), 400
    end_read()
    try:
        brought = act.bring(form)
        with transaction():
            act.do(actor, complaint_id, form, brought)
    except Invalid as fault:
        form.form_errors.extend(fault.faults)
        return _page(actor, _asked(actor, complaint_id)[0], act, form), 400
    except Conflict as stale:
        return _page(actor, _asked(actor, complaint_id)[0], act, form, str(stale)), 409
    return redirect(after_acting(actor, complaint_id))


def _asked(actor: Actor, complaint_id: str) -> tuple[ComplaintPage, Act]:
    """Return complaint and act; raise NotFound for what is not there and for whoever may not do it."""
    page, name = queries.complaint_for(actor, complaint_id), request.args.get("what", "")
    allowed = policy.may_assign(actor, page.parties) if name == ASSIGN else page.sight is Sight.WHOLE
    if not allowed:
        raise queries.not_found()
    if name not in ACTS:
        raise NotFound(_("There is nothing of this kind to do about a complaint."))
    return page, ACTS[name]


def _page(actor: Actor, page: ComplaintPage, act: Act, form: VersionedForm, stale: str = "") -> str:
    form.row_version.data, form.row_version.raw_data = page.row_version, None
    return render_template(
        "complaints/show_act.html",
        complaint=page,
        act=act,
        what=request.args["what"],
        form=form,
        stale=stale,
        here=address_of(actor, page.id),
        all_url=list_of(actor),
        kinds=kind_words(),
        stages=stage_words(),
    )
