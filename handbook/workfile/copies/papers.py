"""The copy on paper: the cover with every line of the file, and the last sheet that says how the copy was made."""

from flask import render_template
from flask_babel import force_locale
from flask_babel import gettext as _

from handbook.company.queries import Company
from handbook.core.installation import current_settings
from handbook.core.moments import day_words, locale_of, moment_words, offset_words
from handbook.documents.letter_sheet import LetterSheet
from handbook.documents.letters import letter
from handbook.workfile.copies.gathering import CopyFacts
from handbook.workfile.copies.why import Why, maker_words

LETTER = "leavers-copy"


def cover_html(facts: CopyFacts, company: Company, first_page: int) -> str:
    """Write the cover; `first_page` is the page of the file on which the first paper begins."""
    copy = facts.copy
    with force_locale(locale_of(copy.language)):
        values = {
            "name": copy.employee_name,
            "made_on": moment_words(copy.recorded_at, copy.zone),
            "last_on": day_words(copy.last_on) if copy.last_on else "",
            "lines": len(facts.lines),
            "papers": len(facts.papers),
            "company": company.name,
        }
        return render_template(
            "papers/work_file_copy.html",
            text=letter(copy.language, LETTER, values),
            language=copy.language,
            facts=facts,
            company=company,
            starts=_starts(facts, first_page),
            moment=moment_words(copy.recorded_at, copy.zone),
        )


def sheet_html(facts: CopyFacts, company: Company, position: int, fingerprint: str, code: str) -> str:
    """Write the sheet that says when and why the copy was made, and where its record stands in the ledger."""
    copy = facts.copy
    with force_locale(locale_of(copy.language)):
        made = f"{moment_words(copy.recorded_at, copy.zone)} · {offset_words(copy.recorded_at, copy.zone)}"
        sheet = LetterSheet(
            language=copy.language,
            title=_("How this copy was made"),
            said="",
            said_language=copy.language,
            name=copy.employee_name,
            facts=[
                (_("Staff number"), copy.staff_number),
                (_("Ordered"), f"{made} · {maker_words(Why(copy.why), copy.by_name)}"),
                (_("Lines of the file"), str(len(facts.lines))),
                (_("Sealed papers in it"), str(len(facts.papers))),
                (_("Ledger position"), str(position)),
                (_("Record fingerprint"), _grouped(fingerprint)),
            ],
            reference=copy.staff_number,
            number=1,
            address=f"{current_settings().base_url}/verify?code={code}".partition("//")[2],
            company=company.name,
        )
        return render_template("papers/letter_sheet.html", sheet=sheet)


def _starts(facts: CopyFacts, first_page: int) -> dict[int, int]:
    """Return by the number of a paper the page of the file on which it begins."""
    starts, page = {}, first_page
    for paper in facts.papers:
        starts[paper.number] = page
        page += paper.pages
    return starts


def _grouped(hexadecimal: str) -> str:
    return " ".join(hexadecimal[at : at + 16] for at in range(0, len(hexadecimal), 16))
