"""In which language a letter about a step can honestly be written, and words that evidence keeps."""

from flask_babel import gettext as _

from handbook.corrective_actions.ladders.ladder import Step
from handbook.documents.letters import language_of_letter
from handbook.people.identity import LANGUAGES

# The template of each step's letter, in the folder of a language.
LETTERS = {
    Step.VERBAL: "step-verbal",
    Step.WRITTEN: "step-written",
    Step.FINAL: "step-final",
    Step.SUSPENSION: "step-suspension",
    Step.DISMISSAL: "step-dismissal",
}


def language_for(wanted: str, letter: Step | str) -> str:
    """Return the language of a letter: the wanted one, or English where nobody has written it in that one."""
    name = LETTERS[letter] if isinstance(letter, Step) else letter
    return language_of_letter(wanted, name) if wanted in LANGUAGES else "en"


def receipt_words(reference: str) -> str:
    """Return what an employee confirms, in the reader's language."""
    return _(
        "I have received the letter %(reference)s. This is a receipt, not agreement with what it says.",
        reference=reference,
    )
