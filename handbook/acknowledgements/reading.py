"""How far a person has read: kept on the server, rule by rule, in the language that was read."""

from collections.abc import Sequence
from math import ceil

from flask import url_for
from sqlalchemy import bindparam, literal, select

from handbook.acknowledgements.models import Acknowledgement, SectionRead
from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.rules import reading as rules_reading
from handbook.rules.reading import Reading

SECONDS_PER_RULE = 25


def install() -> None:
    """Let the handbook pages show how far the reader has come."""
    rules_reading.use(reading_of)


def reading_of(actor: Actor, edition_id: str, language: str, rule_ids: Sequence[str]) -> Reading | None:
    """Return how far the actor has come with this edition in this language (one query)."""
    read = read_rules(actor.employee_id, edition_id, language)
    done = sum(1 for rule_id in rule_ids if rule_id in read)
    left = ceil((len(rule_ids) - done) * SECONDS_PER_RULE / 60)
    return Reading(
        done=done,
        total=len(rule_ids),
        minutes_left=left,
        read_rule_ids=read,
        post_url=url_for("acknowledgements.mark_read"),
        sign_url=url_for("acknowledgements.show_sign", lang=language),
        signed=SIGNED in read,
    )


SIGNED = "(signed)"  # no rule can have this id
# Built once: every page of the handbook runs it, the 304 too.
_READ = (
    select(SectionRead.rule_id)
    .where(
        SectionRead.employee_id == bindparam("employee_id"),
        SectionRead.edition_id == bindparam("edition_id"),
        SectionRead.language == bindparam("language"),
    )
    .union_all(
        select(literal(SIGNED)).where(
            Acknowledgement.employee_id == bindparam("employee_id"),
            Acknowledgement.edition_id == bindparam("edition_id"),
        )
    )
)


def read_rules(employee_id: str, edition_id: str, language: str) -> frozenset[str]:
    """Return the ids of the rules read, and SIGNED where the edition is signed already."""
    values = {"employee_id": employee_id, "edition_id": edition_id, "language": language}
    return frozenset(db.session.connection().execute(_READ, values).scalars())
