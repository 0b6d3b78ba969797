"""The states of a board as SQL: what holds for an invited person by the last moment that counts."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, FromClause, and_, case, exists, func, or_, select
from sqlalchemy.orm import aliased

from handbook.acknowledgements.board_states import DISCREET, HIDDEN, PRECEDENCE, TO_DO, State
from handbook.acknowledgements.kinds import ANSWERED_QUESTION
from handbook.acknowledgements.models import (
    Acknowledgement,
    Answer,
    Consent,
    Invitation,
    Outcome,
    SectionRead,
    Sending,
    SigningRound,
)
from handbook.acknowledgements.standing import is_disputed, stands
from handbook.people.models import Absence, Account, CredentialEvent, Employee, OneTimeSecret

Condition = ColumnElement[bool]
BY_OTHERS = (State.SERVED_BY_HAND, State.READ_ALOUD, State.REFUSED)
OWN_WORDS = (State.DECLINED, State.QUESTION, State.PAPER)
CHOSE_PASSWORD = ("password chosen", "pin chosen")


def state_of(who: FromClause, *, discreet: bool) -> ColumnElement[str]:
    """Return the state of each row of `who` (see board_people.invited): the first of PRECEDENCE that holds.

    `discreet`: for a supervisor, who must learn neither of a question to HR nor of a dispute and its finding.
    """
    holds = _conditions(who, HIDDEN if discreet else frozenset())
    shown = DISCREET if discreet else {}
    branches = [(holds[state], shown.get(state, state).value) for state, _why in PRECEDENCE if state in holds]
    return case(*branches, else_=State.NOT_OPENED.value)


def rank_of(state: ColumnElement[str]) -> ColumnElement[int]:
    """Return the place of a state in a list that shows first where something is to be done."""
    return case({each.value: place for place, each in enumerate(TO_DO)}, value=state)


def signed(who: FromClause, *more: Condition) -> Condition:
    """Return the condition that a signature under the edition stands and is in no dispute."""
    return _has_signature(who, stands(who.c.end), ~is_disputed(who.c.end), *more)


def signed_soon_after_reset(who: FromClause) -> Condition:
    """Return the condition that the signature was given within a day of a new start by another person."""
    return _has_signature(who, stands(who.c.end), Acknowledgement.soon_after_reset.is_(True))


def leave_until(who: FromClause) -> ColumnElement[Any]:
    """Return the last day of the leave that covers the day, or NULL."""
    return select(func.max(Absence.to_on)).where(*_away(who)).correlate(who).scalar_subquery()


def due_on() -> ColumnElement[Any]:
    """Return the last day of an invitation: its own, or that of its round."""
    return func.coalesce(Invitation.deadline_on, SigningRound.deadline_on)


def own_day_shown(who: FromClause) -> ColumnElement[Any]:
    """Return the own last day of an invitation, or NULL; an answered question must not show by it (see narrowed)."""
    hidden = and_(who.c.is_discreet, Invitation.deadline_reason == ANSWERED_QUESTION)
    return case((hidden, None), else_=Invitation.deadline_on)


def _conditions(who: FromClause, hidden: Collection[State]) -> dict[State, Condition]:
    """Return when each state holds; a hidden one never does, and what it would have stood before holds as if alone."""
    own_words = [state for state in OWN_WORDS if state not in hidden]
    by_others, own_word = _newest(who, BY_OTHERS), _newest_own_word(who, own_words)
    has_given = _has_signature(who, stands(who.c.end))
    holds = {
        State.SIGNED: has_given if State.DISPUTED in hidden else signed(who),
        **{state: by_others == state.value for state in BY_OTHERS},
        State.DISPUTED: _has_signature(who, stands(who.c.end), is_disputed(who.c.end)),
        **{state: own_word == state.value for state in own_words},
        State.LEFT: ~who.c.is_placed,
        State.ON_LEAVE: exists(select(Absence.id).where(*_away(who)).correlate(who)),
        State.SET_ASIDE: _has_signature(who, ~stands(who.c.end)),
        State.OPENED: _has_opened(who),
        State.NOT_REACHABLE: ~_is_reachable(who),
    }
    return {state: condition for state, condition in holds.items() if state not in hidden}


def _has_signature(who: FromClause, *conditions: Condition) -> Condition:
    """A signature counts for every round of its edition, whichever invitation it answered."""
    mine = (
        Acknowledgement.employee_id == who.c.employee_id,
        Acknowledgement.edition_id == who.c.edition_id,
        Acknowledgement.recorded_at <= who.c.end,
    )
    return exists(select(Acknowledgement.id).where(*mine, *conditions).correlate(who))


def _newest(who: FromClause, kinds: Sequence[State], *conditions: Condition) -> ColumnElement[Any]:
    mine = (
        Outcome.employee_id == who.c.employee_id,
        Outcome.edition_id == who.c.edition_id,
        Outcome.recorded_at <= who.c.end,
        Outcome.kind.in_([kind.value for kind in kinds]),
    )
    newest = select(Outcome.kind).where(*mine, *conditions).order_by(Outcome.recorded_at.desc(), Outcome.id).limit(1)
    return newest.correlate(who).scalar_subquery()


def _newest_own_word(who: FromClause, kinds: Sequence[State]) -> ColumnElement[Any]:
    """Return the newest own word of these that still waits, unlike an answered question, or paper given up again."""
    answered = exists(
        select(Answer.id)
        .where(Answer.outcome_id == Outcome.id, Answer.recorded_at <= who.c.end)
        .correlate_except(Answer)
    )
    electronic = (
        Consent.employee_id == Outcome.employee_id,
        Consent.choice == "electronic",
        Consent.recorded_at > Outcome.recorded_at,
        Consent.recorded_at <= who.c.end,
    )
    given_up = exists(select(Consent.id).where(*electronic).correlate_except(Consent))
    waits = or_(Outcome.kind != State.QUESTION.value, ~answered)
    wanted = or_(Outcome.kind != State.PAPER.value, ~given_up)
    return _newest(who, kinds, waits, wanted)


def _away(who: FromClause) -> tuple[Condition, ...]:
    return Absence.employee_id == who.c.employee_id, Absence.from_on <= who.c.day, Absence.to_on >= who.c.day


def _has_opened(who: FromClause) -> Condition:
    """By the edition: whoever read for another round of the same edition has opened it.

    The moment kept with an invitation outlasts the sections read, which a signature set aside takes away.
    """
    read = select(SectionRead.rule_id).where(
        SectionRead.employee_id == who.c.employee_id,
        SectionRead.edition_id == who.c.edition_id,
        SectionRead.read_at <= who.c.end,
    )
    mine, of_round = aliased(Invitation), aliased(SigningRound)
    opened = (
        select(mine.id)
        .join(of_round, of_round.id == mine.round_id)
        .where(mine.employee_id == who.c.employee_id, of_round.edition_id == who.c.edition_id)
        .where(mine.opened_at <= who.c.end)
    )
    return or_(exists(opened.correlate(who)), exists(read.correlate(who)))


def _is_reachable(who: FromClause) -> Condition:
    """Mail and mobile are kept without history: what is on file today counts for every day."""
    sent = select(Sending.id).where(Sending.invitation_id == who.c.invitation_id, Sending.at <= who.c.end)
    on_file = select(Employee.id).where(
        Employee.id == who.c.employee_id,
        or_(func.coalesce(Employee.email, "") != "", func.coalesce(Employee.mobile, "") != ""),
    )
    way_in = select(Account.id).where(Account.employee_id == who.c.employee_id, _has_way_in(who))
    chosen = select(CredentialEvent.id).where(
        CredentialEvent.employee_id == who.c.employee_id,
        CredentialEvent.what.in_(CHOSE_PASSWORD),
        CredentialEvent.recorded_at <= who.c.end,
    )
    return or_(*(exists(each.correlate(who)) for each in (on_file, way_in, sent, chosen)))


def _has_way_in(who: FromClause) -> Condition:
    """A password set by then, or a link or slip handed out by then; PIN alike."""
    handed = select(OneTimeSecret.id).where(OneTimeSecret.account_id == Account.id, OneTimeSecret.made_at <= who.c.end)
    set_by_then = [
        and_(value.is_not(None), at <= who.c.end)
        for value, at in ((Account.password_hash, Account.password_set_at), (Account.pin_hash, Account.pin_set_at))
    ]
    return or_(*(func.coalesce(each, False) for each in set_by_then), exists(handed.correlate_except(OneTimeSecret)))
