"""Publishing the draft: what stands in the way, and exactly what a person saw before pressing the button."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from flask_babel import gettext as _
from flask_babel import ngettext

from handbook.core import clock, jobs
from handbook.core.actor import Actor
from handbook.core.errors import Conflict, Invalid, Refused
from handbook.ledger.canonical import canonical
from handbook.people.sign_in import Proof
from handbook.people.still_proven import require_still_proven
from handbook.permissions import Permission
from handbook.publishing import consulting, kinds
from handbook.publishing.consulting import Counts
from handbook.publishing.kinds import Judgement
from handbook.publishing.pending import Pending, pending

PUBLISH = "publishing.publish"
NOTICE_DAYS = 14


@dataclass(frozen=True, slots=True)
class Publication:
    """The draft as it would be published now. `consulted` says in words who was asked; `remarks` counts them."""

    pending: Pending
    judgements: Mapping[str, Judgement]
    remarks: Counts
    consulted: str

    @property
    def editorial(self) -> dict[str, str]:
        """The changes that two people call a matter of wording, by rule with the hash of what they saw."""
        return {
            rule_id: self.pending.besides[rule_id].seen_sha256
            for rule_id, one in self.judgements.items()
            if one.counts_as_editorial
        }

    @property
    def waiting(self) -> list[str]:
        """The rules of which an editorial change waits to be confirmed."""
        return [rule_id for rule_id, one in self.judgements.items() if one.waits]

    @property
    def fingerprint(self) -> str:
        """The SHA-256 over all that a person presses the button for: draft, edition before, kinds, who was asked."""
        last = self.pending.last
        seen = {
            "draft": self.pending.draft.fingerprint,
            "previous": last.manifest_sha256 if last else None,
            "editorial": self.editorial,
            "consulted": self.consulted,
        }
        return sha256(canonical(seen)).hexdigest()

    @property
    def why_not(self) -> Sequence[str]:
        """Say in words what stands in the way, the first thing to do first; nothing where it can be published."""
        found = []
        if self.pending.faults:
            found.append(_("Correct the faults of the draft first."))
        elif not self.pending.has_changes:
            found.append(_("Nothing differs from the newest edition. Change a rule first."))
        if self.waiting:
            found.append(
                ngettext(
                    "Another person must confirm %(num)s editorial change first, or you call it material.",
                    "Another person must confirm %(num)s editorial changes first, or you call them material.",
                    len(self.waiting),
                )
            )
        if self.remarks.unanswered:
            found.append(consulting.waiting_words(self.remarks.unanswered))
        return found


@dataclass(frozen=True, slots=True)
class PublishDraft:
    """What the form hands over: why it changes, from which day it counts, and the fingerprint of what was shown."""

    note: str
    effective_on: date
    seen: str
    idempotency_key: str


def publication() -> Publication:
    """Return what would be published now (a fixed number of queries; renders the texts that are new)."""
    return publication_of(pending())


def publication_of(found: Pending) -> Publication:
    """Return the same for a draft that has been read already: what people said of it is asked anew (seven queries)."""
    source = found.book.frame.source if found.book else "en"
    return Publication(found, kinds.judgements(found.besides), consulting.counts(), consulting.in_words(source))


def start(actor: Actor, proof: Proof, seen: Publication, draft: PublishDraft) -> str:
    """Let the worker publish exactly what was seen; return the job's id (inside a transaction).

    The same form twice gives the same job. Raises Refused for somebody else's proof, Conflict where the draft is
    another than the one shown, Invalid where something stands in the way.
    """
    if proof.employee_id != actor.employee_id or not actor.may(Permission.HANDBOOK_PUBLISH):
        raise Refused(_("Nobody can publish for another person."))
    require_still_proven(proof)
    if seen.fingerprint != draft.seen:
        raise Conflict(changed_words())
    if seen.why_not:
        raise Invalid(*seen.why_not)
    if draft.effective_on < clock.now().date():
        raise Invalid(
            _("In force from: nothing takes effect before notice of it was given. Choose today or a later day.")
        )
    payload = {"note": draft.note, "effective_on": draft.effective_on.isoformat(), "seen": draft.seen}
    return jobs.enqueue(PUBLISH, f"{actor.employee_id} {draft.idempotency_key}", payload, actor.employee_id)


def changed_words() -> str:
    """Say that the draft is another one by now."""
    return _("The draft, or what was said about it, has changed since you looked. Look at it again, then publish.")
