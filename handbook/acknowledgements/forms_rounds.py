"""The forms of rounds: whom to ask, what a board is narrowed to, another last day, days of leave."""

from collections.abc import Mapping, Sequence
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget, SearchInput

from handbook.acknowledgements.audience import NOT_SIGNED, Audience
from handbook.acknowledgements.board_lines import SORTS, BoardFilters
from handbook.acknowledgements.board_states import Group, State
from handbook.acknowledgements.rounds import RoundDraft

LONGEST_NOTE, LONGEST_REASON = 500, 200
_LAST_DAY = _l("Last day to sign: give a day, like 30 November.")


def within_memory(_form: object, field: DateField) -> None:
    """Refuse days that no clock of every time zone can hold."""
    if field.data is not None and not 1900 <= field.data.year <= 2200:
        raise ValidationError(_("This day is too far away. Choose a day that a calendar of work holds."))


class _Checks(SelectMultipleField):  # type: ignore[misc]  # WTForms ships no types
    """Several of a list, as check boxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class NewRoundForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """Whom to ask, until when, and a few words. An empty list asks everybody."""

    locations = _Checks(_l("Places"), description=_l("None chosen means all."))
    jobs = _Checks(_l("Jobs"), description=_l("None chosen means all."))
    profiles = _Checks(_l("Kinds of work in the handbook"), description=_l("None chosen means all."))
    languages = _Checks(_l("Languages"), description=_l("None chosen means all."))
    unsigned = BooleanField(_l("Only people who have not signed this edition"), default=True)
    deadline = DateField(
        _l("Last day to sign"), validators=[InputRequired(_LAST_DAY), within_memory], render_kw={"type": "date"}
    )
    note = TextAreaField(
        _l("A few words that go with the invitation"),
        description=_l("Why you ask now. Everybody invited reads it."),
        validators=[Optional(), Length(max=LONGEST_NOTE, message=_l("The words: 500 signs at most."))],
    )

    def offer(
        self, places: Mapping[str, str], jobs: Sequence[str], profiles: Sequence[str], languages: Mapping[str, str]
    ) -> None:
        """Fill the choices."""
        self.locations.choices = [SelectChoice(value, word) for value, word in places.items()]
        self.jobs.choices = [SelectChoice(each, each) for each in jobs]
        self.profiles.choices = [SelectChoice(each, each) for each in profiles]
        self.languages.choices = [SelectChoice(code, name) for code, name in languages.items()]

    def draft(self) -> RoundDraft:
        """Return what the form says, once it is valid."""
        audience = Audience(
            locations=self.locations.data or (),
            jobs=self.jobs.data or (),
            profiles=self.profiles.data or (),
            languages=self.languages.data or (),
            only=(NOT_SIGNED,) if self.unsigned.data else (),
        )
        return RoundDraft(audience, self.deadline.data, " ".join((self.note.data or "").split()))


class BoardForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """What a board is narrowed to; kept in the address. A value that does not exist narrows nothing."""

    class Meta:
        """A GET form needs no token."""

        csrf = False

    place = SelectField(_l("Place"), default="", validators=[Optional()])
    job = SelectField(_l("Job"), default="", validators=[Optional()])
    language = SelectField(_l("Language"), default="", validators=[Optional()])
    state = SelectField(_l("State"), default="", validators=[Optional()])
    supervisor = SelectField(_l("Supervisor"), default="", validators=[Optional()])
    q = StringField(_l("Name or number"), validators=[Optional(), Length(max=100)], widget=SearchInput())
    day = DateField(_l("As of the day"), validators=[Optional(), within_memory])
    group = HiddenField(validators=[Optional()])
    sort = HiddenField(validators=[Optional()])
    page = IntegerField(widget=HiddenInput(), validators=[Optional(), NumberRange(min=1, max=10**6)])

    def offer(
        self,
        places: Mapping[str, str],
        jobs: Sequence[str],
        languages: Mapping[str, str],
        states: Mapping[str, str],
        supervisors: Mapping[str, str],
    ) -> None:
        """Fill the choices; a board without other supervisors has no such field."""
        everything = {
            self.place: places,
            self.job: {each: each for each in jobs},
            self.language: languages,
            self.state: states,
            self.supervisor: supervisors,
        }
        for field, options in everything.items():
            field.choices = [SelectChoice("", _("All")), *(SelectChoice(*pair) for pair in options.items())]
        if not supervisors:
            del self.supervisor

    def filters(self, sort: str = SORTS[0]) -> BoardFilters:
        """Return what the address asks for, without what it got wrong; `sort` is the order where it asks for none."""
        self.validate()
        supervisor = self._fields.get("supervisor")
        group, order = self.group.data or "", self.sort.data or ""
        return BoardFilters(
            location_id=_value(self.place),
            job=_value(self.job),
            language=_value(self.language),
            supervisor_id=_value(supervisor) if supervisor is not None else "",
            q=" ".join(_value(self.q).split()),
            state=_value(self.state) if _value(self.state) in set(State) else "",
            group=group if group in set(Group) else "",
            sort=order if order in SORTS else sort,
            page=1 if self.page.errors else self.page.data or 1,
            day=self._day(),
        )

    def _day(self) -> date | None:
        return None if self.day.errors else self.day.data


class DeadlineForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """Another last day for a whole round."""

    deadline = DateField(_l("Last day to sign"), validators=[InputRequired(_LAST_DAY), within_memory])


class OwnDeadlineForm(DeadlineForm):
    """Another last day for some people, and why."""

    reason = StringField(
        _l("Why"),
        description=_l("It stands beside the day, for you and for them. Nothing about anybody's health."),
        validators=[
            InputRequired(_l("Say why these people get another last day.")),
            Length(max=LONGEST_REASON, message=_l("Why: 200 signs at most.")),
        ],
    )


class LeaveForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """From which day until which day some people are away. Why is nobody's business here."""

    from_on = DateField(
        _l("On leave from"), validators=[InputRequired(_l("On leave from: give the first day.")), within_memory]
    )
    until_on = DateField(
        _l("On leave until"), validators=[InputRequired(_l("On leave until: give the last day.")), within_memory]
    )


class ChosenForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """What to do for whoever is checked."""

    do = HiddenField()


def _value(field: StringField) -> str:
    return "" if field.errors else field.data or ""
