"""What may lie in an investigation folder, and what a person may say in a case; no database."""

from enum import StrEnum

from flask_babel import gettext as _


class NoteKind(StrEnum):
    """What an entry of the folder is."""

    NOTE = "note"
    INTERVIEW = "interview"
    DOCUMENT = "document"
    PICTURE = "picture"


class AnswerKind(StrEnum):
    """What the person says or asks for, or that they opened the notice."""

    OPENED = "opened"
    ANSWER = "answer"
    COMPANION = "companion"
    INTERPRETER = "interpreter"
    POSTPONE = "postpone"
    NOTES_CONFIRMED = "notes_confirmed"
    NOTES_ADDED = "notes_added"


def note_words(kind: NoteKind) -> str:
    """Return the name of a kind of entry in the reader's language."""
    return {
        NoteKind.NOTE: _("Note"),
        NoteKind.INTERVIEW: _("Talk with somebody"),
        NoteKind.DOCUMENT: _("Paper (PDF)"),
        NoteKind.PICTURE: _("Photo"),
    }[kind]


def answer_words(kind: AnswerKind) -> str:
    """Return what the person did, in the reader's language."""
    return {
        AnswerKind.OPENED: _("Notice opened"),
        AnswerKind.ANSWER: _("Answer in writing"),
        AnswerKind.COMPANION: _("Companion named"),
        AnswerKind.INTERPRETER: _("Interpreter asked for"),
        AnswerKind.POSTPONE: _("Another time asked for"),
        AnswerKind.NOTES_CONFIRMED: _("Notes of the hearing confirmed"),
        AnswerKind.NOTES_ADDED: _("Words added to the notes of the hearing"),
    }[kind]
