"""The letters of a case: a record of evidence as the words that stand on paper, and the sheet behind them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import render_template
from flask_babel import force_locale
from flask_babel import gettext as _

from handbook.company.queries import Company
from handbook.core.installation import current_settings
from handbook.core.moments import day_words, locale_of, moment_words, offset_words
from handbook.corrective_actions.cases.models import Case, CaseClosed, CaseEnded
from handbook.corrective_actions.cases.models_folder import CaseNote
from handbook.corrective_actions.cases.models_hearing import HearingSet
from handbook.corrective_actions.cases.models_telling import CaseAnswer, CaseNotice, CaseSuspension
from handbook.documents.letter_sheet import LetterSheet
from handbook.documents.letters import LetterText, letter

LetterRow = CaseNotice | HearingSet | CaseSuspension | CaseClosed | CaseEnded


@dataclass(frozen=True, slots=True)
class CaseLetter:
    """What a letter of a case is made of. `released`: what of the folder goes with a notice.

    `decider`: who decides the case, and `wish` what the person said, where a hearing was moved at once at their wish.
    """

    row: LetterRow
    case: Case
    subject: str
    staff_number: str
    company: Company
    released: tuple[CaseNote, ...] = ()
    decider: str = ""
    wish: CaseAnswer | None = None


def text_of(of: CaseLetter) -> LetterText:
    """Write the words of a letter in the language in which it was given."""
    with force_locale(locale_of(of.row.language)):
        return letter(of.row.language, letter_name(of.row), {**_common(of), **_values(of)})


def letter_html(of: CaseLetter) -> str:
    """Write the whole letter."""
    text = text_of(of)
    with force_locale(locale_of(text.language)):
        return render_template("papers/case_letter.html", text=text, of=of)


def sheet_html(of: CaseLetter, position: int, fingerprint: str, code: str) -> str:
    """Write the sheet that says who gave the letter, when, and where its record stands in the ledger."""
    row = of.row
    with force_locale(locale_of(row.language)):
        sheet = LetterSheet(
            language=row.language,
            title=_("How this letter was given"),
            said="",
            said_language=row.language,
            name=of.subject,
            facts=[
                (_("Given by"), _by(of)),
                (_("Given"), f"{moment_words(row.recorded_at, row.zone)} · {offset_words(row.recorded_at, row.zone)}"),
                *([(_("How it was served"), manner_words(row.manner))] if isinstance(row, CaseNotice) else []),
                (_("Ledger position"), str(position)),
                (_("Record fingerprint"), " ".join(fingerprint[at : at + 16] for at in range(0, 64, 16))),
            ],
            reference=of.case.reference,
            number=1,
            address=f"{current_settings().base_url}/verify?code={code}".partition("//")[2],
            company=of.company.name,
        )
        return render_template("papers/letter_sheet.html", sheet=sheet)


def letter_name(row: LetterRow) -> str:
    """Return which letter this record becomes."""
    if isinstance(row, CaseNotice):
        return "case-notice"
    if isinstance(row, HearingSet):
        return "case-postponement" if row.is_postponed else "case-invitation"
    if isinstance(row, CaseEnded):
        return "case-ended"
    return "case-suspension" if isinstance(row, CaseSuspension) else "case-closing"


def manner_words(manner: str) -> str:
    """Return how a letter reached the person, in the reader's language."""
    return {
        "in person": _("handed over in person"),
        "post": _("sent by post"),
        "portal": _("laid open in the employee’s own file"),
    }[manner]


def _common(of: CaseLetter) -> dict[str, Any]:
    return {
        "company": of.company.name,
        "name": of.subject,
        "staff_number": of.staff_number,
        "reference": of.case.reference,
        "by": _by(of),
        "given_on": _day(of.row.recorded_at, of.row.zone),
    }


def _values(of: CaseLetter) -> dict[str, Any]:
    row = of.row
    if isinstance(row, CaseNotice):
        return _notice_values(row, of)
    if isinstance(row, HearingSet):
        starts = moment_words(row.starts_at, row.zone) if row.starts_at else ""
        told = {"starts": starts, "place": row.place, "present": row.present, "reasons": row.reasons}
        return {**told, "wish": of.wish.words if of.wish else "", "wish_language": of.wish.language if of.wish else ""}
    if isinstance(row, CaseSuspension):
        review = day_words(row.review_on) if row.review_on else ""
        told = {"kind": row.kind, "reasons": row.reasons, "access": row.access}
        return {**told, "from_on": day_words(row.from_on), "review_on": review}
    if isinstance(row, CaseEnded):
        return {"step_reference": row.step_reference, "appeal_until": day_words(row.appeal_until)}
    return {"closing": row.closing, "words": row.words}


def _notice_values(row: CaseNotice, of: CaseLetter) -> dict[str, Any]:
    return {
        "allegation": row.allegation,
        "rule": row.rule_title,
        "happened": moment_words(row.happened_at, row.happened_zone, time_known=row.happened_time_known),
        "place": row.place,
        "consequences": row.consequences,
        "released": [note.title for note in of.released],
        "answer_by": day_words(row.answer_by) if row.answer_by else "",
        "answer_days": row.answer_days,
        "served_on": day_words(row.served_on) if row.served_on else "",
        "manner": row.manner,
    }


def _by(of: CaseLetter) -> str:
    """Return who gave the letter: of what the person brought about the decider; of what nobody did the company."""
    if isinstance(of.row, CaseEnded):
        return of.company.name
    return of.decider if of.wish else of.row.by_name


def _day(moment: datetime, zone: str) -> str:
    return moment_words(moment, zone).rpartition(",")[0]
