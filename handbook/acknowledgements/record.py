"""The record of a signature: every column that makes it evidence, from what was shown, proven and answered."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from handbook import __version__
from handbook.acknowledgements.forms import SignatureDraft
from handbook.acknowledgements.models import Acknowledgement
from handbook.acknowledgements.readiness import Readiness
from handbook.acknowledgements.surroundings import Surroundings
from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.db import new_id
from handbook.core.errors import Invalid
from handbook.documents.operations import new_code
from handbook.people.sign_in import Proof


@dataclass(frozen=True, slots=True)
class Act:
    """One deliberate act of signing: who, with which form, proven how, where, and how ready."""

    actor: Actor
    draft: SignatureDraft
    proof: Proof
    where: Surroundings
    ready: Readiness

    def record(self, invitation_id: str) -> Acknowledgement:
        """Return the row, not yet stored; raise Invalid where the form tells an impossible time."""
        groups = (self._person(), self._text(), self._reading(), self._form(), self._place(), self.proof.columns())
        return Acknowledgement(
            id=new_id(),
            invitation_id=invitation_id,
            receipt=new_code(),
            program_version=__version__,
            **{name: value for group in groups for name, value in group.items()},
        )

    def _person(self) -> dict[str, object]:
        person = self.ready.context.person
        return {
            "employee_id": self.actor.employee_id,
            "staff_number": person.staff_number,
            "name": person.name,
            "job": person.job,
            "location": person.location,
            "zone": person.zone,
        }

    def _text(self) -> dict[str, object]:
        edition, page = self.ready.context.edition, self.ready.context.page
        return {
            "edition_id": edition.id,
            "manifest_sha256": edition.manifest_sha256,
            "profile": page.profile,
            "language": page.language,
            "pdf_sha256": page.pdf_sha256,
            "html_sha256": page.html_sha256,
            "statement": page.statement,
            "translation_lagged": page.lags,
            "rules_in_source_language": page.gaps,
        }

    def _reading(self) -> dict[str, object]:
        ready = self.ready
        return {
            "signed_before": ready.delta.since,
            "sections_read": ready.sections_read,
            "sections_required": len(ready.delta.required),
            "sections_total": len(ready.context.rule_ids),
            "questions_right": len(ready.questions) - len(ready.open_questions),
            "questions_total": len(ready.questions),
            "consent_id": ready.progress.consent_id,
        }

    def _form(self) -> dict[str, object]:
        draft = self.draft
        return {
            "idempotency_key": draft.idempotency_key,
            "typed_name": draft.typed_name,
            "strokes": draft.strokes,
            "shown_at": _shown_at(draft.shown_at, self.ready.context.edition.recorded_at),
        }

    def _place(self) -> dict[str, object]:
        return {
            "session_id": self.actor.session_id,
            "device": self.where.device,
            "address": self.where.address,
            "shared_device": self.where.shared_device,
        }


def _shown_at(text: str, published_at: datetime) -> datetime:
    """Read when the signing page was opened: after the edition was published, and not in the future."""
    try:
        shown = datetime.fromisoformat(text)
    except ValueError:
        shown = None
    if shown is None or shown.tzinfo is None or not published_at <= shown <= clock.now():
        raise Invalid(_("This form is damaged. Open the signing page again."))
    return shown
