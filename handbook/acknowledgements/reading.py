"""How far a person has come: kept on the server, rule by rule, in the language that was read."""

from dataclasses import dataclass
from math import ceil
from typing import Any

from flask import url_for
from sqlalchemy import BindParameter, Select, bindparam, literal, or_, select, union_all

from handbook.acknowledgements.delta import Earlier, delta_of
from handbook.acknowledgements.models import Acknowledgement, Consent, RightAnswer, SectionRead
from handbook.acknowledgements.standing import stands
from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.rules import reading as rules_reading
from handbook.rules.models import Edition
from handbook.rules.queries import EditionRow, PageRow
from handbook.rules.reading import Reading

SECONDS_PER_RULE = 25
ELECTRONIC, PAPER = "electronic", "paper"
Shared = Select[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Progress:
    """What is known of a person and an edition: sections read, standing signatures under any edition.

    Only `progress_to_sign` fills in the rest: whose check questions were answered right, and how the person chose to
    sign (a choice of paper counts for the edition at hand alone).
    """

    read: frozenset[str]
    earlier: tuple[Earlier, ...]
    right: frozenset[str] = frozenset()
    consent_id: str | None = None
    choice: str = ""

    def has_signed(self, edition_id: str) -> bool:
        """Tell whether a signature of this person under this edition stands."""
        return any(one.edition_id == edition_id for one in self.earlier)


def install() -> None:
    """Let the handbook pages show how far the reader has come."""
    rules_reading.use(reading_of)


def reading_of(actor: Actor, edition: EditionRow, page: PageRow) -> Reading | None:
    """Return how far the actor has come with this page (one query)."""
    progress = progress_of(actor.employee_id, edition.id, page.language)
    required = delta_of(edition, page, progress.earlier).required
    done = sum(1 for rule_id in required if rule_id in progress.read)
    return Reading(
        done=done,
        total=len(required),
        minutes_left=ceil((len(required) - done) * SECONDS_PER_RULE / 60),
        read_rule_ids=progress.read,
        required=required,
        post_url=url_for("acknowledgements.mark_read"),
        sign_url=url_for("acknowledgements.show_sign", lang=page.language),
        questions_url=url_for("acknowledgements.show_questions", lang=page.language),
        signed=progress.has_signed(edition.id),
    )


def progress_of(employee_id: str, edition_id: str, language: str) -> Progress:
    """Return what a person has read of an edition in a language, and signed at all (one query)."""
    return _progress(_READ, employee_id, edition_id, language)


def progress_to_sign(employee_id: str, edition_id: str, language: str) -> Progress:
    """Return all that counts at the moment of signing (one query)."""
    return _progress(_ALL, employee_id, edition_id, language)


def _progress(query: Any, employee_id: str, edition_id: str, language: str) -> Progress:
    values = {"employee_id": employee_id, "edition_id": edition_id, "language": language}
    rows = db.session.connection().execute(query, values).all()
    consent = next((row for row in rows if row.what == "consent"), None)
    return Progress(
        read=frozenset(row.key for row in rows if row.what == "read"),
        earlier=tuple(Earlier(row.number, row.key, row.more, row.most) for row in rows if row.what == "signed"),
        right=frozenset(row.key for row in rows if row.what == "right"),
        consent_id=consent.key if consent else None,
        choice=consent.more if consent else "",
    )


NOTHING, NO_NUMBER = literal(""), literal(0)


def _row(what: str, key: Any, more: Any = NOTHING, most: Any = NOTHING, number: Any = NO_NUMBER) -> Shared:
    """Return the SELECT of one kind of fact in the shape that all kinds share."""
    shape = {"what": literal(what), "key": key, "more": more, "most": most, "number": number}
    return select(*(column.label(name) for name, column in shape.items()))


def _newest_choice() -> Shared:
    """Return the newest choice between electronic and paper; one for paper lasts until the next edition."""
    newest = (
        select(Consent.id, Consent.choice, Consent.recorded_at)
        .where(Consent.employee_id == bindparam("employee_id"))
        .order_by(Consent.recorded_at.desc(), Consent.id)
        .limit(1)
        .subquery()
    )
    published = select(Edition.recorded_at).where(Edition.id == bindparam("edition_id")).scalar_subquery()
    lasting = or_(newest.c.choice == ELECTRONIC, newest.c.recorded_at >= published)
    return _row("consent", newest.c.id, newest.c.choice).where(lasting)


_MINE: dict[str, BindParameter[str]] = {name: bindparam(name) for name in ("employee_id", "edition_id", "language")}
_SECTIONS = _row("read", SectionRead.rule_id).where(
    SectionRead.employee_id == _MINE["employee_id"],
    SectionRead.edition_id == _MINE["edition_id"],
    SectionRead.language == _MINE["language"],
)
_SIGNATURES = (
    _row("signed", Acknowledgement.edition_id, Acknowledgement.profile, Acknowledgement.language, Edition.number)
    .join(Edition, Edition.id == Acknowledgement.edition_id)
    .where(Acknowledgement.employee_id == _MINE["employee_id"], stands())
)
_RIGHT = _row("right", RightAnswer.rule_id).where(
    RightAnswer.employee_id == _MINE["employee_id"], RightAnswer.edition_id == _MINE["edition_id"]
)
# Built once: every page of the handbook runs the first, the 304 too.
_READ = union_all(_SECTIONS, _SIGNATURES)
_ALL = union_all(_SECTIONS, _SIGNATURES, _RIGHT, _newest_choice())
