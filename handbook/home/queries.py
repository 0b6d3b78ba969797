"""What needs a person today, gathered from the rooms that know."""

from dataclasses import dataclass

from flask import url_for
from flask_babel import format_date, ngettext
from flask_babel import gettext as _

from handbook.acknowledgements import queries as acknowledgements
from handbook.core.actor import Actor
from handbook.corrective_actions import queries as corrective_actions
from handbook.rules import queries as rules


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do: what, why, and where."""

    state: str
    title: str
    detail: str
    url: str
    action: str
    word: str = ""


def tasks(actor: Actor, language: str) -> list[Task]:
    """Return what needs the actor, most pressing first."""
    return _to_answer(actor) + _to_sign(actor, language) + _to_approve(actor)


def _to_sign(actor: Actor, language: str) -> list[Task]:
    edition = rules.newest_edition()
    if edition is None or acknowledgements.find_acknowledgement(edition.id, actor.employee_id):
        return []
    deadline = acknowledgements.find_invitation_deadline(edition.id, actor.employee_id)
    until = _("Please sign by %(day)s.", day=format_date(deadline, "long")) if deadline else ""
    return [
        Task(
            "invited",
            _("Read and sign the handbook, edition %(number)s", number=edition.number),
            (until + " " + _("Reading is working time.")).strip(),
            url_for("acknowledgements.show_sign", lang=language),
            _("Read and sign"),
        )
    ]


def _to_approve(actor: Actor) -> list[Task]:
    count = corrective_actions.count_waiting_for(actor)
    if not count:
        return []
    title = ngettext("%(num)s step waits for your approval", "%(num)s steps wait for your approval", count)
    detail = _("You see what was found and why, and decide yourself.")
    return [Task("awaits_approval", title, detail, url_for("corrective_actions.show_cases"), _("Look at it"))]


def _to_answer(actor: Actor) -> list[Task]:
    return [
        Task(
            "wait",
            _("A letter for you"),
            _("Read it, answer it if you wish, and confirm that you received it."),
            url,
            _("Read the letter"),
        )
        for url in corrective_actions.unanswered_letters(actor.employee_id)
    ]
