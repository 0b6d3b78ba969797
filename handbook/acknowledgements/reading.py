"""How far a person has read: kept on the server, rule by rule, in the language that was read."""

from collections.abc import Sequence
from math import ceil

from flask import url_for
from sqlalchemy import select

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


def read_rules(employee_id: str, edition_id: str, language: str) -> frozenset[str]:
    """Return the ids of the rules read, and SIGNED where the edition is signed already."""
    rules = select(SectionRead.rule_id).where(
        SectionRead.employee_id == employee_id,
        SectionRead.edition_id == edition_id,
        SectionRead.language == language,
    )
    signed = select(db.literal(SIGNED)).where(
        Acknowledgement.employee_id == employee_id, Acknowledgement.edition_id == edition_id
    )
    return frozenset(db.session.scalars(rules.union_all(signed)))
