"""What the ladder recommends on a day, and why, sentence by sentence; no database. A person decides."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from handbook.core.moments import day_words
from handbook.corrective_actions.ladders.ladder import Ladder, Scope, Severity, Step, step_title, step_words


@dataclass(frozen=True, slots=True)
class Past:
    """An earlier step of the same person: from when through when it is live (None: it does not lapse).

    `step` is what it is now: after a reduction on appeal the milder one, and `reduced_from` what it was. From
    `overturned_on` an allowed appeal took it away; a day that is still to come changes nothing yet.
    """

    step: Step
    reference: str
    rule_id: str
    chapter: str
    served_on: date
    lapses_on: date | None
    overturned_on: date | None = None
    reduced_from: Step | None = None


@dataclass(frozen=True, slots=True)
class Breached:
    """The rule that the case is about. `chapter` and `severity` as of the day of the incident."""

    rule_id: str
    chapter: str
    severity: Severity


@dataclass(frozen=True, slots=True)
class Recommendation:
    """The step (None: a talk), why, and the references of the earlier steps on which it rests."""

    step: Step | None
    sentences: tuple[str, ...]
    rests_on: tuple[str, ...] = ()


def recommend(history: Iterable[Past], rule: Breached, day: date, ladder: Ladder) -> Recommendation:
    """Return the step that the ladder recommends for a breach of this rule on a day.

    What was served after that day, has lapsed or was overturned by it never counts, whatever else is known. Only steps
    count whose scope reaches this rule. Source: product law 7; domain reference, 2.2.
    """
    known = sorted(
        (past for past in history if past.served_on <= day), key=lambda past: (past.served_on, past.reference)
    )
    counted = [past for past in known if is_live(past, day) and reaches(past, rule, ladder)]
    others = [_why_not(past, day, ladder) for past in known if past not in counted]
    reduced = [_reduced(past) for past in known if past.reduced_from is not None]
    first = ladder.first[rule.severity]
    step = _next_step(first, counted, ladder)
    by_past = bool(counted) and step == _next_step(None, counted, ladder)
    why = _because_of(step, counted) if by_past else _because(step, rule.severity, counted)
    return Recommendation(
        step,
        (*why, *reduced, *others, *_notes(rule.severity, step)),
        tuple(past.reference for past in counted),
    )


def is_live(past: Past, day: date) -> bool:
    """Tell whether an earlier step counts on a day: served, not lapsed, not overturned."""
    overturned = past.overturned_on is not None and past.overturned_on <= day
    return past.served_on <= day and not overturned and (past.lapses_on is None or day <= past.lapses_on)


def reaches(past: Past, rule: Breached, ladder: Ladder) -> bool:
    """Tell whether an earlier step leads on to a breach of this rule, by the scope that the ladder gives it."""
    scope = _scope(past, ladder)
    same_chapter = scope is Scope.CHAPTER and past.chapter == rule.chapter
    return scope is Scope.ANY or past.rule_id == rule.rule_id or same_chapter


def _scope(past: Past, ladder: Ladder) -> Scope:
    """Return how far an earlier step reaches; one that this ladder does not have leads on by its own rule alone."""
    return ladder.rung(past.step).scope if past.step in ladder.steps else Scope.SAME_RULE


def _next_step(first: Step | None, counted: Sequence[Past], ladder: Ladder) -> Step | None:
    """Return the step above the gravest that counts, or the first one where that is graver."""
    if not counted:
        return first
    reached = max(ladder.level(past.step) for past in counted) + 1
    level = max(reached, ladder.level(first) if first else 0)
    return ladder.steps[min(level, len(ladder.steps) - 1)]


def _because_of(step: Step | None, counted: Sequence[Past]) -> list[str]:
    earlier = joined([_live(past) for past in counted])
    return [_("%(step)s, because %(earlier)s.", step=_name(step), earlier=earlier)]


def _because(step: Step | None, severity: Severity, counted: Sequence[Past]) -> list[str]:
    if severity is Severity.GROSS:
        why = _("%(step)s, because the handbook calls this breach gross misconduct.", step=_name(step))
    elif counted:
        why = _("%(step)s, because a first breach of a serious rule leads there already.", step=_name(step))
    elif severity is Severity.SERIOUS:
        why = _("%(step)s, because no earlier step counts here and the rule is a serious one.", step=_name(step))
    else:
        why = _("%(step)s, because no earlier step counts here and the rule is a minor one.", step=_name(step))
    return [why, *(_("Beside it, %(earlier)s.", earlier=_live(past)) for past in counted)]


def _name(step: Step | None) -> str:
    return step_title(step) if step else _("A talk")


def _live(past: Past) -> str:
    named = {"step": step_words(past.step), "reference": past.reference}
    if past.lapses_on is None:
        return _("%(step)s %(reference)s is live", **named)
    return _("%(step)s %(reference)s is live until %(day)s", **named, day=day_words(past.lapses_on))


def _reduced(past: Past) -> str:
    before = step_words(past.reduced_from) if past.reduced_from else ""
    return _("%(reference)s was a %(before)s and was reduced on appeal.", reference=past.reference, before=before)


def _why_not(past: Past, day: date, ladder: Ladder) -> str:
    named = {"step": step_title(past.step), "reference": past.reference}
    if past.overturned_on is not None and past.overturned_on <= day:
        return _("%(step)s %(reference)s was overturned and does not count.", **named)
    if past.lapses_on is not None and past.lapses_on < day:
        last = day_words(past.lapses_on)
        return _("%(step)s %(reference)s lapsed: its last day was %(day)s. It does not count.", **named, day=last)
    if _scope(past, ladder) is Scope.CHAPTER:
        return _("%(step)s %(reference)s is about a rule of another chapter. It does not count here.", **named)
    return _("%(step)s %(reference)s is about another rule. It does not count here.", **named)


def _notes(severity: Severity, step: Step | None) -> list[str]:
    notes = []
    if severity is Severity.GROSS:
        notes.append(_("For gross misconduct steps may be skipped, up to dismissal. Nothing of the process may."))
    if step is None:
        notes.append(_("Talks are never counted. Where one was not enough, say so in your reasons."))
    return notes


def joined(parts: Sequence[str]) -> str:
    """Return parts of a sentence in one row, the last after "and"."""
    if len(parts) == 1:
        return parts[0]
    return _("%(parts)s and %(last)s", parts=", ".join(parts[:-1]), last=parts[-1])
