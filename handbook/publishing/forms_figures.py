"""The form of one row of the company's figures: amounts and words for a limit, a time and words for a standard."""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from babel.numbers import get_currency_name
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, IntegerField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from handbook.publishing.editing_figures import RowDraft
from handbook.publishing.forms_editor import NO_NUL, Checks
from handbook.rules.figure_faults import LONGEST, LONGEST_TIME, MOST_ROWS, is_amount, is_currency, speaks_of_another
from handbook.rules.figure_rows import (
    CHANNELS,
    COUNTS,
    LIMITS,
    RINGS,
    UNITS,
    Limit,
    Row,
    Standard,
    Within,
    mark_of,
    one_line,
)
from handbook.rules.outline import Outline

AMOUNT = re.compile(r"\d{1,9}(?:[.,]\d{1,2})?")
CHANNEL_WORDS = {
    "counter": _l("At the counter"),
    "telephone": _l("Telephone"),
    "mail": _l("Mail"),
    "chat": _l("Chat"),
    "social": _l("Social media and reviews"),
    "letter": _l("Letters"),
    "complaint": _l("Complaints, on every way"),
}
UNIT_WORDS = {RINGS: _l("rings"), "minutes": _l("minutes"), "hours": _l("hours"), "days": _l("days (0: the same day)")}
COUNT_WORDS = {"open_hours": _l("only while we are open"), "open_days": _l("only days on which we are open"),
               "always": _l("every hour and day")}  # fmt: skip
FIRST_CURRENCY = "EUR"
NOTHING: Mapping[str, str] = {}
GONE = "gone"  # what a form says of a row that somebody else took out, so that it can be put back


class RowForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """What both tables ask for; `form_for` adds a field for each language and currency."""

    frame: Outline
    rows: Sequence[Row]
    row_id: str
    parts: tuple[str, ...]
    seen = HiddenField(validators=[Length(max=64)])
    place = IntegerField(
        _l("Place in the table"),
        validators=[
            InputRequired(_l("Say at which place of the table the row stands.")),
            NumberRange(1, MOST_ROWS, message=_l("Place: a whole number from 1 to 60.")),
        ],
        render_kw={"inputmode": "numeric"},
    )

    def words_fields(self, language: str) -> list[Field]:
        """Return the fields for words in one language."""
        return [self[f"{part}-{language}"] for part in self.parts]

    def fill(self, row: Row | None) -> None:
        """Show a row as it stands, or an empty one at the end of the table."""
        self.renew(row)
        ids = [one.id for one in self.rows]
        self.place.data = ids.index(row.id) + 1 if row else len(ids) + 1
        for part in self.parts if row else ():
            for language, text in getattr(row, part).items():
                if f"{part}-{language}" in self:
                    self[f"{part}-{language}"].data = text
        if row is not None:
            self.fill_figures(row)

    def renew(self, row: Row | None) -> None:
        """Let the form stand for what the reader sees now; of a row that is gone, that it is."""
        gone = GONE if self.row_id else ""
        self.seen.data, self.seen.raw_data = mark_of(row) or gone, None

    def fill_figures(self, row: Any) -> None:
        """Show what is no words."""
        raise NotImplementedError

    def row(self) -> Row:
        """Return the row as it was typed."""
        raise NotImplementedError

    def draft(self) -> RowDraft:
        """Return what is to be saved."""
        seen = self.seen.data or ""
        return RowDraft(self.row(), self.place.data, "" if seen == GONE else seen)

    def typed(self, part: str) -> dict[str, str]:
        """Return the words of a part by language."""
        return one_line({language: self[f"{part}-{language}"].data or "" for language in self.frame.languages})


class LimitForm(RowForm):
    """How much may be decided alone, by whom, with examples."""

    parts = ("where", "examples")
    jobs = Checks(_l("Whose limit is it?"), description=_l("People in these jobs see the row as their own limit."))
    new_currency = StringField(
        _l("Another currency"),
        description=_l("Its code of three letters, like EUR, INR or USD."),
        validators=[Optional(), NO_NUL],
        filters=[lambda text: text.strip().upper() if text else text],
    )
    new_amount = StringField(_l("Up to, in this currency"), validators=[NO_NUL], render_kw={"inputmode": "decimal"})

    def amount_fields(self) -> list[Field]:
        """Return the fields of amounts, one for each currency of the table."""
        return [field for name, field in self._fields.items() if name.startswith("amount-")]

    def fill_figures(self, row: Limit) -> None:
        """Show amounts and jobs."""
        self.jobs.data = list(row.jobs)
        for code, amount in row.up_to.items():
            self[f"amount-{code}"].data = f"{amount:f}"

    def row(self) -> Limit:
        """Return the limit as it was typed."""
        named = {name: field.data for name, field in self._fields.items() if name.startswith("amount-")}
        typed = {name.removeprefix("amount-"): text for name, text in named.items()}
        typed |= {self.new_currency.data: self.new_amount.data} if self.new_currency.data else {}
        amounts = {code: _amount(text) for code, text in typed.items() if text}
        return Limit(self.row_id, self.typed("where"), amounts, self.typed("examples"), tuple(self.jobs.data or ()))

    def validate_new_currency(self, field: StringField) -> None:
        """Refuse what is no currency."""
        if field.data and not is_currency(field.data):
            raise ValidationError(_("This is not the code of a currency, like EUR or INR."))

    def validate_new_amount(self, field: StringField) -> None:
        """Ask for at least one amount, and for one beside the new currency."""
        given = any(one.data for one in self.amount_fields())
        if self.new_currency.data or field.data or not given:
            if field.data and not self.new_currency.data:
                raise ValidationError(_("Name the currency of this amount."))
            if not field.data:
                raise ValidationError(_("Say up to how much, in at least one currency."))
            _is_an_amount(self, field)

    def validate_jobs(self, field: Field) -> None:
        """Refuse a job that has its limit in another row, and what is no name of a job."""
        if any(len(job) > LONGEST or not job.isprintable() or not job.strip() for job in field.data or ()):
            raise ValidationError(_("Choose from the jobs of the company."))
        others = {job.casefold(): row for row in self.rows if isinstance(row, Limit) and row.id != self.row_id
                  for job in row.jobs}  # fmt: skip
        twice = next((job for job in field.data or () if job.casefold() in others), None)
        if twice:
            where = self.frame.words(others[twice.casefold()].where, self.frame.source)
            raise ValidationError(_("The job %(job)s has its limit in the row “%(row)s”.", job=twice, row=where))


class StandardForm(RowForm):
    """What a customer may expect of a channel, as words and as a time, and what share is aimed at."""

    parts = ("name", "standard", "measured")
    channel = SelectField(_l("Channel"), choices=[SelectChoice(code, CHANNEL_WORDS[code]) for code in CHANNELS])
    amount = IntegerField(
        _l("Within how much time"),
        validators=[
            InputRequired(_l("Give the time as a whole number.")),
            NumberRange(0, LONGEST_TIME, message=_l("Time: a whole number from 0 to 9999.")),
        ],
        render_kw={"inputmode": "numeric"},
    )
    unit = SelectField(_l("Counted in"), choices=[SelectChoice(unit, UNIT_WORDS[unit]) for unit in UNITS])
    counts = SelectField(
        _l("What counts"),
        description=_l("Rings are counted as they are."),
        choices=[SelectChoice(code, COUNT_WORDS[code]) for code in COUNTS],
    )
    target = IntegerField(
        _l("We aim at, in percent"),
        validators=[Optional(), NumberRange(1, 100, message=_l("A share in percent: 1 to 100."))],
        render_kw={"inputmode": "numeric"},
    )

    def fill_figures(self, row: Standard) -> None:
        """Show channel, time and share."""
        self.channel.data, self.target.data = row.channel, row.target
        self.amount.data, self.unit.data = row.within.amount, row.within.unit
        self.counts.data = row.within.counts or COUNTS[0]

    def row(self) -> Standard:
        """Return the standard as it was typed."""
        unit = self.unit.data
        within = Within(self.amount.data, unit, "" if unit == RINGS else self.counts.data)
        words = (self.typed("name"), self.typed("standard"))
        return Standard(self.row_id, self.channel.data, *words, within, self.target.data, self.typed("measured"))

    def validate_amount(self, field: IntegerField) -> None:
        """Refuse no time at all, but for the same day."""
        if field.data == 0 and self.unit.data != "days":
            raise ValidationError(_("Only days can be 0: that is the same day."))


def form_for(
    table: str, frame: Outline, row_id: str = "", jobs: Sequence[str] = (), sent: Mapping[str, str] = NOTHING
) -> RowForm:
    """Return the form of a row; `row_id` is empty for a new one, `jobs` are those of the company.

    `sent` is what was typed: currencies and jobs that nobody else names any more are not lost by that.
    """
    base = LimitForm if table == LIMITS else StandardForm
    rows = frame.rows(table)
    fields: dict[str, object] = {"frame": frame, "rows": rows, "row_id": row_id}
    for language in frame.languages:
        fields |= {f"{part}-{language}": made for part, made in _words(base, language == frame.source).items()}
    fields |= {f"amount-{code}": made for code, made in _amounts(rows, sent)} if table == LIMITS else {}
    form: RowForm = type(f"{base.__name__}OfDraft", (base,), fields)()
    if isinstance(form, LimitForm):
        named = {job for row in rows if isinstance(row, Limit) for job in row.jobs} | {*(form.jobs.raw_data or ())}
        form.jobs.choices = [SelectChoice(job, job) for job in sorted({*jobs, *named}, key=str.casefold)]
    return form


def _amounts(rows: Sequence[Row], sent: Mapping[str, str]) -> Iterator[tuple[str, Field]]:
    named = [code for row in rows if isinstance(row, Limit) for code in row.up_to]
    typed = [name.removeprefix("amount-") for name in sent if name.startswith("amount-")]
    codes = dict.fromkeys([*named, *(code for code in typed if is_currency(code))])
    for code in codes or {FIRST_CURRENCY: None}:
        label = _("Up to, in %(currency)s", currency=f"{get_currency_name(code, locale=get_locale())} ({code})")
        yield (
            code,
            StringField(label, validators=[Optional(), _is_an_amount, NO_NUL], render_kw={"inputmode": "decimal"}),
        )


def _words(base: type[RowForm], is_source: bool) -> Mapping[str, Field]:
    labels: dict[str, tuple[object, object]] = {
        "where": (_l("Where you work"), _l("Say for which work the limit is.")),
        "examples": (_l("For example"), None),
        "name": (_l("What the channel is called"), _l("Give the channel a name.")),
        "standard": (_l("Our standard"), _l("Say what customers may expect.")),
        "measured": (_l("Of what: “of all calls”"), None),
    }
    return {part: _field(part, *labels[part], is_source=is_source) for part in base.parts}


def _field(part: str, label: object, missing: object, *, is_source: bool) -> Field:
    needed = InputRequired(missing) if missing and is_source else Optional()
    longest = Length(max=LONGEST, message=_l("Make this shorter: 300 signs at most."))
    checks = [needed, longest, NO_NUL, *_CHECKS.get(part, ())]
    if part in _LONG:
        return TextAreaField(label, validators=checks, render_kw={"rows": 3})
    return StringField(label, validators=checks)


def _is_an_amount(_form: object, field: Field) -> None:
    text = (field.data or "").strip()
    if not AMOUNT.fullmatch(text) or not is_amount(text.replace(",", ".")):
        raise ValidationError(_("Write the amount in digits alone, like 2500 or 12.50."))


def _amount(text: str) -> Decimal:
    return Decimal(text.strip().replace(",", "."))


def _names_the_time(form: StandardForm, field: Field) -> None:
    if form.amount.data is not None and speaks_of_another(field.data or "", form.amount.data):
        raise ValidationError(_("The words name another number than %(amount)d.", amount=form.amount.data))


_CHECKS: Mapping[str, Sequence[object]] = {"standard": (_names_the_time,)}
_LONG = ("examples", "standard")
