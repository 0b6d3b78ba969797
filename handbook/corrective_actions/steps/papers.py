"""The letter itself: rows of evidence as the values that its template of words asks for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import render_template
from flask_babel import force_locale
from flask_babel import gettext as _

from handbook.acknowledgements.notice import DECLINED, NOT_NOTIFIED, SERVED
from handbook.adjustments.queries import days_words
from handbook.company.queries import Company
from handbook.core.moments import day_words, locale_of, moment_words, offset_words
from handbook.corrective_actions.ladders.ladder import Separation, Step, step_title, step_words
from handbook.corrective_actions.ladders.recommendation import joined
from handbook.corrective_actions.steps.history import LiveRow
from handbook.corrective_actions.steps.letter_words import LETTERS
from handbook.corrective_actions.steps.models import StepApproved, StepProposed, StepServed
from handbook.documents.letters import letter

Facts = list[tuple[str, str]]
# By the answer to "was this rule notified?" the word by which a template chooses its sentence.
_NOTICE = {NOT_NOTIFIED: "none", DECLINED: "declined", SERVED: "served"}


@dataclass(frozen=True, slots=True)
class LetterRows:
    """The evidence that a letter is made of, and the person's steps that were live before it."""

    company: Company
    proposed: StepProposed
    approved: tuple[StepApproved, ...]
    served: StepServed
    earlier: Sequence[LiveRow]


def letter_html(rows: LetterRows) -> str:
    """Write the whole letter in the language in which it was served."""
    served, proposed = rows.served, rows.proposed
    with force_locale(locale_of(served.language)):
        text = letter(served.language, LETTERS[Step(proposed.step)], letter_values(rows))
        return render_template(
            "papers/letter.html",
            text=text,
            reference=proposed.reference,
            company=rows.company,
            heading_facts=_heading(rows),
        )


def letter_values(rows: LetterRows) -> dict[str, Any]:
    """Return everything that the templates of steps ask for, in words of the locale that is set."""
    proposed, served, step = rows.proposed, rows.served, Step(rows.proposed.step)
    steps = proposed.kept_ladder.steps
    return {
        "place": steps.index(step) + 1,
        "total": len(steps),
        "ladder": [{"words": step_words(one), "here": one is step} for one in steps],
        "observed_at": _exactly(rows),
        "at_place": proposed.place,
        "observed": proposed.observed,
        **_rule_values(proposed),
        "heard": proposed.heard,
        "earlier": [_earlier_words(row) for row in rows.earlier],
        "reasons": proposed.reasons,
        "because": proposed.because,
        "deviation": proposed.deviation_reason,
        "going_on": [one["words"] for one in proposed.going_on],
        "going_on_reason": proposed.going_on_reason,
        "same_hands": Separation.INVESTIGATOR_DECIDES.value in proposed.dropped,
        "decider": proposed.by_name,
        "approvers": approver_names(rows),
        "several": len(rows.approved) > 1,
        "change": proposed.change,
        "change_by": day_words(proposed.change_by) if proposed.change_by else "",
        "help": proposed.help,
        "first_on": day_words(proposed.first_on) if proposed.first_on else "",
        "last_on": day_words(proposed.last_on) if proposed.last_on else "",
        "is_paid": bool(proposed.is_paid),
        "with_notice": proposed.last_on is not None,
        "first_day": day_words(served.served_on),
        "last_day": day_words(served.lapses_on) if served.lapses_on else "",
        "reply_until": day_words(served.reply_until),
        "appeal_until": day_words(served.appeal_until),
    }


def approver_names(rows: LetterRows) -> str:
    """Return the names of those who approved, in their order, or nothing where nobody was asked."""
    return joined([row.by_name for row in rows.approved]) if rows.approved else ""


def manner_words(served: StepServed) -> str:
    """Return how the letter reached the employee, in the reader's language."""
    if served.posted_on is not None:
        return _("posted on %(day)s", day=day_words(served.posted_on))
    if served.laid_open_at is not None:
        when = moment_words(served.laid_open_at, served.zone)
        return _("laid open in the employee’s own file on %(moment)s, opened by the employee", moment=when)
    return _("handed over in person")


def served_words(served: StepServed) -> str:
    """Return when the letter counts as served, in the reader's language; a posted one arrives on a day."""
    if served.posted_on is not None:
        return day_words(served.served_on)
    return f"{moment_words(served.served_at, served.zone)} · {offset_words(served.served_at, served.zone)}"


def _rule_values(proposed: StepProposed) -> dict[str, Any]:
    return {
        "rule_title": proposed.rule_title,
        "rule_version": proposed.rule_version,
        "edition": proposed.edition_number or "",
        "notice": _NOTICE.get(proposed.notice, "signed") if proposed.notice_at else "none",
        "notice_at": moment_words(proposed.notice_at, proposed.zone) if proposed.notice_at else "",
        "notice_reason": proposed.not_notified_reason,
        "agreed": [
            {"words": words, "language": language, "days": days_words(first, last)}
            for words, language, first, last in proposed.agreed_spans
        ],
    }


def _heading(rows: LetterRows) -> Facts:
    proposed = rows.proposed
    whom = (proposed.subject_name, proposed.staff_number, proposed.job, proposed.location)
    sender = _("%(decider)s (decided)", decider=proposed.by_name)
    if rows.approved:
        names = {"decider": proposed.by_name, "approver": approver_names(rows)}
        sender = _("%(decider)s (decided) · %(approver)s (approved)", **names)
    return [
        (_("To"), ", ".join(part for part in whom if part)),
        (_("From"), sender),
        (_("Letter"), proposed.reference),
        (_("Served"), f"{served_words(rows.served)} · {manner_words(rows.served)}"),
    ]


def _exactly(rows: LetterRows) -> str:
    at, zone = rows.proposed.observed_at, rows.proposed.zone
    return f"{moment_words(at, zone)} · {offset_words(at, zone)}"


def _earlier_words(row: LiveRow) -> str:
    named = {"step": step_title(row.step), "reference": row.reference}
    if row.lapses_on is None:
        return _("%(step)s %(reference)s, live without end.", **named)
    return _("%(step)s %(reference)s, live through %(day)s.", **named, day=day_words(row.lapses_on))
