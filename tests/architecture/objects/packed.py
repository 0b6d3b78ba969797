"""A printed hearing pack of every case, for those who have a part in it."""

from handbook.core import clock
from handbook.core.db import db, new_id
from handbook.core.jobs import Job
from handbook.core.transaction import end_read, transaction
from handbook.corrective_actions.hearing_pack.models import HearingPack
from handbook.corrective_actions.hearing_pack.queries import PRINT
from handbook.documents.queries import store
from tests import factories
from tests.architecture.objects.cases import Cases


class Packed:
    """One print of the case that each relation finds; a few bytes stand for the PDF."""

    KINDS = ("hearing pack",)

    def __init__(self, cases: Cases) -> None:
        self.cases, self.packs = cases, {}
        self.by = factories.person_id("dmitri")
        end_read()
        for _complaint, case_id, _action in cases.letters.values():
            self.packs[case_id] = self._print(case_id)

    def find(self, _kind: str, relation: str, role: str) -> dict[str, str] | None:
        """Return the print of the case that stands so to this role, or None."""
        found = self.cases.find("case", relation, role)
        return found | {"pack_id": self.packs[found["case_id"]]} if found else None

    def _print(self, case_id: str) -> str:
        pack_id, name, now = new_id(), store().put(b"%PDF-1.7"), clock.now()
        printed = {"printed_at": now, "sha256": name, "pages": 1, "position": 1}
        with transaction():
            db.session.add(
                HearingPack(
                    id=pack_id,
                    case_id=case_id,
                    idempotency_key=pack_id,
                    language="en",
                    asked_by=self.by,
                    asked_at=now,
                    **printed,
                )
            )
            db.session.add(Job(id=new_id(), kind=PRINT, key=pack_id, payload={}, state="done"))
        return pack_id
