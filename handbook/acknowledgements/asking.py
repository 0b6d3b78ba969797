"""The verbs of asking before signing: a person asks, HR answers, and the person's deadline waits for the answer."""

from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import select

from handbook.acknowledgements.invitees import newest_outcome
from handbook.acknowledgements.kinds import ANSWERED_QUESTION, Kind
from handbook.acknowledgements.models import Answer, Invitation, Outcome, SigningRound
from handbook.acknowledgements.outcomes import outcome
from handbook.acknowledgements.questions import question_for
from handbook.acknowledgements.shown_text import ShownText, held_invitation, unsigned_context_of
from handbook.acknowledgements.surroundings import Surroundings
from handbook.acknowledgements.telling import TELL_ANSWER
from handbook.core import clock, jobs
from handbook.core.actor import Actor
from handbook.core.db import new_id
from handbook.core.errors import Conflict, Refused
from handbook.core.transaction import session_of_transaction
from handbook.ledger.appending import record_evidence
from handbook.permissions import Permission

SIGNED_IN = "signed in"
TIME_AFTER_ANSWER = timedelta(days=7)


def ask(actor: Actor, shown: ShownText, words: str, where: Surroundings) -> str:
    """Write down what the actor asks before signing; return the outcome's id. The same again gives the same id.

    Raises Conflict where another text stands by now, or the actor has signed it.
    """
    context = unsigned_context_of(actor, shown)
    invitation = held_invitation(actor, context.edition.id)
    earlier = newest_outcome(invitation.id)
    if earlier is not None and (earlier.kind, earlier.words) == (Kind.QUESTION, words):
        return earlier.id
    row = outcome(
        Kind.QUESTION, invitation, shown, context.edition.id, context.person.zone, words, actor.name, SIGNED_IN
    )
    row.by_employee_id, row.device, row.address = actor.employee_id, where.device, where.address
    record_evidence(row)
    return row.id


def answer(actor: Actor, outcome_id: str, words: str) -> str:
    """Answer a question once, for good: the asker is told, and has at least seven days from now to sign.

    Raises NotFound for a question of the actor's own and where there is none, Conflict where it is answered already.
    """
    if not actor.may(Permission.QUESTION_ANSWER):
        raise Refused(_("HR answers questions about the handbook."))
    question = question_for(actor, outcome_id)
    invitation = _invitation_of(outcome_id)
    if session_of_transaction().scalar(select(Answer.id).where(Answer.outcome_id == outcome_id)) is not None:
        raise Conflict(_("Somebody else has answered this question meanwhile."))
    row = Answer(id=new_id(), outcome_id=outcome_id, words=words, by_employee_id=actor.employee_id, by_name=actor.name)
    record_evidence(row)
    _let_wait(actor, invitation, question.zone)
    jobs.enqueue(TELL_ANSWER, row.id, {"outcome_id": outcome_id}, actor.employee_id)
    return row.id


def _invitation_of(outcome_id: str) -> Invitation:
    """Return the invitation of an outcome, held: two answers stand in line here (see own_invitation.HELD)."""
    query = select(Invitation).join(Outcome, Outcome.invitation_id == Invitation.id).where(Outcome.id == outcome_id)
    return session_of_transaction().scalars(query.with_for_update(of=Invitation, key_share=True)).one()


def _let_wait(actor: Actor, invitation: Invitation, zone: str) -> None:
    """Move the deadline to seven days from today at the asker's place, unless it is later already."""
    of_all = session_of_transaction().get_one(SigningRound, invitation.round_id).deadline_on
    until = clock.today(zone) + TIME_AFTER_ANSWER
    if until > (invitation.deadline_on or of_all):
        invitation.deadline_on, invitation.deadline_by = until, actor.employee_id
        invitation.deadline_reason = ANSWERED_QUESTION
