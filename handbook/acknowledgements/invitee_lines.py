"""The dated line of one invited person: what was sent, opened, recorded and signed."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select

from handbook.acknowledgements.invitees import Invitee
from handbook.acknowledgements.kinds import Kind
from handbook.acknowledgements.models import Acknowledgement, Outcome, Sending
from handbook.acknowledgements.outcome_words import outcome_fine, outcome_state, outcome_title
from handbook.acknowledgements.policy import may_read_questions
from handbook.acknowledgements.standing import stands
from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.core.moments import moment_words
from handbook.core.timeline import TimelineEntry


def lines_of(actor: Actor, invitee: Invitee) -> list[TimelineEntry]:
    """Return everything that came of an invitation, newest first (three queries).

    What the person asked, why they declined, and which signature was set aside is for those who answer questions;
    never for a supervisor as such, who reads that such a person is asked, as on the board.
    """
    found = [_line(invitee, "invited", _("Invited"), invitee.invited_at)]
    if invitee.opened_at is not None:
        found.append(_line(invitee, "opened", _("Opened the handbook"), invitee.opened_at))
    hears = may_read_questions(actor)
    found += _sendings(invitee) + _outcomes(invitee, hears=hears) + _signatures(invitee, hears=hears)
    return sorted(found, key=lambda line: line.at, reverse=True)


def _sendings(invitee: Invitee) -> list[TimelineEntry]:
    words = {"mail": _("by mail"), "text": _("as a text to share"), "slip": _("on a printed slip")}
    query = select(Sending.kind, Sending.channel, Sending.at).where(Sending.invitation_id == invitee.invitation_id)
    return [
        _line(
            invitee,
            "announced",
            _("Reminded") if row.kind == "reminder" else _("Invitation sent"),
            row.at,
            fine=words.get(row.channel, row.channel),
        )
        for row in db.session.execute(query)
    ]


def _outcomes(invitee: Invitee, *, hears: bool) -> list[TimelineEntry]:
    rows = db.session.scalars(select(Outcome).where(Outcome.invitation_id == invitee.invitation_id))
    own = (Kind.DECLINED, Kind.QUESTION)
    return [
        _line(
            invitee,
            outcome_state(row),
            outcome_title(row),
            row.happened_at,
            quote=row.words if hears or row.kind not in own else None,
            lang=row.language if row.kind in own else None,
            fine=outcome_fine(row),
        )
        for row in rows
        if hears or row.kind != Kind.QUESTION
    ]


def _signatures(invitee: Invitee, *, hears: bool) -> list[TimelineEntry]:
    query = select(Acknowledgement.recorded_at, stands().label("stands"))
    rows = db.session.execute(query.where(Acknowledgement.invitation_id == invitee.invitation_id))
    return [
        _line(
            invitee,
            "signed" if row.stands else "set_aside",
            _("Signed") if row.stands else _("Signed; set aside since"),
            row.recorded_at,
        )
        for row in rows
        if hears or row.stands
    ]


def _line(
    invitee: Invitee,
    state: str,
    title: str,
    at: datetime,
    quote: str | None = None,
    lang: str | None = None,
    fine: str | None = None,
) -> TimelineEntry:
    when = moment_words(at, invitee.zone)
    return TimelineEntry(state, title, at, when, quote=quote or None, lang=lang, fine=fine or None)
