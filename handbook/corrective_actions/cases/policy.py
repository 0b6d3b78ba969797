"""Who may do what in a case: different people find out and decide; no database."""

from dataclasses import dataclass

from flask_babel import gettext as _

from handbook.core.actor import Actor
from handbook.corrective_actions.cases.parts import Part
from handbook.permissions import Permission


@dataclass(frozen=True, slots=True)
class CaseParties:
    """The people of a case, by employee id. `filer_id` wrote the complaint down (None: a customer did).

    `working_ids` have a part now that opens the case, `ever_ids` ever had a part. By all records of each human, as they
    are known at this moment: `named_ids` are named in it or witnesses, `found_out_ids` ever looked into it,
    `decided_ids` ever were its decider, `decider_ids` are so now, `filer_ids` wrote it down. `is_small`: the ladder is
    that of a small firm, in which one person may do both.
    """

    subject_id: str
    investigator_id: str
    decider_id: str
    filer_id: str | None
    working_ids: frozenset[str] = frozenset()
    ever_ids: frozenset[str] = frozenset()
    named_ids: frozenset[str] = frozenset()
    found_out_ids: frozenset[str] = frozenset()
    decided_ids: frozenset[str] = frozenset()
    decider_ids: frozenset[str] = frozenset()
    filer_ids: frozenset[str] = frozenset()
    is_small: bool = False

    @property
    def is_one_hand(self) -> bool:
        """Whether who decides has looked into the matter as well, as the ladder allows."""
        return self.is_small and self.decider_id in {self.investigator_id, *self.found_out_ids}


def is_concerned(employee_id: str, case: CaseParties) -> bool:
    """Tell whether the matter is about this person: the subject, or another whom the complaint names."""
    return employee_id == case.subject_id or employee_id in case.named_ids


def wrote_it(employee_id: str, case: CaseParties) -> bool:
    """Tell whether this person wrote the complaint down, by whichever of their records."""
    return employee_id == case.filer_id or employee_id in case.filer_ids


def can_look_into(employee_id: str, case: CaseParties) -> bool:
    """Tell whether a person who has that part may go on looking into the matter: not concerned, did not complain."""
    return not is_concerned(employee_id, case) and not wrote_it(employee_id, case)


def can_look_at_bars(employee_id: str, case: CaseParties) -> bool:
    """Tell whether a person may say that a step may go on in spite of a bar: not concerned, filer or decider.

    Nor whoever looked into the matter, but in a small firm: what bars a step is none of the investigator's business.
    """
    has_part = {case.decider_id, *case.decider_ids}
    if not case.is_small:
        has_part |= {case.investigator_id, *case.found_out_ids}
    return why_not(frozenset({employee_id}), case, Part.APPROVER) is None and employee_id not in has_part


def can_decide(employee_id: str, case: CaseParties) -> bool:
    """Tell whether a person may decide: not concerned, did not write the complaint down, did not look into it."""
    return why_not(frozenset({employee_id}), case, Part.DECIDER) is None


def why_not(human: frozenset[str], case: CaseParties, part: Part) -> str | None:
    """Return in words why a human may not have a part, or None. `human`: all records that are this one person.

    A small firm may let one person look into a matter and decide it; nothing else is ever dropped.
    """
    if case.subject_id in human:
        return _("The case is about this person.")
    if human & case.named_ids:
        return _("The complaint names this person, or they are a witness: the matter concerns them.")
    if case.filer_id in human or human & case.filer_ids:
        return _("This person wrote the complaint down. Who complains neither looks into it nor decides it.")
    if case.is_small:
        return None
    if part is Part.DECIDER and human & {case.investigator_id, *case.found_out_ids}:
        return _("Who looked into a matter never decides it.")
    if part is Part.INVESTIGATOR and human & {case.decider_id, *case.decided_ids}:
        return _("Who decides a matter never looks into it.")
    return None


def may_read_case(actor: Actor, case: CaseParties) -> bool:
    """Tell whether the case page opens: for those who have a part in it now."""
    return (
        actor.employee_id in case.working_ids
        and actor.may(Permission.CASE_READ)
        and not is_concerned(actor.employee_id, case)
    )


def may_investigate(actor: Actor, case: CaseParties) -> bool:
    """Tell whether the actor may look into the matter and tell the person: the one who has that part now."""
    finds_out = actor.employee_id == case.investigator_id and actor.may(Permission.CASE_OPEN)
    return finds_out and may_read_case(actor, case) and can_look_into(actor.employee_id, case)


def may_hear(actor: Actor, case: CaseParties) -> bool:
    """Tell whether the actor may hear the person and answer the tests: the decider of this case alone."""
    decides = actor.employee_id == case.decider_id and actor.may(Permission.STEP_PROPOSE)
    return decides and may_read_case(actor, case) and can_decide(actor.employee_id, case)


def may_arrange(actor: Actor, case: CaseParties) -> bool:
    """Tell whether the actor may arrange the hearing: whoever looks into the matter, and whoever decides it."""
    return may_investigate(actor, case) or may_hear(actor, case)


def may_assign(actor: Actor, case: CaseParties) -> bool:
    """Tell whether the actor may give a part to another person: HR, not concerned; what is in the case stays closed."""
    return actor.may(Permission.CASE_OPEN) and not is_concerned(actor.employee_id, case)
