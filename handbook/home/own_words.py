"""What the start page says to a person who has answered otherwise than by signing: nothing is asked of them again."""

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from handbook.acknowledgements.queries import OwnAnswer
from handbook.core.moments import day_words


@dataclass(frozen=True, slots=True)
class Said:
    """What the person said, what follows from it, and what they may still do."""

    lead: str
    detail: str
    url: str
    action: str


def said_of(answer: OwnAnswer, edition: int, language: str) -> Said:
    """Return the words for what a person has said of this edition."""
    return WORDS[answer.kind](day_words(answer.day), edition, language)


def _declined(day: str, edition: int, language: str) -> Said:
    return Said(
        _("On %(day)s you declined to sign the handbook, edition %(number)s.", day=day, number=edition),
        _("It is not held against you. You may still sign, on any day, if you wish."),
        url_for("acknowledgements.show_sign", lang=language),
        _("Read and sign after all"),
    )


def _asked(day: str, edition: int, language: str) -> Said:
    return Said(
        _("Your question of %(day)s about edition %(number)s waits for an answer.", day=day, number=edition),
        _("HR answers here and by mail. Your deadline waits: you have seven days from the answer."),
        url_for("acknowledgements.show_question", lang=language),
        _("Look at my question"),
    )


def _on_paper(day: str, edition: int, language: str) -> Said:
    return Said(
        _("On %(day)s you chose to sign the handbook, edition %(number)s, on paper.", day=day, number=edition),
        _(
            "HR prints the handbook and its last page for you. You read it, sign it with a pen, and it is put in your "
            "file. Reading is working time."
        ),
        url_for("acknowledgements.show_how", lang=language),
        _("Sign on the screen after all"),
    )


# By the kind of outcome; no other is a word of the person's own.
WORDS = {"declined": _declined, "question": _asked, "paper": _on_paper}
