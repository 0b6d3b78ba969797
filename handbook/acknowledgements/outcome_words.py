"""How an outcome is told: the state that gives colour and mark, a title, and the small print of who and how."""

from flask_babel import gettext as _

from handbook.acknowledgements.kinds import Kind
from handbook.acknowledgements.models import Outcome
from handbook.core import clock
from handbook.core.moments import day_words

STATES = {
    Kind.DECLINED: "declined",
    Kind.QUESTION: "question",
    Kind.REFUSED: "refused",
    Kind.SERVED_BY_HAND: "served_by_hand",
    Kind.READ_ALOUD: "read_aloud",
    Kind.PAPER: "statement",
    Kind.ON_LEAVE: "on_leave",
    Kind.BACK: "calm",
    Kind.LEFT: "left",
}


def outcome_state(row: Outcome) -> str:
    """Return the key of the table of states."""
    return STATES[Kind(row.kind)]


def outcome_title(row: Outcome) -> str:
    """Return what happened, in a few words."""
    return str(
        {
            Kind.DECLINED: _("Was shown the handbook and declined to sign"),
            Kind.QUESTION: _("Asked a question before signing"),
            Kind.REFUSED: _("Refused to sign, before two witnesses"),
            Kind.SERVED_BY_HAND: _("The handbook was served by hand"),
            Kind.READ_ALOUD: _("The handbook was read aloud"),
            Kind.PAPER: _("Wishes to sign on paper"),
            Kind.ON_LEAVE: _("On leave"),
            Kind.BACK: _("Back from leave"),
            Kind.LEFT: _("Has left"),
        }[Kind(row.kind)]
    )


def outcome_fine(row: Outcome) -> str:
    """Return who recorded it, who witnessed it, and when it was written down, where that was another day."""
    said = []
    if row.kind == Kind.REFUSED:
        said.append(_("Witnesses: %(first)s and %(second)s.", first=row.by_name, second=row.witness_name))
    elif row.by_employee_id != row.employee_id:
        said.append(_("By %(name)s.", name=row.by_name))
    happened_on, written_on = (clock.local(at, row.zone).date() for at in (row.happened_at, row.recorded_at))
    if written_on != happened_on:
        said.append(_("Written down on %(day)s.", day=day_words(written_on)))
    return " ".join(said)
