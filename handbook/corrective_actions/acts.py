"""What an act of will keeps of who did it, and the refusal to act for another person."""

from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from handbook.core.actor import Actor
from handbook.core.db import Id, UtcDateTime
from handbook.core.errors import Refused
from handbook.core.moments import language_now
from handbook.people.sign_in import Proof


class Act:
    """Mixin: who did it (the person, never the account), by which way, and in which language.

    `written_in`: the language of the pages on which they acted, in which their own words are taken to be written.
    """

    by_id: Mapped[str] = mapped_column(Id, ForeignKey("employee.id"))
    by_name: Mapped[str] = mapped_column(Text)
    via: Mapped[str] = mapped_column(Text)
    written_in: Mapped[str] = mapped_column(Text)


class ProvenAct(Act):
    """Mixin: how the person was proven at that moment, and who had set the credential, and when."""

    method: Mapped[str] = mapped_column(Text)
    proven_at: Mapped[datetime] = mapped_column(UtcDateTime)
    credential_set_at: Mapped[datetime] = mapped_column(UtcDateTime)
    credential_issued_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    credential_issued_by: Mapped[str | None] = mapped_column(Id)
    soon_after_reset: Mapped[bool]


def require_proven(actor: Actor, proof: Proof) -> None:
    """Raise Refused where the person who was proven is not the one who acts."""
    if proof.employee_id != actor.employee_id:
        raise Refused(_("Nobody can act for another person."))


def by_columns(actor: Actor) -> dict[str, Any]:
    """Return the columns of `Act` for this actor."""
    return {
        "by_id": actor.employee_id,
        "by_name": actor.name,
        "via": actor.via,
        "written_in": language_now(),
    }


def proof_columns(actor: Actor, proof: Proof) -> dict[str, Any]:
    """Return the columns of `ProvenAct` for this actor, proven at this moment."""
    return {**by_columns(actor), **proof.columns()}
