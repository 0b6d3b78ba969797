"""What must be refused in a life: by whom it may not be done, or before what is missing."""

from collections.abc import Iterator

from handbook.corrective_actions.cases.lifecycle import CaseState, Closing
from handbook.corrective_actions.ladders.ladder import Step
from handbook.corrective_actions.steps.appeals import AppealState, Outcome
from handbook.corrective_actions.steps.lifecycle import ENDED_STATES, SERVED_STATES, State
from tests import factories
from tests.corrective_actions import stories
from tests.heavy.lives_hands import Act, Hands


class Guarded(Hands):
    """The acts of a life, and what must not be done in it."""

    def _forbidden(self) -> dict[str, Act]:
        """Return what must be refused now, by name: by whom it may not be done, or before what is missing."""
        return dict([*self._always(), *self._early(), *self._of_hands(), *self._of_outcome()])

    def _always(self) -> Iterator[tuple[str, Act]]:
        case = self.case_id
        yield "a stranger takes the case on", lambda: stories.begin(case, "lakshmi")
        yield "a supervisor proposes", lambda: stories.propose(case, "janis", **self._draft())
        yield "the investigator decides", lambda: stories.propose(case, "meera", **self._draft())
        yield "the subject decides", lambda: stories.propose(case, "asha", **self._draft())
        yield "the filer opens a case", lambda: self._open_by("janis")
        yield "a second case from one complaint", lambda: self._open_by("meera")
        if self._case_state() is CaseState.CLOSED:
            yield "a closed case is told", lambda: stories.tell(case)
            yield "a closed case gets a step", lambda: stories.propose(case, **self._draft())

    def _early(self) -> Iterator[tuple[str, Act]]:
        case, state = self.case_id, self._case_state()
        if state is CaseState.OPENED:
            yield "told before anybody looked into it", lambda: stories.tell(case)
        if state in (CaseState.OPENED, CaseState.INVESTIGATING):
            yield "a step without a notice", lambda: stories.propose(case, **self._draft())
            yield "an answer before the notice", lambda: stories.say(case)
            yield "a hearing before the notice", lambda: stories.arrange(case)
        if state is CaseState.HEARD and not self._may_answer():
            yield "an answer after its days", lambda: stories.say(case)
        if state in (CaseState.NOTIFIED, CaseState.SCHEDULED):
            draft = self._draft(Step.WRITTEN)
            yield "a written warning without a hearing", lambda: stories.propose(case, **draft)
            yield "a dismissal without a hearing", lambda: stories.propose(case, **self._draft(Step.DISMISSAL))
        if state is CaseState.HEARD and self._state() in (None, *ENDED_STATES):
            other = next((one for one in (Step.FINAL, Step.WRITTEN) if not self._tested(one)), None)
            if other is not None:
                yield "a step without its seven tests", lambda: stories.propose(case, **self._draft(other))
            if not self._asked_bars():
                yield "a dismissal without asking what bars it", self._dismiss
            elif self._is_barred():
                yield "a dismissal that something bars", self._dismiss

    def _of_hands(self) -> Iterator[tuple[str, Act]]:
        case, action, state = self.case_id, self.action_id, self._state()
        if self._case_state() is CaseState.HEARD and state in (None, *ENDED_STATES) and self._is_ready():
            for who in ("asha", "janis", "dmitri"):
                yield f"{who} is asked to approve", lambda who=who: self._propose_with(factories.person_id(who))
            yield "a second account is asked to approve", lambda: self._propose_with(self.double)
            yield "too few approve", lambda: stories.propose(case, **self._draft(approver_ids=self._one_less()))
        if state is State.PROPOSED:
            yield "served before it is approved", lambda: stories.serve(action)
            yield "approved by who was not asked", lambda: stories.approve(action, "olga")
            yield "approved by the proposer", lambda: stories.approve(action, "dmitri")
            yield "approved by the subject", lambda: stories.approve(action, "asha")
            yield "approved what does not stand", self._approve_another
            yield "a second step beside this one", lambda: stories.propose(case, **self._draft())
        approved = self._have_approved()
        if state is State.PROPOSED and approved:
            yield "one person approves twice", lambda: stories.approve(action, approved[0])
        if state is State.APPROVED:
            yield "served by the subject", lambda: stories.serve(action, "asha")
            yield "served by an outsider of the case", lambda: stories.serve(action, "olga")
            yield "answered before it is served", lambda: stories.reply(action)
        if state in (State.PROPOSED, State.APPROVED):
            yield "a case ends while a step is under way", lambda: self._close(Closing.WITHDRAWN)
        if state in SERVED_STATES:
            yield "served twice", lambda: stories.serve(action)
            yield "taken back after it was served", self._withdraw
            yield "answered by another", lambda: stories.reply(action, by="lakshmi")
            yield "receipt confirmed by another", lambda: stories.confirm(action, "janis")
            yield "appeal by another", lambda: stories.appeal(action, "lakshmi")
        if state is State.SERVED:
            yield "refused before one witness twice", lambda: stories.refuse(action, "janis", "janis")
            yield "refused before the decider", lambda: stories.refuse(action, "dmitri", "janis")
        if state is State.RECEIVED:
            yield "refused after the receipt", lambda: stories.refuse(action, "janis", "inese")

    def _of_outcome(self) -> Iterator[tuple[str, Act]]:
        action, state = self.action_id, self._appeal_state()
        if state in (AppealState.LODGED, AppealState.ARRANGED):
            yield "the decider hears the appeal", lambda: stories.arrange_appeal(action, "dmitri")
            yield "the investigator hears the appeal", lambda: stories.arrange_appeal(action, "meera")
            yield "the subject hears the appeal", lambda: stories.arrange_appeal(action, "asha")
            yield "the decider's second account hears the appeal", lambda: self._arrange_with(self.double)
        if state is AppealState.ARRANGED and stories.appeal_head(action).hearer_id == factories.person_id("ravi"):
            yield "the appeal is decided by another", lambda: self._decide(Outcome.ALLOWED, by="olga")
            worse = {"reduced_step": Step.DISMISSAL, "reduced_months": 1}
            yield "an appeal makes it worse", lambda: self._decide(Outcome.REDUCED, **worse)
            longer = {"reduced_step": Step.VERBAL, "reduced_months": 60}
            if stories.head(action).lapses_on is not None:
                yield "an appeal makes it longer", lambda: self._decide(Outcome.REDUCED, **longer)
        if state is AppealState.DECIDED:
            yield "an appeal is decided twice", lambda: self._decide(Outcome.ALLOWED)
            yield "a decided appeal is arranged", lambda: stories.arrange_appeal(action, "ravi")
