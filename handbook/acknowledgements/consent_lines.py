"""What the work file shows of the choice between screen and paper: agreed to the screen, and took that back."""

from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, literal, or_, select
from sqlalchemy.orm import aliased

from handbook.acknowledgements.models import Consent
from handbook.acknowledgements.reading import ELECTRONIC
from handbook.core.db import db
from handbook.core.moments import moment_words
from handbook.core.timeline import TimelineEntry
from handbook.people.identity import LANGUAGES
from handbook.people.queries import NOWHERE, zone_of

KIND = "consent"


def consent_lines(employee_id: str) -> Select[*tuple[Any, ...]]:
    """Return the SELECT of a person's lines: (at, kind, id, folder).

    A choice of paper takes something back only where the screen was chosen last; any other stands on the file already,
    as what came of the invitation.
    """
    before = aliased(Consent)
    last = (
        select(before.choice)
        .where(before.employee_id == Consent.employee_id, before.recorded_at < Consent.recorded_at)
        .order_by(before.recorded_at.desc(), before.id)
        .limit(1)
        .correlate(Consent)
        .scalar_subquery()
    )
    columns = (Consent.recorded_at.label("at"), literal(KIND).label("kind"), Consent.id.label("id"))
    told = or_(Consent.choice == ELECTRONIC, last == ELECTRONIC)
    return select(*columns, literal("personnel").label("folder")).where(Consent.employee_id == employee_id, told)


def consent_entries(ids: list[str]) -> dict[str, TimelineEntry]:
    """Load the lines of these choices (one query)."""
    zone = zone_of(Consent.employee_id, Consent.recorded_at).label("zone")
    query = select(Consent.id, Consent.choice, Consent.language, Consent.recorded_at, zone)
    return {
        row.id: TimelineEntry(
            state="good" if row.choice == ELECTRONIC else "paper",
            title=_("Agreed to sign on the screen")
            if row.choice == ELECTRONIC
            else _("Took back the agreement to sign on the screen"),
            at=row.recorded_at,
            when=moment_words(row.recorded_at, row.zone or NOWHERE),
            fine=_("Told beforehand in %(language)s what is kept.", language=LANGUAGES.get(row.language, row.language)),
        )
        for row in db.session.execute(query.where(Consent.id.in_(ids)))
    }
