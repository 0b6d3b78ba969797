"""What kind of change each rule of the draft is: what its author said, and who has confirmed exactly that."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import func, select

from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.core.errors import Conflict, Invalid
from handbook.core.transaction import session_of_transaction
from handbook.people.models import Employee
from handbook.publishing.models import ChangeKind, EditorialConfirmation
from handbook.publishing.pending import Pending
from handbook.publishing.policy import why_not_confirm
from handbook.rules.beside import EDITORIAL, MATERIAL, RuleBeside
from handbook.rules.models import DraftWriter, Edition

KINDS = (MATERIAL, EDITORIAL)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was said of a change as it stands now; material is what counts until somebody says otherwise.

    `editors` wrote the texts that differ. `outdated`: somebody called an earlier state of it editorial.
    """

    kind: str
    said_by: str | None = None
    said_by_name: str = ""
    said_at: datetime | None = None
    confirmed_by: tuple[str, ...] = ()
    editors: frozenset[str] = frozenset()
    outdated: bool = False

    @property
    def waits(self) -> bool:
        """Tell whether another person still has to confirm."""
        return self.kind == EDITORIAL and not self.confirmed_by

    @property
    def counts_as_editorial(self) -> bool:
        """Tell whether an edition published now would call it editorial."""
        return self.kind == EDITORIAL and bool(self.confirmed_by)

    def why_not_confirm(self, employee_id: str) -> str:
        """Say why this person may not confirm; nothing where they may."""
        return why_not_confirm(employee_id, self.said_by or "", self.editors)


def judgements(besides: Mapping[str, RuleBeside]) -> dict[str, Judgement]:
    """Return what is said of each of these changes (three queries)."""
    query = select(ChangeKind, Employee.name).join(Employee, Employee.id == ChangeKind.said_by)
    said = {row.rule_id: (row, name) for row, name in db.session.execute(query)}
    confirmed = _confirmations([beside.seen_sha256 for beside in besides.values()])
    editors = _editors(besides)
    found = {}
    for rule_id, beside in besides.items():
        row, name = said.get(rule_id, (None, ""))
        found[rule_id] = _judgement(beside, row, name, confirmed, frozenset(editors.get(rule_id, ())))
    return found


def editorial(besides: Mapping[str, RuleBeside]) -> dict[str, str]:
    """Return the changes that two people call a matter of wording, by rule with the hash of what they saw."""
    found = judgements(besides)
    return {rule_id: beside.seen_sha256 for rule_id, beside in besides.items() if found[rule_id].counts_as_editorial}


def say(actor: Actor, seen: Pending, rule_id: str, kind: str, seen_sha256: str) -> None:
    """Write down what kind of change a rule is, for exactly what was seen (inside a transaction).

    Raises Conflict where the rule stands otherwise by now, Invalid where such a change is always material.
    """
    beside = seen.besides.get(rule_id)
    if beside is None or beside.seen_sha256 != seen_sha256:
        raise Conflict(_("This rule was changed meanwhile. Look at what differs now, then say it again."))
    if kind not in KINDS:
        raise Invalid(_("Say whether the change is material or editorial."))
    if kind == EDITORIAL and not beside.may_be_editorial:
        raise Invalid(
            _(
                "This change is always material: the rule is new or gone, or its severity, kind, readers or figures "
                "change."
            )
        )
    row = session_of_transaction().get(ChangeKind, rule_id, with_for_update=True)
    if row is not None and (row.kind, row.seen_sha256) == (kind, seen_sha256):
        return  # said already: who said it first keeps having said it
    values = {"kind": kind, "seen_sha256": seen_sha256, "said_by": actor.employee_id, "said_at": clock.now()}
    if row is None:
        session_of_transaction().add(ChangeKind(rule_id=rule_id, **values))
    else:
        for name, value in values.items():
            setattr(row, name, value)
    session_of_transaction().flush()


def _judgement(
    beside: RuleBeside,
    said: ChangeKind | None,
    name: str,
    confirmed: Sequence[tuple[EditorialConfirmation, str]],
    editors: frozenset[str],
) -> Judgement:
    if said is None or not beside.may_be_editorial:
        return Judgement(MATERIAL, editors=editors)
    if said.seen_sha256 != beside.seen_sha256:
        return Judgement(MATERIAL, editors=editors, outdated=said.kind == EDITORIAL)
    names = [
        by
        for one, by in confirmed
        if (one.rule_id, one.seen_sha256, one.said_by) == (said.rule_id, said.seen_sha256, said.said_by)
        # Somebody may have called it material since: then it takes a new word.
        and one.recorded_at >= said.said_at
        and not why_not_confirm(one.confirmed_by, said.said_by, editors)
    ]
    return Judgement(said.kind, said.said_by, name, said.said_at, tuple(names), editors)


def _confirmations(hashes: Sequence[str]) -> list[tuple[EditorialConfirmation, str]]:
    """Return the confirmations of changes as they stand, with the names of those who gave them (one query)."""
    query = select(EditorialConfirmation, Employee.name).join(
        Employee, Employee.id == EditorialConfirmation.confirmed_by
    )
    wanted = query.where(EditorialConfirmation.seen_sha256.in_(hashes)).order_by(EditorialConfirmation.recorded_at)
    return [(row, name) for row, name in db.session.execute(wanted)]


def _editors(besides: Mapping[str, RuleBeside]) -> dict[str, set[str]]:
    """Return who had a hand in the texts that differ since the newest edition, by rule (one query)."""
    last = select(func.coalesce(func.max(Edition.number), 0)).scalar_subquery()
    rows = db.session.execute(
        select(DraftWriter.rule_id, DraftWriter.language, DraftWriter.employee_id).where(
            DraftWriter.rule_id.in_(list(besides)), DraftWriter.after_edition == last
        )
    )
    found: dict[str, set[str]] = {}
    for rule_id, language, employee_id in rows:
        before, after = besides[rule_id].texts.get(language, (None, None))
        if before != after:
            found.setdefault(rule_id, set()).add(employee_id)
    return found
