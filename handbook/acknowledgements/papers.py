"""The signature page at the back of the handbook: a row of evidence as the words that stand on the paper."""

from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO

import segno
from babel.dates import format_datetime, get_timezone
from flask import render_template
from flask_babel import force_locale
from flask_babel import gettext as _

from handbook.acknowledgements import strokes
from handbook.acknowledgements.models import Acknowledgement
from handbook.acknowledgements.wording import for_paper, language_name
from handbook.company.queries import company
from handbook.core.installation import current_settings
from handbook.core.moments import locale_of, offset_words
from handbook.rules import queries as rules
from handbook.rules.queries import EditionRow


@dataclass(frozen=True, slots=True)
class SignaturePage:
    """One signature page: HTML of its section, and the picture of the square code by its SHA-256."""

    html: str
    code_name: str
    code_png: bytes


def signature_page(row: Acknowledgement, edition: EditionRow, page: int, position: int, record: str) -> SignaturePage:
    """Write the page in the language that was read. `record` is the fingerprint of the whole record."""
    base = current_settings().base_url
    address = f"{base}/verify?code={row.receipt}"
    picture = _square_code(address)
    name = sha256(picture).hexdigest()
    with force_locale(locale_of(row.language)):
        html = render_template(
            "papers/signature_page.html",
            row=row,
            facts=_facts(row, edition, position, record),
            address=address.partition("//")[2],
            dispute_address=f"{base.partition('//')[2]}/r/{row.receipt}",
            drawn=strokes.path(row.strokes) if row.strokes else "",
            code_name=name,
            company_name=company().name,
            edition=edition,
            language=language_name(row),
            page=page,
        )
    return SignaturePage(html, name, picture)


def _facts(row: Acknowledgement, edition: EditionRow, position: int, record: str) -> list[tuple[str, str]]:
    local = get_timezone(row.zone)
    when = format_datetime(row.recorded_at, "EEEE, d MMMM y, HH:mm:ss", tzinfo=local, locale=locale_of(row.language))
    exact = row.recorded_at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    words = for_paper(row)
    return [
        (_("Staff number"), row.staff_number),
        (_("Job"), row.job),
        (_("Location"), row.location),
        (_("Edition, language"), _edition_words(row, edition)),
        *_not_translated(row, edition),
        (_("Signed"), f"{when} · {offset_words(row.recorded_at, row.zone)} · {exact}"),
        (_("How proven"), words.proven),
        *_marks(row),
        (_("Read"), words.read),
        (_("Check questions"), words.answered),
        (_("Typed name"), row.typed_name),
        (_("Ledger position"), str(position)),
        (_("Edition fingerprint"), _grouped(row.manifest_sha256)),
        (_("Record fingerprint"), _grouped(record)),
    ]


def _not_translated(row: Acknowledgement, edition: EditionRow) -> list[tuple[str, str]]:
    """Name the rules that were read in the source language, by their titles."""
    if not row.rules_in_source_language:
        return []
    lines = rules.contents(edition, row.language, row.rules_in_source_language)
    return [(_("Not translated yet"), " · ".join(line.title for line in lines))]


def _marks(row: Acknowledgement) -> list[tuple[str, str]]:
    """Name what somebody who weighs this signature should know."""
    marks = []
    if row.shared_device:
        marks.append((_("Shared device"), row.shared_device))
    if row.soon_after_reset:
        words = _("signed within a day after another person had handed out a way into this account")
        marks.append((_("Please note"), words))
    return marks


def _edition_words(row: Acknowledgement, edition: EditionRow) -> str:
    words = _("edition %(number)s, %(language)s", number=edition.number, language=language_name(row))
    return words + " · " + _("this translation follows an older text") if row.translation_lagged else words


def _grouped(hexadecimal: str) -> str:
    return " ".join(hexadecimal[start : start + 16] for start in range(0, len(hexadecimal), 16))


def _square_code(address: str) -> bytes:
    out = BytesIO()
    # Any of the eight masks can be read; choosing the best one would take longer than the rest of the page.
    segno.make_qr(address, error="m", mask=2).save(out, kind="png", scale=4, border=2)
    return out.getvalue()
