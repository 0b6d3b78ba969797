"""The forms of declining, asking and answering, of what others record, of disputes and findings."""

from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    Field,
    HiddenField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, Regexp, ValidationError

from handbook.acknowledgements.disputes import DisputeDraft
from handbook.acknowledgements.outcomes import ServiceDraft
from handbook.acknowledgements.queries import SignatureContext
from handbook.acknowledgements.shown_text import ShownText
from handbook.acknowledgements.standing import SET_ASIDE, STANDS

WORDS, SHORT = 4_000, 200
_DAMAGED = _l("This form is damaged. Open the page again.")
_NUMBER = r"[0-9]{1,9}\Z"


def _tidy(text: str | None) -> str:
    return (text or "").strip()


def _words(label: object, missing: object = None, help_: object = "") -> TextAreaField:
    """Return a field for words of a person; they may be left out where no sentence says that they are missing."""
    needed = DataRequired(missing) if missing else Optional()
    too_long = Length(max=WORDS, message=_l("This is too long: %(max)d characters at most.", max=WORDS))
    return TextAreaField(label, description=help_, validators=[needed, too_long], filters=[_tidy])


def _password(label: object, help_: object = "", missing: object = _l("Type your password.")) -> PasswordField:
    return PasswordField(
        label,
        description=help_,
        validators=[InputRequired(missing), Length(max=256, message=_l("Password: 256 signs at most."))],
        render_kw={"autocomplete": "current-password"},
    )


class ShownTextForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """The very text that stood on the page, by its hash."""

    edition = HiddenField(validators=[InputRequired(_DAMAGED), Regexp(_NUMBER, message=_DAMAGED)])
    manifest = HiddenField(validators=[InputRequired(_DAMAGED), Length(min=64, max=64, message=_DAMAGED)])
    profile = HiddenField(validators=[InputRequired(_DAMAGED), Length(max=64, message=_DAMAGED)])
    language = HiddenField(validators=[InputRequired(_DAMAGED), Length(max=8, message=_DAMAGED)])

    def show(self, context: SignatureContext) -> None:
        """Name the text of this context as the one that stands on the page."""
        self.edition.data = str(context.edition.number)
        self.manifest.data = context.edition.manifest_sha256
        self.profile.data, self.language.data = context.page.profile, context.page.language

    def shown(self) -> ShownText:
        """Return which text was shown, once the form is valid."""
        return ShownText(int(self.edition.data), self.manifest.data, self.profile.data, self.language.data)


class DeclineForm(ShownTextForm):
    """The reason, which may be left out, and the own password: declining is an act of will."""

    words = _words(_l("Why you decline"), help_=_l("HR reads it. Your supervisor does not."))
    password = _password(
        _l("Your own password (or PIN on a shared tablet)"),
        _l("So that nobody else can decline for you."),
    )


class QuestionForm(ShownTextForm):
    """What a person wants to know before signing."""

    words = _words(_l("Your question"), _l("Your question: write what you want to know."))


class AnswerForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """The answer to a question."""

    words = _words(_l("Your answer"), _l("Your answer: write it down."), _l("It is sent at once and stays as it is."))


class ServiceForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """In which language the text was put before the person, a remark, and the own password."""

    language = SelectField(
        _l("Language of the text"), validators=[InputRequired(_l("Language: choose the one that was shown."))]
    )
    words = _words(_l("Remark"), help_=_l("What happened, in a sentence. The person can read it."))
    password = _password(_l("Your own password (or PIN on a shared tablet)"), _l("You vouch for it with your name."))

    def offer(self, languages: dict[str, str], usual: str) -> None:
        """Offer the languages of the edition; the usual one of the person comes first in mind."""
        self.language.choices = [SelectChoice(code, name) for code, name in languages.items()]
        if self.language.data is None and usual in languages:
            self.language.data = usual

    def draft(self) -> ServiceDraft:
        """Return what the form says, once it is valid."""
        return ServiceDraft(self.language.data, None, self.words.data)


class HandedOverForm(ServiceForm):
    """Served by hand: also on which day."""

    happened_on = DateField(
        _l("On which day"),
        description=_l("HR can also record an earlier day; it counts from the end of that day."),
        validators=[InputRequired(_l("On which day: give the day on which you handed it over."))],
    )

    def validate_happened_on(self, field: Field) -> None:
        """Refuse days that no clock of every time zone can hold."""
        if field.data is not None and not 1900 <= field.data.year <= 2200:
            raise ValidationError(_("On which day: give the day on which you handed it over."))

    def draft(self) -> ServiceDraft:
        """Return what the form says, once it is valid."""
        happened_on: date = self.happened_on.data
        return ServiceDraft(self.language.data, happened_on, self.words.data)


class RefusalForm(ServiceForm):
    """Refused before two witnesses: the second one types the own number and password into the same form."""

    witness_number = StringField(
        _l("Staff number of the second witness"),
        validators=[
            InputRequired(_l("Second witness: type the own staff number.")),
            Length(max=64, message=_l("Staff number: 64 signs at most.")),
        ],
        render_kw={"autocomplete": "off"},
    )
    witness_password = _password(
        _l("Own password of the second witness (or PIN on a shared tablet)"),
        _l("The second witness types it here, unseen."),
        _l("Second witness: type the own password."),
    )


class DisputeForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """What happened, and how to reach whoever says so."""

    words = _words(
        _l("What happened"),
        _l("What happened: write it in your own words, as exactly as you can."),
        _l("Where you were, who had your password, what you saw: whatever you know."),
    )
    contact = StringField(
        _l("How to reach you"),
        description=_l("A telephone number or an address. Only those who examine it see it."),
        validators=[Length(max=SHORT, message=_l("How to reach you: 200 signs at most."))],
        filters=[_tidy],
        render_kw={"autocomplete": "off"},
    )
    needs_contact = True

    def validate_contact(self, field: Field) -> None:
        """Ask strangers for a way to reach them; who is signed in may leave it out."""
        if self.needs_contact and not field.data:
            raise ValidationError(_("How to reach you: give a telephone number or an address, or sign in first."))

    def draft(self) -> DisputeDraft:
        """Return what the form says, once it is valid."""
        return DisputeDraft(self.words.data, self.contact.data)


class FindingForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """What was found, why, and the own password."""

    finding = RadioField(
        _l("What did you find?"),
        choices=[
            SelectChoice(STANDS, _l("The signature stands")),
            SelectChoice(SET_ASIDE, _l("The signature is set aside")),
        ],
        validators=[InputRequired(_l("Finding: choose one of the two."))],
    )
    reasons = _words(
        _l("Your reasons"),
        _l("Your reasons: write down what you found and why."),
        _l("The person whose signature it is reads them."),
    )
    password = _password(_l("Your own password"))
    second_number = StringField(
        _l("Staff number of the second examiner"),
        description=_l("Only to set the signature aside."),
        validators=[Length(max=64, message=_l("Staff number: 64 signs at most."))],
        filters=[_tidy],
        render_kw={"autocomplete": "off"},
    )
    second_password = PasswordField(
        _l("Own password of the second examiner"),
        description=_l("The second examiner types it here, unseen."),
        validators=[Length(max=256, message=_l("Password: 256 signs at most."))],
        render_kw={"autocomplete": "off"},
    )

    @property
    def names_second(self) -> bool:
        """Whether a second examiner typed number and password to set a signature aside."""
        return self.finding.data == SET_ASIDE and bool(self.second_number.data and self.second_password.data)


class PageForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """Which part of a list is shown, and which page of it; kept in the address."""

    class Meta:
        """Filters stand in the address and change nothing."""

        csrf = False

    show = StringField()
    page = IntegerField(validators=[Optional(), NumberRange(min=1, max=10**6)])

    def wanted(self, first: str, second: str) -> tuple[str, int]:
        """Return which of the two parts is asked for (the first, if nothing sensible is), and the page."""
        page = self.page.data if self.validate() and self.page.data else 1
        return (second if self.show.data == second else first), page
