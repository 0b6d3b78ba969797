"""The pages on which somebody from outside is invited to one thing, and on which that ends."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from handbook.core import clock
from handbook.core.doors import requires
from handbook.core.edge import acting, page_asked
from handbook.core.installation import current_settings
from handbook.core.moments import moment_words
from handbook.core.square_code import square_code
from handbook.core.transaction import transaction
from handbook.corrective_actions import outsiders
from handbook.corrective_actions.forms_outsiders import EndForm, InvitationForm, part_words
from handbook.corrective_actions.one_hand import Invitable, case_to_invite, cases_in_one_hand
from handbook.corrective_actions.outsiders import Asked
from handbook.corrective_actions.views.acting import prove_and_act, stale_words
from handbook.corrective_actions.views.blueprint import blueprint
from handbook.people.identity import reader_zone
from handbook.people.operations import Guest
from handbook.people.sign_in import Proof
from handbook.permissions import Permission


@blueprint.get("/outsiders")
@requires(Permission.OUTSIDER_INVITE)
def show_outsiders() -> ResponseReturnValue:
    """List the invitations that concern the reader."""
    page = page_asked()
    lines, total = outsiders.invitations_for(acting(), page)
    return render_template(
        "corrective_actions/show_outsiders.html",
        lines=lines,
        total=total,
        in_one_hand=cases_in_one_hand(acting()),
        parts=part_words(),
        today=clock.now().date(),
        before=url_for("corrective_actions.show_outsiders", page=page - 1) if page > 1 else None,
        after=url_for("corrective_actions.show_outsiders", page=page + 1) if page * outsiders.SHOWN < total else None,
    )


@blueprint.get("/outsiders/new")
@requires(Permission.OUTSIDER_INVITE)
def show_invite_outsider() -> ResponseReturnValue:
    """Show the form of an invitation, to a case where the address names one."""
    form, case = InvitationForm(), _case()
    form.from_on.data = clock.now().date()
    if case is not None:
        asked = request.args.get("asked")
        form.asked.data = asked if asked in _asked(case) else _asked(case)[0].value
    return _page(form, case)


@blueprint.post("/outsiders/new")
@requires(Permission.OUTSIDER_INVITE)
def invite_outsider() -> ResponseReturnValue:
    """Invite somebody; a slip is shown this once where there is no address."""
    actor, form, case = acting(), InvitationForm(), _case()
    form.offer(_asked(case))
    if not form.validate_on_submit():
        return _page(form, case), 400
    made: list[Guest | None] = []

    def act(proof: Proof) -> None:
        made.append(outsiders.invite(actor, proof, form.draft(), case.id if case else None))

    refusal = prove_and_act(actor, form, act)
    if refusal is not None:
        return _page(form, case, stale_words(refusal)), refusal.status
    if made[0] is not None and made[0].code:
        return _slip(made[0])
    flash(_("The person is invited. The link is on its way by mail; it works once, for 24 hours."), "good")
    return redirect(url_for("corrective_actions.show_outsiders"))


@blueprint.get("/outsiders/<invitation_id>/end")
@requires(Permission.OUTSIDER_INVITE)
def show_end_outsider(invitation_id: str) -> ResponseReturnValue:
    """Ask why an invitation ends."""
    return _end(invitation_id, EndForm())


@blueprint.post("/outsiders/<invitation_id>/end")
@requires(Permission.OUTSIDER_INVITE)
def end_outsider(invitation_id: str) -> ResponseReturnValue:
    """End an invitation at once."""
    actor, form = acting(), EndForm()
    outsiders.invitation_for(actor, invitation_id)
    if not form.validate_on_submit():
        return _end(invitation_id, form), 400
    with transaction():
        outsiders.end_invitation(actor, invitation_id, form.reason.data)
    flash(_("The invitation has ended."), "good")
    return redirect(url_for("corrective_actions.show_outsiders"))


def _case() -> Invitable | None:
    """Return the case that the address names; raise NotFound, Refused, Conflict where the reader may not invite."""
    case_id = request.args.get("case")
    return case_to_invite(acting(), case_id) if case_id else None


def _asked(case: Invitable | None) -> list[Asked]:
    """Return to what the reader may invite: a case needs somebody who approves or hears, complaints who takes them."""
    if case is None:
        return [Asked.COMPLAINTS]
    may = {Asked.APPROVER: case.to_approve, Asked.HEARER: case.to_hear}
    return [one for one, able in may.items() if able]


def _page(form: InvitationForm, case: Invitable | None, stale: str = "") -> str:
    form.offer(_asked(case))
    return render_template("corrective_actions/invite_outsider.html", form=form, case=case, stale=stale)


def _end(invitation_id: str, form: EndForm) -> str:
    line = outsiders.invitation_for(acting(), invitation_id)
    return render_template("corrective_actions/end_outsider.html", line=line, form=form)


def _slip(guest: Guest) -> str:
    base = current_settings().base_url
    code = (guest.code or "").replace(" ", "")
    return render_template(
        "corrective_actions/outsider_slip.html",
        guest=guest,
        picture=square_code(f"{base}/welcome/{code}"),
        address=f"{base}/sign-in/slip",
        until=moment_words(guest.ends_at, reader_zone()) if guest.ends_at else "",
    )
