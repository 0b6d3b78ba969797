"""The forms of the notice, the hearing, the suspension, and of what the person says."""

from datetime import datetime
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, RadioField, SelectField, SelectMultipleField, StringField, TimeField
from wtforms.validators import DataRequired, InputRequired, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from handbook.corrective_actions.cases.forms import key_field, optional_words, version_field
from handbook.corrective_actions.cases.hearings import HearingDraft, HeldDraft
from handbook.corrective_actions.cases.suspending import Pause, SuspensionDraft
from handbook.corrective_actions.cases.telling import IN_PERSON, PORTAL, POST, NoticeDraft
from handbook.corrective_actions.fields import SHORT, ProvenForm, choices, too_long, words_field
from handbook.people.identity import LANGUAGES


class NoticeForm(ProvenForm):
    """What is alleged, what may follow, what goes with it, and how it reaches the person."""

    row_version = version_field()
    allegation = words_field(
        _l("What is alleged"),
        _l("The person reads this. Facts only: what, where, when; never who complained."),
        _l("What is alleged: write it down."),
    )
    consequences = words_field(
        _l("What may follow"),
        _l("The steps that are possible, and that it may also end without any."),
        _l("What may follow: say it."),
    )
    released = SelectMultipleField(
        _l("What of the folder goes with it"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validators=[Optional()],
    )
    manner = RadioField(
        _l("How does it reach the person?"), validators=[InputRequired(_l("How does it reach the person: choose one."))]
    )

    def offer(self, notes: dict[str, str]) -> None:
        """Fill the choices; `notes` are titles of the folder by id."""
        self.released.choices = choices(None, notes)
        ways = {
            IN_PERSON: _("I hand it over and explain it"),
            PORTAL: _("It is laid open in the employee’s own file"),
            POST: _("It is sent by post"),
        }
        self.manner.choices = choices(None, ways)

    def draft(self) -> NoticeDraft:
        """Return what the form says."""
        return NoticeDraft(self.allegation.data, self.consequences.data, self.manner.data, self.released.data or ())


class HearingForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """When and where the person is heard, and who is there."""

    row_version = version_field()
    day = DateField(_l("Day"), validators=[InputRequired(_l("Day: choose one."))])
    time = TimeField(_l("Time"), validators=[InputRequired(_l("Time: give it."))])
    place = StringField(_l("Place"), validators=[DataRequired(_l("Place: say where.")), too_long(SHORT)])
    present = StringField(
        _l("Who will be there"), validators=[DataRequired(_l("Who will be there: name them.")), too_long(SHORT)]
    )
    reasons = optional_words(_l("Why it is moved"), _l("Only where a hearing is moved to another time."))

    def draft(self, zone: str) -> HearingDraft:
        """Return what the form says; day and time count at this zone."""
        starts = datetime.combine(self.day.data, self.time.data, ZoneInfo(zone))
        return HearingDraft(starts, self.place.data.strip(), self.present.data.strip(), self.reasons.data)


class KeepTimeForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """Why the hearing stays where it is."""

    row_version = version_field()
    reasons = words_field(_l("Why it stays"), _l("The person reads it."), _l("Why it stays: give the reason."))


class HeldForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """What was put and answered at the hearing."""

    row_version = version_field()
    day = DateField(_l("Day"), validators=[InputRequired(_l("Day: give it."))])
    time = TimeField(_l("Time"), validators=[InputRequired(_l("Time: give it."))])
    came = RadioField(_l("Was the person there?"), validators=[InputRequired(_l("Was the person there: choose one."))])
    present = StringField(
        _l("Who was there"), validators=[DataRequired(_l("Who was there: name them.")), too_long(SHORT)]
    )
    sooner = optional_words(
        _l("Heard earlier than arranged: how the person agreed"),
        _l("Only where it was earlier than the letter says. The person reads it."),
    )
    put = words_field(
        _l("What was put to the person"),
        _l("Allegation and evidence, as explained."),
        _l("What was put: write it down."),
    )
    answered = optional_words(
        _l("What the person answered"), _l("In their words. The person reads it and may add words.")
    )
    witnesses = optional_words(_l("Witnesses, and what they said"))
    language = SelectField(_l("Language you write in"), choices=choices(None, LANGUAGES))

    def offer(self) -> None:
        """Fill the choices."""
        self.came.choices = choices(None, {"yes": _("Yes"), "no": _("No, although invited")})

    def draft(self, zone: str) -> HeldDraft:
        """Return what the form says; day and time count at this zone."""
        return HeldDraft(
            held_at=datetime.combine(self.day.data, self.time.data, ZoneInfo(zone)),
            came=self.came.data == "yes",
            present=self.present.data.strip(),
            put=self.put.data,
            answered=self.answered.data,
            witnesses=self.witnesses.data,
            sooner=self.sooner.data,
            language=self.language.data,
        )


class SuspensionForm(ProvenForm):
    """A suspension from work, paid, while the matter is looked into."""

    row_version = version_field()
    kind = RadioField(_l("What happens?"), validators=[InputRequired(_l("What happens: choose one."))])
    reasons = words_field(_l("Why"), _l("The person reads it."), _l("Why: give the reason."))
    access = optional_words(
        _l("What of work stays open meanwhile"), _l("The own file, the answer and the companion always stay open.")
    )
    review_on = DateField(_l("Looked at again on"), description=_l("Within two weeks."), validators=[Optional()])

    def offer(self, *, lasts: bool) -> None:
        """Fill the choices."""
        ways = {Pause.KEPT: _("It lasts, after a look"), Pause.ENDED: _("It ends")}
        begun = {Pause.BEGUN: _("The person stays away from work, paid")}
        self.kind.choices = choices(None, {kind.value: words for kind, words in (ways if lasts else begun).items()})

    def draft(self) -> SuspensionDraft:
        """Return what the form says."""
        return SuspensionDraft(Pause(self.kind.data), self.reasons.data, self.access.data, self.review_on.data)


class SayForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """The person's own words: an answer, or what they add to the notes of the hearing."""

    idempotency_key = key_field()
    words = words_field(
        _l("What you want to say"),
        _l("Your words are kept as you write them."),
        _l("What you want to say: write it down."),
    )
    language = SelectField(_l("Language you write in"), choices=choices(None, LANGUAGES))


class NameForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """Who comes along with the person."""

    idempotency_key = key_field()
    words = StringField(_l("Name"), validators=[DataRequired(_l("Name: write down who comes along.")), too_long(SHORT)])


class InterpreterForm(NameForm):
    """Into which language somebody is to interpret."""

    words = StringField(
        _l("Language"), validators=[DataRequired(_l("Language: write down which one.")), too_long(SHORT)]
    )


class TimeForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """The wish for another time of the hearing."""

    idempotency_key = key_field()
    words = words_field(_l("Why"), _l("A sentence is enough."), _l("Why: say it in a sentence."))
    companion_away = BooleanField(_l("My companion cannot come at that time"))
    day = DateField(
        _l("Other day"), description=_l("Within five working days it is granted at once."), validators=[Optional()]
    )
    time = TimeField(_l("Other time"), validators=[Optional()])

    def wanted(self, zone: str) -> datetime | None:
        """Return the other time, where the companion cannot come and one is given."""
        if not (self.companion_away.data and self.day.data and self.time.data):
            return None
        return datetime.combine(self.day.data, self.time.data, ZoneInfo(zone))
