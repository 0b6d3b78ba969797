"""The letter and the sheets behind it: rows of evidence as the words that stand on paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import render_template
from flask_babel import force_locale
from flask_babel import gettext as _

from handbook.acknowledgements.notice import DECLINED, NOT_NOTIFIED, SERVED
from handbook.company.queries import Company
from handbook.core.installation import current_settings
from handbook.core.moments import day_words, locale_of, moment_words, offset_words
from handbook.corrective_actions.ladder import Ladder, Step, step_title, step_words
from handbook.corrective_actions.models import (
    CorrectiveAction,
    StepApproved,
    StepProposed,
    StepReceived,
    StepServed,
    StepStatement,
)
from handbook.people.identity import LANGUAGES

Facts = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Proven:
    """Where a record stands in the ledger, counted from 0, and the SHA-256 of its canonical JSON."""

    position: int
    fingerprint: str


@dataclass(frozen=True, slots=True)
class LetterRows:
    """The evidence that a letter is made of, and the person's steps that were live before it."""

    company: Company
    ladder: Ladder
    proposed: StepProposed
    approved: StepApproved
    served: StepServed
    earlier: Sequence[CorrectiveAction]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet behind the letter. `said`: words of a person or of the receipt; `lang`: the language of the sheet."""

    language: str
    title: str
    said: str
    said_language: str
    name: str
    facts: Facts
    reference: str
    number: int
    address: str
    company: str


def language_for(wanted: str) -> str:
    """Return the language in which the letter can honestly be written: the wanted one, or English without its words."""
    if wanted not in LANGUAGES:
        return "en"
    with force_locale(locale_of("en")):
        english = step_title(Step.WRITTEN)
    with force_locale(locale_of(wanted)):
        return wanted if step_title(Step.WRITTEN) != english else "en"


def receipt_words(reference: str) -> str:
    """Return what an employee confirms, in the reader's language."""
    return _(
        "I have received the letter %(reference)s. This is a receipt, not agreement with what it says.",
        reference=reference,
    )


def letter_html(rows: LetterRows) -> str:
    """Write the whole letter in the language in which it was served."""
    served, proposed = rows.served, rows.proposed
    with force_locale(locale_of(served.language)):
        step = Step(proposed.step)
        return render_template(
            "papers/letter.html",
            language=served.language,
            title=step_title(step),
            rows=rows,
            proposed=proposed,
            served=served,
            company=rows.company,
            heading_facts=_heading(rows),
            ladder=[(step_words(rung.step), rung.step is step) for rung in rows.ladder.rungs],
            place_on_ladder=[rung.step for rung in rows.ladder.rungs].index(step) + 1,
            incident=_incident(proposed),
            notice=_notice_words(proposed),
            earlier=[_earlier_words(action) for action in rows.earlier],
            change_by=day_words(proposed.change_by),
            first_day=day_words(served.served_on),
            last_day=day_words(served.lapses_on),
        )


def served_sheet(rows: LetterRows, proven: Mapping[str, Proven], code: str) -> str:
    """Write the sheet that says who decided, approved and served, and where it stands in the ledger."""
    proposed, approved, served = rows.proposed, rows.approved, rows.served
    with force_locale(locale_of(served.language)):
        by_hand, laid_open = _("handed over in person"), _("laid open in the employee’s own file")
        manner = by_hand if served.manner == "in person" else laid_open
        facts = [
            (_("Decided by"), f"{proposed.by_name} · {_proof(proposed, served.zone)}"),
            (_("Approved by"), f"{approved.by_name} · {_proof(approved, served.zone)}"),
            (_("Served by"), f"{served.by_name} · {_proof(served, served.zone)}"),
            (_("Served"), f"{moment_words(served.served_at, served.zone)} · {_offset(served)} · {manner}"),
            (_("Live"), _between(served)),
            (_("Proposal fingerprint"), _grouped(proposed.proposal_sha256)),
            *_stand(_("decision"), proven[proposed.id]),
            *_stand(_("approval"), proven[approved.id]),
            *_stand(_("service"), proven[served.id]),
        ]
        title = _("How this letter was decided and served")
        return _sheet(rows, title, "", proposed.subject_name, facts, 1, code)


def statement_sheet(
    rows: LetterRows, statement: StepStatement, proven: Proven, predecessor: str, number: int, code: str
) -> str:
    """Write the sheet with the employee's own words, exactly as they were sent."""
    with force_locale(locale_of(rows.served.language)):
        facts = [
            (_("Written"), f"{moment_words(statement.recorded_at, statement.zone)} · {_zone(statement)}"),
            *_stand(_("statement"), proven),
            (_("Document before"), _grouped(predecessor)),
        ]
        title = _("Statement of the employee")
        return _sheet(rows, title, statement.words, statement.by_name, facts, number, code, statement.language)


def received_sheet(
    rows: LetterRows, received: StepReceived, proven: Proven, predecessor: str, number: int, code: str
) -> str:
    """Write the sheet of the receipt, which is no agreement."""
    with force_locale(locale_of(rows.served.language)):
        facts = [
            (_("Confirmed"), f"{moment_words(received.recorded_at, received.zone)} · {_zone(received)}"),
            (_("How proven"), _proof(received, received.zone)),
            *_stand(_("receipt"), proven),
            (_("Document before"), _grouped(predecessor)),
        ]
        title = _("Receipt, not agreement")
        return _sheet(rows, title, received.words, received.by_name, facts, number, code, received.language)


def _sheet(
    rows: LetterRows, title: str, said: str, name: str, facts: Facts, number: int, code: str, said_language: str = ""
) -> str:
    language = rows.served.language
    sheet = Sheet(
        language=language,
        title=title,
        said=said,
        said_language=said_language or language,
        name=name,
        facts=facts,
        reference=rows.proposed.reference,
        number=number,
        address=f"{current_settings().base_url}/verify?code={code}".partition("//")[2],
        company=rows.company.name,
    )
    return render_template("papers/letter_sheet.html", sheet=sheet)


def _heading(rows: LetterRows) -> Facts:
    proposed, served = rows.proposed, rows.served
    whom = (proposed.subject_name, proposed.staff_number, proposed.job, proposed.location)
    deciders = {"decider": proposed.by_name, "approver": rows.approved.by_name}
    when = f"{moment_words(served.served_at, served.zone)} · {_offset(served)}"
    return [
        (_("To"), ", ".join(part for part in whom if part)),
        (_("From"), _("%(decider)s (decided) · %(approver)s (approved)", **deciders)),
        (_("Letter"), proposed.reference),
        (_("Served"), when),
    ]


def _incident(proposed: StepProposed) -> Facts:
    when = f"{moment_words(proposed.observed_at, proposed.zone)} · {offset_words(proposed.observed_at, proposed.zone)}"
    return [(_("Date and time"), when), (_("Place"), proposed.place), (_("What was observed"), proposed.observed)]


def _notice_words(proposed: StepProposed) -> str:
    if proposed.notice == NOT_NOTIFIED or not proposed.notice_at:
        return _not_notified_words(proposed)
    told = {"version": proposed.rule_version, "moment": moment_words(proposed.notice_at, proposed.zone)}
    if proposed.notice == DECLINED:
        return _(
            "You were shown the text in force on that day (version %(version)s) on %(moment)s and chose not to sign "
            "it. The rule was therefore notified to you; not signing is not held against you.",
            **told,
        )
    if proposed.notice == SERVED:
        return _(
            "The text in force on that day (version %(version)s) was given or read to you on %(moment)s. The rule "
            "was therefore notified to you.",
            **told,
        )
    return _(
        "You signed the text in force on that day (version %(version)s) on %(moment)s. The rule was therefore "
        "notified to you.",
        **told,
    )


def _not_notified_words(proposed: StepProposed) -> str:
    return _(
        "This rule had not been notified to you on that day. Why a step is nevertheless held to be fair: %(reason)s",
        reason=proposed.not_notified_reason,
    )


def _earlier_words(action: CorrectiveAction) -> str:
    day = day_words(action.lapses_on) if action.lapses_on else ""
    return _(
        "%(step)s %(reference)s, live through %(day)s.",
        step=step_title(Step(action.step)),
        reference=action.reference,
        day=day,
    )


def _between(served: StepServed) -> str:
    first, last = day_words(served.served_on), day_words(served.lapses_on)
    return _("from %(first)s through %(last)s", first=first, last=last)


def _proof(row: StepProposed | StepApproved | StepServed | StepReceived, zone: str) -> str:
    moment = moment_words(row.proven_at, zone)
    if row.soon_after_reset:
        return _("password typed again, %(moment)s; within a day of a new start given by another person", moment=moment)
    return _("password typed again, %(moment)s", moment=moment)


def _stand(what: str, proven: Proven) -> Facts:
    return [
        (_("Ledger position, %(what)s", what=what), str(proven.position)),
        (_("Record fingerprint, %(what)s", what=what), _grouped(proven.fingerprint)),
    ]


def _offset(served: StepServed) -> str:
    return offset_words(served.served_at, served.zone)


def _zone(row: StepStatement | StepReceived) -> str:
    return offset_words(row.recorded_at, row.zone)


def _grouped(hexadecimal: str) -> str:
    return " ".join(hexadecimal[start : start + 16] for start in range(0, len(hexadecimal), 16))
