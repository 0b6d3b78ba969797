"""What somebody read a file for, in the language of whoever looks at the list of readers; no database."""

from flask_babel import gettext as _


def purpose_words(purpose: str) -> tuple[str, str]:
    """Return a kept purpose in the reader's language, and what follows its colon, which stays in English.

    The log keeps a purpose in English, so that it says the same to everybody. One that has no words here is returned
    as it was kept, in the second place.
    """
    known, _colon, rest = purpose.partition(": ")
    words = _words().get(known)
    return (words, rest) if words else ("", purpose)


def _words() -> dict[str, str]:
    return {
        "opened the work file": _("opened the work file"),
        "took a copy of the work file": _("took a copy of the work file"),
        "opened steps and conversations": _("opened steps and conversations"),
        "read what was talked about": _("read what was talked about"),
        "standing by a colleague": _("standing by a colleague"),
        "read what is agreed about rules": _("read what is agreed about rules"),
        "read what is agreed about a rule": _("read what is agreed about a rule"),
        "examined a disputed signature": _("examined a disputed signature"),
        "opened the signed handbook": _("opened the signed handbook"),
        "took signed PDFs away": _("took signed PDFs away"),
        "exported signed PDFs": _("exported signed PDFs"),
        "opened the step": _("opened the step"),
        "opened the letter": _("opened the letter"),
        "working on the case": _("working on the case"),
        "opened a paper of the folder": _("opened a paper of the folder"),
        "opened a letter of the case": _("opened a letter of the case"),
        "before a step": _("before a step"),
    }
