"""On which day a text can have been put before a person, and from which moment that counts."""

from datetime import date, datetime

from flask_babel import gettext as _

from handbook.acknowledgements.as_of import end_of
from handbook.acknowledgements.invitees import Invitee, placed_since
from handbook.acknowledgements.policy import may_record_earlier_days
from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.errors import Invalid


def happened_at(actor: Actor, invitee: Invitee, day: date | None, published_at: datetime) -> datetime:
    """Return the moment from which it counts: now for today, else the end of that day at the person's place.

    Raises Invalid for a day to come, one before the edition, the invitation or the present placement, and for every
    earlier day where the actor may record only what happened today.
    """
    now = clock.now()
    today = clock.local(now, invitee.zone).date()
    if day is None or day == today:
        return now
    fault = _fault(invitee, day, today, published_at)
    if fault is None and not may_record_earlier_days(actor):
        fault = _("On which day: you can record today only. For an earlier day, ask HR to record it.")
    if fault is not None:
        raise Invalid(fault)
    return end_of(day, invitee.zone)


def _fault(invitee: Invitee, day: date, today: date, published_at: datetime) -> str | None:
    if day > today:
        return _("On which day: this day is still to come.")
    if day < clock.local(published_at, invitee.zone).date():
        return _("On which day: the edition was not published yet on that day.")
    if day < clock.local(invitee.invited_at, invitee.zone).date():
        return _("On which day: the person was not asked to sign yet on that day.")
    since = placed_since(invitee.employee_id, clock.today(invitee.zone))
    if since is None or day < since:
        return _("On which day: the person did not work in the present place yet on that day.")
    return None
