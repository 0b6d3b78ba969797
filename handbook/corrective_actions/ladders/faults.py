"""What is wrong with a ladder: what the law of the product and plain sense forbid; no database."""

from collections.abc import Iterator

from flask_babel import gettext as _

from handbook.corrective_actions.ladders.ladder import (
    ALWAYS_HEARD,
    DECIDERS,
    LEAST_APPROVERS,
    Ladder,
    Rung,
    Severity,
    Step,
    step_title,
)

LONGEST_MONTHS, MOST_DAYS, MOST_APPROVERS = 36, 60, 5
MOST_LIMITATION = 1100


def ladder_faults(ladder: Ladder) -> list[str]:
    """Return one sentence for each thing that must be changed; none where the ladder may be used."""
    return [*_faults_of_order(ladder), *_faults_of_days(ladder), *_faults_of_first(ladder)] + [
        fault for rung in ladder.rungs for fault in _faults_of_rung(rung)
    ]


def _faults_of_order(ladder: Ladder) -> Iterator[str]:
    steps = ladder.steps
    if len(set(steps)) < len(steps):
        yield _("Steps: each step stands on the ladder once.")
    if len(steps) < 2 or steps[-1] is not Step.DISMISSAL:
        yield _("Steps: dismissal is the last step, and at least one other comes before it.")
    milder = [step for step in steps if step in (Step.VERBAL, Step.WRITTEN, Step.FINAL)]
    if milder != sorted(milder, key=list(Step).index):
        yield _("Steps: the verbal warning comes before the written one, and the final written warning after both.")
    if (Step.SUSPENSION in steps) != (ladder.suspending is not None):
        yield _("Suspension: say for how many days at most, or leave the step out.")


def _faults_of_days(ladder: Ladder) -> Iterator[str]:
    for days, words in (
        (ladder.reply_days, _("Days for a reply: from 1 to %(most)s.", most=MOST_DAYS)),
        (ladder.appeal_days, _("Days for an appeal: from 1 to %(most)s.", most=MOST_DAYS)),
        (ladder.notice_days, _("Days between notice and hearing: from 1 to %(most)s.", most=MOST_DAYS)),
        (ladder.post_days, _("Days for the post: from 1 to %(most)s.", most=MOST_DAYS)),
    ):
        if not 1 <= days <= MOST_DAYS:
            yield words
    for limit in (ladder.limitation_days, ladder.breach_days):
        if limit is not None and not 1 <= limit <= MOST_LIMITATION:
            yield _("Too late for a step: from 1 to %(most)s days, or leave it empty.", most=MOST_LIMITATION)
    suspending = ladder.suspending
    if suspending is not None and not 1 <= suspending.most_days <= MOST_DAYS:
        yield _("Suspension: from 1 to %(most)s days.", most=MOST_DAYS)


def _faults_of_first(ladder: Ladder) -> Iterator[str]:
    if set(ladder.first) != set(Severity) or any(step and step not in ladder.steps for step in ladder.first.values()):
        yield _("First breach: choose a step that stands on the ladder, or a talk.")
    if ladder.first.get(Severity.MINOR) is not None:
        yield _("First breach of a minor rule: a talk is the answer, never a step.")
    if ladder.first.get(Severity.SERIOUS) is Step.DISMISSAL:
        yield _("First breach of a serious rule: dismissal is for gross misconduct alone.")


def _faults_of_rung(rung: Rung) -> Iterator[str]:
    name = step_title(rung.step)
    least = LEAST_APPROVERS[rung.step]
    if not least <= rung.approvers <= MOST_APPROVERS:
        yield _("%(step)s: from %(least)s to %(most)s others approve.", step=name, least=least, most=MOST_APPROVERS)
    if rung.step is Step.DISMISSAL and rung.months is not None:
        yield _("%(step)s: it does not lapse, leave the months empty.", step=name)
    if rung.step is not Step.DISMISSAL and not (rung.months and 1 <= rung.months <= LONGEST_MONTHS):
        yield _("%(step)s: it is live for 1 to %(most)s months.", step=name, most=LONGEST_MONTHS)
    if rung.step in ALWAYS_HEARD and not rung.hearing:
        yield _("%(step)s: never without a hearing.", step=name)
    if not rung.decides or not rung.decides <= DECIDERS:
        yield _("%(step)s: say who decides.", step=name)
