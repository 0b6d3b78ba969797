"""Who may see a signature and its sealed paper, record an outcome, and examine a dispute."""

from collections.abc import Collection

from flask_babel import gettext as _

from handbook.core.actor import Actor
from handbook.permissions import Permission, Role


def may_read_paper(actor: Actor, owner_id: str) -> bool:
    """Tell whether the actor may read the sealed paper of this person: the signer or HR, never a supervisor."""
    return actor.employee_id == owner_id or actor.may(Permission.WORK_FILE_READ)


def sees_everybody(actor: Actor) -> bool:
    """Tell whether the actor sees everybody on a board: HR and the auditor; a supervisor sees the own people."""
    return bool(actor.roles & {Role.HR, Role.AUDITOR})


def may_record_about(actor: Actor, employee_id: str, own_people: Collection[str]) -> bool:
    """Tell whether the actor may record an outcome about a person: HR about all, a supervisor about the own people.

    Never about oneself. `own_people` are the ids of those placed with the actor today.
    """
    if actor.employee_id == employee_id or not actor.may(Permission.OUTCOME_RECORD):
        return False
    return Role.HR in actor.roles or employee_id in own_people


def may_record_earlier_days(actor: Actor) -> bool:
    """Tell whether the actor may record what happened on an earlier day: HR; others record the day itself."""
    return actor.may(Permission.ROUND_MANAGE)


def needs_second_examiner(filed_by: str | None, signer_id: str) -> bool:
    """Tell whether setting aside takes two examiners: wherever the signer did not say so, signed in, in person."""
    return filed_by != signer_id


def may_read_questions(actor: Actor) -> bool:
    """Tell whether the actor may read what people ask and why they decline: HR, never a supervisor as such."""
    return actor.may(Permission.QUESTION_ANSWER)


def witness_fault(first_id: str, second_id: str, subject_id: str) -> str | None:
    """Return why two people cannot witness a refusal, or None: two different people, neither of them the subject."""
    if second_id == first_id:
        return _("Second witness: this is you. It must be another person.")
    if subject_id in (first_id, second_id):
        return _("Second witness: the person who refuses cannot be a witness of it.")
    return None


def why_involved(involvement: str) -> str | None:
    """Return why somebody cannot examine a dispute, or None where nothing stands against it.

    `involvement` is one of the words of involvement.py; "" means none.
    """
    return {
        "signer": _("This is about your own signature. Somebody else examines it."),
        "issuer": _("You handed out the way in that was used for this signature. Somebody else examines it."),
        "supervisor": _("You are or were the supervisor of this person. Somebody else examines it."),
        "filer": _("You reported this signature. Somebody else examines it."),
        "address": _("You wrote down the mail address of this person. Somebody else examines it."),
        "helper": _("You changed this person's ways in shortly before the signature. Somebody else examines it."),
        "witness": _("You recorded or witnessed what came of this invitation. Somebody else examines it."),
    }.get(involvement)
