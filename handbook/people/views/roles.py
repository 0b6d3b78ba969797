"""Granting and ending roles: an administrator's work, and never on the own ones."""

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from handbook.core import clock
from handbook.core.doors import requires
from handbook.core.edge import acting
from handbook.core.errors import NotFound, Refused
from handbook.people.directory import roles, words
from handbook.people.directory.form_days import EndRoleForm, RoleForm
from handbook.people.directory.person import person, person_row
from handbook.people.policy import GRANTABLE, may_change_roles
from handbook.people.views.acting_on_people import act, to_person
from handbook.people.views.blueprint import blueprint
from handbook.permissions import Permission, Role


@blueprint.get("/people/<employee_id>/roles/new")
@requires(Permission.ROLE_CHANGE)
def show_new_role(employee_id: str) -> ResponseReturnValue:
    """Ask which role, from when, through when."""
    form = RoleForm()
    form.from_on.data = clock.now().date()
    return _grant(employee_id, form)


@blueprint.post("/people/<employee_id>/roles")
@requires(Permission.ROLE_CHANGE)
def grant_role(employee_id: str) -> ResponseReturnValue:
    """Give a person a role; all their sessions end."""
    actor, form = acting(), RoleForm()
    person_row(employee_id)
    _offer(form)
    return act(
        form,
        lambda _stale: _grant(employee_id, form),
        lambda: roles.grant_role(actor, employee_id, Role(form.role.data), form.from_on.data, form.to_on.data),
        _("The role is given. Whoever was signed in as this person has to sign in anew."),
        to_person(employee_id),
    )


@blueprint.get("/people/<employee_id>/roles/<grant_id>/end")
@requires(Permission.ROLE_CHANGE)
def show_end_role(employee_id: str, grant_id: str) -> ResponseReturnValue:
    """Ask until when a role still counts."""
    return _end(employee_id, grant_id, EndRoleForm())


@blueprint.post("/people/<employee_id>/roles/<grant_id>/end")
@requires(Permission.ROLE_CHANGE)
def end_role(employee_id: str, grant_id: str) -> ResponseReturnValue:
    """End a role; all sessions of the person end."""
    actor, form = acting(), EndRoleForm()
    person_row(employee_id)
    return act(
        form,
        lambda stale: _end(employee_id, grant_id, form, stale),
        lambda: roles.end_role(actor, employee_id, grant_id, form.last_on.data),
        _("It is kept. Whoever was signed in as this person has to sign in anew."),
        to_person(employee_id),
    )


def _offer(form: RoleForm) -> None:
    form.offer({role: words.ROLES[role] for role in GRANTABLE})


def _grant(employee_id: str, form: RoleForm) -> str:
    shown = person(employee_id)
    _refuse_own(employee_id)
    _offer(form)
    return render_template("people/grant_role.html", person=shown, form=form, words=words)


def _end(employee_id: str, grant_id: str, form: EndRoleForm, stale: str = "") -> str:
    shown = person(employee_id)
    _refuse_own(employee_id)
    grant = next((each for each in shown.roles if each.id == grant_id), None)
    if grant is None:
        raise NotFound(_("There is no such role."))
    return render_template("people/end_role.html", person=shown, form=form, stale=stale, grant=grant, words=words)


def _refuse_own(employee_id: str) -> None:
    if not may_change_roles(acting(), employee_id):
        raise Refused(_("Nobody changes their own roles. Another administrator must do it."))
