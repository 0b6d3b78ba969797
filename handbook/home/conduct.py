"""What the start page says of complaints, cases and steps: what the person is told, and the next act."""

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from handbook.complaints.lists import DISPUTED, counts_for, due_today
from handbook.complaints.queries import ACKNOWLEDGEMENT, ANSWER, NEWS
from handbook.core.actor import Actor
from handbook.corrective_actions import queries as corrective_actions
from handbook.home.task import Task
from handbook.permissions import Permission


def about_me(actor: Actor) -> list[Task]:
    """Return what the actor is told and asked in a matter about themself; nothing before they were told in writing.

    One query for whom no case is about.
    """
    me, read = actor.employee_id, _("Read and answer")
    cases = corrective_actions.own_cases(me)
    if not cases:
        return []
    letters = corrective_actions.letters_to_open(me)
    tasks = [Task("wait", one.words, _("Personal and confidential."), one.url, _("Open it")) for one in letters]
    unread = {one.url for one in letters}
    for case in cases:
        if not case.is_over and case.url not in unread:
            detail = _("An allegation is no finding.")
            if case.may_bring:
                detail = _("An allegation is no finding. You may answer, and somebody may come with you.")
            tasks.append(Task("wait", case.sentence, detail, case.url, read))
    for one in corrective_actions.notes_to_confirm(me):
        tasks.append(Task("question", one.words, _("They are kept with the case."), one.url, _("Read the notes")))
    for appeal in corrective_actions.open_appeals_of(me):
        detail = _("An appeal never makes it worse.")
        tasks.append(Task("wait", appeal.sentence, detail, appeal.url, _("Look at it")))
    return tasks


def in_cases(actor: Actor) -> list[Task]:
    """Return what waits for the actor's approval in cases and steps, and their next acts (two queries for HR)."""
    waiting, tasks = corrective_actions.waiting_for(actor), []
    if waiting.approvals:
        title = ngettext(
            "%(num)s step waits for your approval", "%(num)s steps wait for your approval", waiting.approvals
        )
        detail = _("You see what was found and why, and decide yourself.")
        url = url_for("corrective_actions.show_cases")
        tasks.append(Task("awaits_approval", title, detail, url, _("Look at it")))
    for one in [*waiting.acts, *corrective_actions.vacant_cases(actor)]:
        tasks.append(Task("awaits_approval", one.words, one.reference, one.url, _("Look at it")))
    if waiting.changes:
        title, url = _("A change of the ladder waits for your word"), url_for("corrective_actions.show_ladder")
        tasks.append(Task("awaits_approval", title, _("Two people decide it, not one."), url, _("Look at it")))
    return tasks


def in_complaints(actor: Actor) -> list[Task]:
    """Return how many complaints are due today and late, for those who handle them."""
    if not actor.may(Permission.COMPLAINT_READ):
        return []
    counts, tasks = counts_for(actor), []
    if counts["late"]:
        title = ngettext("%(num)s complaint is late", "%(num)s complaints are late", counts["late"])
        detail = _("The promised day has passed. Tell the customer, and say when.")
        url = url_for("complaints.show_list", due="late")
        tasks.append(Task("overdue", title, detail, url, _("Look at them")))
    for what, detail in _due_words().items():
        number = counts[due_today(what)]
        if number:
            title = ngettext("%(num)s complaint is due today", "%(num)s complaints are due today", number)
            tasks.append(Task("wait", title, detail, url_for("complaints.show_list", due="today"), _("Look at them")))
    if counts[DISPUTED]:
        title = ngettext(
            "%(num)s customer is not content with our answer",
            "%(num)s customers are not content with our answer",
            counts[DISPUTED],
        )
        detail = _("Look at it once more, or close it and say why.")
        url = url_for("complaints.show_list", stage="open_disputed", mine="y")
        tasks.append(Task("wait", title, detail, url, _("Look at them")))
    return tasks


def _due_words() -> dict[str, str]:
    """Return what is to be done today, by what of the promised is due."""
    return {
        ANSWER: _("Answer today, or tell the customer before the day is over that it will be late."),
        NEWS: _("News are due: tell the customer today how it stands."),
        ACKNOWLEDGEMENT: _("Tell the customer today that it arrived, and by when the answer comes."),
    }
