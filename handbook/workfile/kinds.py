"""The groups of lines in a work file, as its filter names them; no database."""

from enum import StrEnum

from flask_babel import gettext as _


class Group(StrEnum):
    """What one filter of the file shows."""

    SIGNATURES = "signatures"
    AGREEMENTS = "agreements"
    VOICES = "voices"
    COMPLAINTS = "complaints"
    TALKS = "talks"
    CASES = "cases"
    STEPS = "steps"
    STATEMENTS = "statements"


def group_words(group: Group) -> str:
    """Return the name of a group in the reader's language."""
    return {
        Group.SIGNATURES: _("Signatures"),
        Group.AGREEMENTS: _("What is agreed"),
        Group.VOICES: _("Thanks and incidents"),
        Group.COMPLAINTS: _("Complaints"),
        Group.TALKS: _("Conversations"),
        Group.CASES: _("Notices"),
        Group.STEPS: _("Steps"),
        Group.STATEMENTS: _("Own statements"),
    }[group]
