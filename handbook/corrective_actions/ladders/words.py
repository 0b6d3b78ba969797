"""What a ladder says, in words for everybody who works here."""

from flask_babel import gettext as _
from flask_babel import ngettext

from handbook.corrective_actions.ladders.ladder import Rung, Scope, Separation, Severity, Step, step_title
from handbook.permissions import Role


def scope_words(scope: Scope) -> str:
    """Return to which later breach a step leads on."""
    return {
        Scope.SAME_RULE: _("a later breach of the same rule"),
        Scope.CHAPTER: _("a later breach of a rule of the same chapter"),
        Scope.ANY: _("a later breach of any rule"),
    }[scope]


def severity_words(severity: Severity) -> str:
    """Return how grave a breach is."""
    return {
        Severity.MINOR: _("A minor rule"),
        Severity.SERIOUS: _("A serious rule"),
        Severity.GROSS: _("Gross misconduct"),
    }[severity]


def separation_words(separation: Separation) -> str:
    """Return what one person does here that two do as a rule, as a letter prints it."""
    return {
        Separation.INVESTIGATOR_DECIDES: _("The person who looked into the matter also decided it."),
        Separation.HEARER_IS_NOT_SENIOR: _("The appeal was heard by somebody who is not senior to the decider."),
    }[separation]


def decider_words(rung: Rung) -> str:
    """Return who decides a step."""
    names = {Role.HR: _("HR"), Role.DECISION_MAKER: _("a decision-maker")}
    chosen = [words for role, words in names.items() if role in rung.decides]
    return _("%(one)s or %(other)s", one=chosen[0], other=chosen[1]) if len(chosen) == 2 else chosen[0]


def approver_words(rung: Rung) -> str:
    """Return how many others must approve a step."""
    if rung.approvers == 0:
        return _("nobody else")
    return ngettext("%(num)s other person", "%(num)s other people", rung.approvers)


def live_words(rung: Rung) -> str:
    """Return how long a step counts."""
    if rung.months is None:
        return _("it does not lapse")
    return ngettext("%(num)s month", "%(num)s months", rung.months)


def first_words(step: Step | None) -> str:
    """Return where a first breach leads."""
    return step_title(step) if step else _("A talk")


def days_words(days: int | None) -> str:
    """Return a number of days, or that there is no limit."""
    return _("no limit") if days is None else ngettext("%(num)s day", "%(num)s days", days)


def line_words() -> dict[str, str]:
    """Return what the lines of a ladder beside its steps are called, by the names under which their source is kept."""
    return {
        "first": _("A first breach"),
        "reply_days": _("Working days for a reply"),
        "appeal_days": _("Working days for an appeal"),
        "notice_days": _("Working days between notice and hearing"),
        "post_days": _("Working days after which a posted letter counts as delivered"),
        "limitation_days": _("Too late for a step, after the company learnt of it"),
        "breach_days": _("Too late for a step, after it happened"),
        "suspending": _("Suspension as a sanction"),
        "small_firm": _("Small firm"),
    }


def line_of_step(name: str) -> str:
    """Return what the line of a step is called."""
    return step_title(Step(name))
