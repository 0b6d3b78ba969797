"""The form in which a handler writes to a customer, and the one that names somebody to customers."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    Field,
    HiddenField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError
from wtforms.widgets import HiddenInput

from handbook.company.models import Location
from handbook.complaints.operations import require_promisable
from handbook.core import clock
from handbook.core.db import new_id
from handbook.core.errors import Invalid, NotFound
from handbook.customers.forms import SHORT, WORDS, tidy, too_long
from handbook.customers.lifecycle import LetterKind, Manner
from handbook.customers.pages import LetterHead
from handbook.customers.writing import LetterDraft
from handbook.people.queries import employee_by_number


class LetterForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """The free part of a letter, and how it reaches the customer. `seen` is the hash of the letter looked at last."""

    idempotency_key = HiddenField(default=new_id, validators=[InputRequired(), Length(min=32, max=32)])
    row_version = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    seen = HiddenField(validators=[Length(max=64), Optional()])
    due_on = DateField(
        _l("The new day"),
        description=_l("By then the customer has our answer."),
        validators=[InputRequired(_l("The new day: give the day by which the customer has our answer."))],
    )
    words = TextAreaField(
        _l("What you write"),
        description=_l("Your words stand in the middle of the letter. An empty line begins a new paragraph."),
        validators=[DataRequired(_l("What you write: write what the customer is to know.")), too_long(WORDS)],
        filters=[tidy],
    )
    remedy = TextAreaField(_l("What we do"), validators=[too_long(WORDS), Optional()], filters=[tidy])
    manner = RadioField(
        _l("How it reaches the customer"),
        validators=[InputRequired(_l("How it reaches the customer: choose one."))],
    )

    def offer(self, kind: LetterKind, head: LetterHead) -> None:
        """Take away what this kind of letter does not ask for, and offer the ways that lead to this customer."""
        self.kind, self.head = kind, head
        if kind is not LetterKind.LATE:
            del self.due_on
        if kind is not LetterKind.FINDINGS:
            del self.remedy
        ways = {way: word for way, word in manner_words().items() if way is not Manner.MAIL or head.has_address}
        self.manner.choices = [SelectChoice(way.value, word) for way, word in ways.items()]
        if self.manner.data is None:
            self.manner.data = (Manner.MAIL if head.has_address else Manner.PAGE).value

    def validate_due_on(self, field: Field) -> None:
        """Refuse a new day that is not later than the one promised, that has begun already, or that cannot be kept."""
        today = clock.today(self.head.zone)
        if field.data is None:
            return
        if field.data <= max(self.head.due_on, today):
            raise ValidationError(_("The new day: give a day after the one that was promised, and after today."))
        try:
            require_promisable(_("The new day"), self.head.location_id, today, field.data)
        except Invalid as fault:
            raise ValidationError(str(fault)) from fault

    def draft(self) -> LetterDraft:
        """Return what the form says, once it is valid."""
        return LetterDraft(
            idempotency_key=self.idempotency_key.data,
            kind=self.kind,
            manner=Manner(self.manner.data),
            words=self.words.data,
            row_version=self.row_version.data,
            remedy=self.remedy.data if self.remedy else "",
            due_on=self.due_on.data if "due_on" in self else None,
        )


class ContactForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """Who is named to customers of a place until a complaint has its handler."""

    employee_id: str | None = None
    location_id = SelectField(_l("To customers of"), default="", validators=[Optional()])
    person = StringField(
        _l("Staff number"),
        description=_l("Customers read this person's name. Leave it empty to name nobody any more."),
        validators=[too_long(SHORT), Optional()],
        filters=[tidy],
        render_kw={"autocomplete": "off"},
    )

    def offer(self, locations: Sequence[Location]) -> None:
        """Fill the choices."""
        places = [SelectChoice(location.id, location.name) for location in locations]
        self.location_id.choices = [SelectChoice("", _("every place without its own")), *places]

    def validate_person(self, field: Field) -> None:
        """Turn the staff number into `employee_id`; the field keeps what was typed."""
        try:
            self.employee_id = employee_by_number(field.data).id if field.data else None
        except NotFound as unknown:
            raise ValidationError(str(unknown)) from unknown


def manner_words() -> dict[Manner, str]:
    """Return the ways in which a letter reaches a customer."""
    return {
        Manner.MAIL: _("by mail, at once"),
        Manner.HANDED_OVER: _("printed and handed over"),
        Manner.POST: _("printed and sent by post"),
        Manner.PAGE: _("on the page of the complaint alone"),
    }


def kind_words() -> dict[LetterKind, str]:
    """Return the letters by what they are for."""
    return {
        LetterKind.RECEIPT: _("We have your complaint"),
        LetterKind.QUESTIONS: _("We have a question"),
        LetterKind.LATE: _("It takes longer"),
        LetterKind.FINDINGS: _("Our answer"),
        LetterKind.APOLOGY: _("We are sorry"),
        LetterKind.GOODWILL: _("Something from us"),
        LetterKind.WE_CHANGED_THIS: _("Because of you we changed something"),
        LetterKind.CLOSED: _("It is closed"),
        LetterKind.REOPENED: _("It is open again"),
    }
