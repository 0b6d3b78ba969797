"""Beside a rule, for one reader alone: what is agreed with them about it."""

from flask import url_for

from handbook.adjustments.queries import agreed_with
from handbook.adjustments.wording import days_words
from handbook.core.actor import Actor
from handbook.people.identity import chosen_language
from handbook.rules import own_words
from handbook.rules.own_words import OwnWords


def install() -> None:
    """Let the page of a rule show what is agreed with its reader."""
    own_words.use(words_for)


def words_for(actor: Actor, rule_id: str) -> list[OwnWords]:
    """Return what is agreed with the actor about a rule (one query)."""
    return [
        OwnWords(
            one.words,
            one.language,
            days_words(one.from_on, one.until),
            url_for("adjustments.show_one", adjustment_id=one.id),
        )
        for one in agreed_with(actor.employee_id, chosen_language(), rule_id)
    ]
