"""What the public page of verification says of a sealed signature that no longer counts."""

from flask_babel import gettext as _
from sqlalchemy import select

from handbook.acknowledgements.models import Acknowledgement, DisputeFinding
from handbook.acknowledgements.standing import SET_ASIDE, is_disputed
from handbook.core import clock
from handbook.core.db import db
from handbook.core.moments import day_words
from handbook.documents.remarks import remark_with


def install() -> None:
    """Let the page of verification say it."""
    remark_with("acknowledgement", remark_on_signature)


def remark_on_signature(acknowledgement_id: str) -> str | None:
    """Return that the signature was set aside, and when, or that it is disputed; None where it simply stands."""
    aside = select(DisputeFinding.recorded_at).where(
        DisputeFinding.acknowledgement_id == acknowledgement_id, DisputeFinding.finding == SET_ASIDE
    )
    row = db.session.execute(
        select(
            Acknowledgement.zone, is_disputed().label("disputed"), aside.limit(1).scalar_subquery().label("aside")
        ).where(Acknowledgement.id == acknowledgement_id)
    ).one_or_none()
    if row is None:
        return None
    if row.aside is not None:
        day = day_words(clock.local(row.aside, row.zone).date())
        return str(_("The signature was set aside on %(day)s: it does not count.", day=day))
    return str(_("The signature is disputed: it does not count while it is examined.")) if row.disputed else None
