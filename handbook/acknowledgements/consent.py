"""The choice between signing electronically and on paper, in the words that were shown."""

from flask_babel import force_locale
from flask_babel import gettext as _

from handbook.acknowledgements.kinds import Kind
from handbook.acknowledgements.models import Consent, Invitation, Outcome
from handbook.acknowledgements.own_invitation import invitation_to_answer
from handbook.acknowledgements.queries import SignatureContext
from handbook.acknowledgements.reading import ELECTRONIC, PAPER
from handbook.acknowledgements.surroundings import Surroundings
from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.db import new_id
from handbook.core.errors import Invalid
from handbook.core.moments import locale_of
from handbook.ledger.appending import record_evidence


def paragraphs(language: str) -> list[str]:
    """Return what a person is told before the choice, in this language."""
    with force_locale(locale_of(language)):
        return [
            _(
                "You can sign on this screen with your own password, or on paper with a pen. Both count the same. "
                "Nobody may push you either way, and you can change your mind at any time before you sign."
            ),
            _(
                "If you sign on the screen, we keep: your name, staff number, job and place of work; the exact text; "
                "the day and time; which sections you read and that you answered the check questions right in the end; "
                "how you proved that it was you; the kind of device and a part of its address; and your drawing, if "
                "you make one. We keep no wrong answers and no reading times."
            ),
            _(
                "Who sees it: you, at any time, in “My file”; the HR department; and people who check the records. "
                "Your supervisor sees that you signed, not the signed page."
            ),
            _(
                "It is kept as long as you work here, and after that as long as the law asks for it or a question is "
                "still open."
            ),
        ]


def choose_how(actor: Actor, context: SignatureContext, choice: str, language: str, where: Surroundings) -> str:
    """Record how the actor wishes to sign, with the words shown in this language; return the id of the record.

    A choice of paper is also kept with the invitation. Raises Invalid for any other choice.
    """
    if choice not in (ELECTRONIC, PAPER):
        raise Invalid(_("Choose how you wish to sign."))
    consent = Consent(
        id=new_id(),
        employee_id=actor.employee_id,
        choice=choice,
        words="\n\n".join(paragraphs(language)),
        language=language,
        session_id=actor.session_id,
    )
    record_evidence(consent)
    if choice == PAPER:
        invitation = invitation_to_answer(context.edition.id, actor.employee_id)
        record_evidence(_on_paper(actor, context, invitation, where))
    return consent.id


def _on_paper(actor: Actor, context: SignatureContext, invitation: Invitation, where: Surroundings) -> Outcome:
    return Outcome(
        id=new_id(),
        invitation_id=invitation.id,
        employee_id=actor.employee_id,
        edition_id=context.edition.id,
        kind=Kind.PAPER.value,
        happened_at=clock.now(),
        zone=context.person.zone,
        profile=context.page.profile,
        language=context.page.language,
        manifest_sha256=context.edition.manifest_sha256,
        words=_("Wishes to sign on paper."),
        by_employee_id=actor.employee_id,
        by_name=actor.name,
        by_method="signed in",
        device=where.device,
        address=where.address,
    )
