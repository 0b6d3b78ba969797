"""The sheets behind a letter: how it was decided and served, what was said to it, and the letters that follow it."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import render_template
from flask_babel import force_locale
from flask_babel import gettext as _

from handbook.core.installation import current_settings
from handbook.core.moments import day_words, locale_of, moment_words, offset_words
from handbook.corrective_actions.ladders.ladder import Step, step_title, step_words
from handbook.corrective_actions.steps.letter_words import language_for
from handbook.corrective_actions.steps.models import (
    StepApproved,
    StepProposed,
    StepReceived,
    StepRefused,
    StepServed,
    StepStatement,
)
from handbook.corrective_actions.steps.models_appeals import AppealDecided, AppealLodged, StepLapsed
from handbook.corrective_actions.steps.papers import Facts, LetterRows, manner_words, served_words
from handbook.documents.letters import LetterText, letter
from handbook.people.identity import LANGUAGES
from handbook.people.sign_in import BY_PIN


@dataclass(frozen=True, slots=True)
class Proven:
    """Where a record stands in the ledger, counted from 0, and the SHA-256 of its canonical JSON."""

    position: int
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a further sheet stands: behind which document, as which sheet, with which code."""

    proven: Proven
    predecessor: str
    number: int
    code: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet behind the letter. `said`: words of a person or of the receipt; `language`: that of the sheet."""

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


@dataclass(frozen=True, slots=True)
class PageText:
    """A further letter behind the first, with where it stands in the ledger."""

    text: LetterText
    name: str
    facts: Facts
    reference: str
    number: int
    address: str
    company: str


def served_sheet(rows: LetterRows, proven: Mapping[str, Proven], code: str) -> str:
    """Write the sheet that says who decided, approved and served, and where it stands in the ledger."""
    proposed, served = rows.proposed, rows.served
    with force_locale(locale_of(served.language)):
        facts = [
            (_("Decided by"), f"{proposed.by_name} · {_proof(proposed, served.zone)}"),
            *((_("Approved by"), f"{row.by_name} · {_proof(row, served.zone)}") for row in rows.approved),
            (_("Served by"), f"{served.by_name} · {_proof(served, served.zone)}"),
            (_("Served"), f"{served_words(served)} · {manner_words(served)}"),
            *_recorded_later(served),
            *([] if rows.proposed.step == Step.DISMISSAL else [(_("Live"), _between(served))]),
            (_("Reply asked for by"), day_words(served.reply_until)),
            (_("Appeal through"), day_words(served.appeal_until)),
            (_("Language of the letter"), LANGUAGES[served.language]),
            (_("Proposal fingerprint"), _grouped(proposed.proposal_sha256)),
            *_stand(_("decision"), proven[proposed.id]),
            *(fact for row in rows.approved for fact in _stand(_("approval"), proven[row.id])),
            *_stand(_("service"), proven[served.id]),
        ]
        title = _("How this letter was decided and served")
        return _sheet(rows, title, "", proposed.subject_name, facts, 1, code)


def statement_sheet(rows: LetterRows, statement: StepStatement, place: Place) -> str:
    """Write the sheet with the employee's own words, exactly as they were sent."""
    with force_locale(locale_of(rows.served.language)):
        facts = [
            (_("Written"), f"{moment_words(statement.recorded_at, statement.zone)} · {_zone(statement)}"),
            *_stand(_("statement"), place.proven),
            (_("Document before"), _grouped(place.predecessor)),
        ]
        title = _("Statement of the employee")
        return _placed(rows, title, statement.words, statement.by_name, facts, place, statement.language)


def received_sheet(rows: LetterRows, received: StepReceived, place: Place) -> str:
    """Write the sheet of the receipt, which is no agreement."""
    with force_locale(locale_of(rows.served.language)):
        facts = [
            (_("Confirmed"), f"{moment_words(received.recorded_at, received.zone)} · {_zone(received)}"),
            (_("How proven"), _proof(received, received.zone)),
            *_stand(_("receipt"), place.proven),
            (_("Document before"), _grouped(place.predecessor)),
        ]
        title = _("Receipt, not agreement")
        return _placed(rows, title, received.words, received.by_name, facts, place, received.language)


def refused_sheet(rows: LetterRows, refused: StepRefused, place: Place) -> str:
    """Write the sheet that says before which two witnesses the receipt was not confirmed; nothing worse follows."""
    with force_locale(locale_of(rows.served.language)):
        first = _method(refused.first_method, is_soon=refused.first_soon_after_reset)
        second = _method(refused.second_method, is_soon=refused.second_soon_after_reset)
        facts = [
            (_("Refused"), f"{moment_words(refused.recorded_at, refused.zone)} · {_zone(refused)}"),
            (_("First witness"), f"{refused.first_name} · {first}"),
            (_("Second witness"), f"{refused.second_name} · {second}"),
            (_("Written down by"), refused.by_name),
            (_("What follows"), _("Nothing: the step is live as it was, and it is not made worse.")),
            *_stand(_("refusal"), place.proven),
            (_("Document before"), _grouped(place.predecessor)),
        ]
        title = _("Receipt refused before two witnesses")
        return _placed(rows, title, refused.words, rows.proposed.subject_name, facts, place, refused.language)


def appeal_receipt_page(rows: LetterRows, lodged: AppealLodged, place: Place) -> str:
    """Write the letter that says that the appeal was received, with the appeal's own words."""
    language = language_for(rows.served.language, "step-appeal-receipt")  # its dates and labels with its words
    with force_locale(locale_of(language)):
        values = {
            **_named(rows),
            "lodged_at": moment_words(lodged.recorded_at, lodged.zone),
            "words": lodged.words,
            "late_reason": lodged.late_reason,
            "appeal_until": day_words(lodged.appeal_until),
        }
        return _page(rows, letter(language, "step-appeal-receipt", values), _("appeal"), place)


def appeal_result_page(rows: LetterRows, decided: AppealDecided, place: Place) -> str:
    """Write the letter that says what came of an appeal."""
    with force_locale(locale_of(decided.language)):
        through, last = decided.reduced_lapses_on, rows.served.lapses_on
        values = {
            **_named(rows),
            "hearer": decided.by_name,
            "outcome": decided.outcome,
            "decided_on": day_words(decided.decided_on),
            "reduced_step": step_words(Step(decided.reduced_step)) if decided.reduced_step else "",
            "is_dismissal": rows.proposed.step == Step.DISMISSAL,
            "reduced_through": day_words(through) if through else "",
            "lapses_on": day_words(last) if last else "",
            "heard": decided.heard,
            "reasons": decided.reasons,
        }
        return _page(rows, letter(decided.language, "step-appeal-result", values), _("outcome"), place)


def lapsed_page(rows: LetterRows, lapsed: StepLapsed, place: Place) -> str:
    """Write the letter that says that the step has lapsed."""
    with force_locale(locale_of(lapsed.language)):
        values = {
            **_named(rows),
            "served_on": day_words(rows.served.served_on),
            "lapsed_on": day_words(lapsed.lapsed_on),
        }
        return _page(rows, letter(lapsed.language, "step-lapsed", values), _("lapse"), place)


def _named(rows: LetterRows) -> dict[str, str]:
    return {"step": step_title(Step(rows.proposed.step)), "reference": rows.proposed.reference}


def _page(rows: LetterRows, text: LetterText, what: str, place: Place) -> str:
    page = PageText(
        text=text,
        name=rows.proposed.subject_name,
        facts=[*_stand(what, place.proven), (_("Document before"), _grouped(place.predecessor))],
        reference=rows.proposed.reference,
        number=place.number,
        address=_address(place.code),
        company=rows.company.name,
    )
    return render_template("papers/letter_page.html", page=page)


def _placed(rows: LetterRows, title: str, said: str, name: str, facts: Facts, place: Place, said_language: str) -> str:
    return _sheet(rows, title, said, name, facts, place.number, place.code, said_language)


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
        address=_address(code),
        company=rows.company.name,
    )
    return render_template("papers/letter_sheet.html", sheet=sheet)


def _address(code: str) -> str:
    return f"{current_settings().base_url}/verify?code={code}".partition("//")[2]


def _recorded_later(served: StepServed) -> Facts:
    """Say when a service was recorded that happened on an earlier day."""
    if served.recorded_at.date() <= served.served_at.date():
        return []
    return [(_("Recorded"), moment_words(served.recorded_at, served.zone))]


def _between(served: StepServed) -> str:
    first = day_words(served.served_on)
    if served.lapses_on is None:
        return _("from %(first)s on", first=first)
    return _("from %(first)s through %(last)s", first=first, last=day_words(served.lapses_on))


def _proof(row: StepProposed | StepApproved | StepServed | StepReceived, zone: str) -> str:
    moment = moment_words(row.proven_at, zone)
    if row.soon_after_reset:
        return _("password typed again, %(moment)s; within a day of a new start given by another person", moment=moment)
    return _("password typed again, %(moment)s", moment=moment)


def _method(method: str, *, is_soon: bool) -> str:
    words = _("proven by the own PIN") if method == BY_PIN else _("proven by the own password")
    return _("%(words)s; within a day of a new start given by another person", words=words) if is_soon else words


def _stand(what: str, proven: Proven) -> Facts:
    return [
        (_("Ledger position, %(what)s", what=what), str(proven.position)),
        (_("Record fingerprint, %(what)s", what=what), _grouped(proven.fingerprint)),
    ]


def _zone(row: StepStatement | StepReceived | StepRefused) -> str:
    return offset_words(row.recorded_at, row.zone)


def _grouped(hexadecimal: str) -> str:
    return " ".join(hexadecimal[start : start + 16] for start in range(0, len(hexadecimal), 16))
