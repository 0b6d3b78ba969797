"""What is wrong with a proposal: days, reasons, people, and what of the process is missing."""

from collections.abc import Iterator

from flask_babel import gettext as _
from flask_babel import ngettext

from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.errors import Invalid
from handbook.corrective_actions.cases.pages import CasePage
from handbook.corrective_actions.ladders.ladder import Step, step_words
from handbook.corrective_actions.steps.draft import ProposalDraft
from handbook.corrective_actions.steps.grounds import Grounds
from handbook.corrective_actions.steps.parties import approvers
from handbook.corrective_actions.steps.policy import Aliases
from handbook.corrective_actions.steps.process import faults
from handbook.people.queries import same_people


def check_proposal(actor: Actor, page: CasePage, grounds: Grounds, draft: ProposalDraft) -> None:
    """Raise Invalid with a sentence for everything that a proposal lacks."""
    if draft.step not in grounds.ladder.steps:
        raise Invalid(_("Step: the ladder in force does not have this step. Choose another one."))
    found = [
        *_of_words(page, grounds, draft),
        *_of_days(page, grounds, draft),
        *_of_people(actor, page, grounds, draft),
        *faults(grounds.holds, draft.going_on_reason),
    ]
    if found:
        raise Invalid(*found)


def _of_words(page: CasePage, grounds: Grounds, draft: ProposalDraft) -> Iterator[str]:
    if not page.line.notice.is_notified and not draft.not_notified_reason:
        yield _("Reason: the rule was not notified on that day. A talk is the right answer, or say why a step is fair.")
    if grounds.advice.step is not draft.step and not draft.deviation_reason:
        yield _("Why another step than the ladder recommends: give the reason, it is printed in the letter.")
    if draft.step is Step.DISMISSAL:
        return  # the work ends: nothing is left to change
    if not draft.change:
        yield _("What must change: say it exactly.")
    if draft.change_by is None:
        yield _("By when: give a day.")
    if not draft.help:
        yield _("What help is offered: say it.")


def _of_days(page: CasePage, grounds: Grounds, draft: ProposalDraft) -> Iterator[str]:
    today = clock.today(grounds.placed.zone if grounds.placed else page.opened.zone)
    if draft.observed_at > clock.now():
        yield _("When it was observed: this day and time are still to come.")
    if draft.step is Step.DISMISSAL and draft.last_on is not None and draft.last_on < today:
        yield _("Last day: this day has been. Choose a later day, or leave it out where the work ends at once.")
    if draft.step is not Step.SUSPENSION:
        return
    suspending = grounds.ladder.suspending
    if suspending is None:
        yield _("Step: this company has no suspension as a sanction. Choose another step.")
    elif draft.first_on is None or draft.last_on is None or not today <= draft.first_on <= draft.last_on:
        yield _("First and last day: give both days of the suspension, from today on and in their order.")
    elif (draft.last_on - draft.first_on).days >= suspending.most_days:
        yield _("Last day: the ladder allows %(days)d days at most.", days=suspending.most_days)


def _of_people(actor: Actor, page: CasePage, grounds: Grounds, draft: ProposalDraft) -> Iterator[str]:
    rung = grounds.ladder.rung(draft.step)
    if not actor.roles & rung.decides:
        yield _("Step: on this ladder your role does not decide this step.")
    able, asked = approvers(page.id, page.parties, actor.employee_id), draft.approver_ids
    if any(person not in able for person in asked):
        yield _("Approver: this person may not approve this step. Choose another one.")
    elif len(asked) != rung.approvers or _humans(asked, same_people(asked)) != len(asked):
        yield ngettext(
            "Approver: a %(step)s needs %(num)d person who approves.",
            "Approver: a %(step)s needs %(num)d different people who approve.",
            rung.approvers,
            step=step_words(draft.step),
        )


def _humans(people: tuple[str, ...], aliases: Aliases) -> int:
    """Return how many different humans these records are."""
    return len({aliases[person] for person in people})
