"""The forms of the directory: filters, facts, placement, last day, days away, deputy, role, job, location."""

from collections.abc import Callable, Mapping, Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, IntegerField, SearchField, SelectChoice, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import HiddenInput

from handbook.company.models import Location
from handbook.core.errors import NotFound
from handbook.people.directory.absences import Days
from handbook.people.directory.filters import SORTS, Filters
from handbook.people.directory.placements import PlacementDraft
from handbook.people.facts import (
    LONGEST_MAIL,
    LONGEST_NAME,
    LONGEST_NUMBER,
    Facts,
    mail_fault,
    mobile_fault,
    name_fault,
    number_fault,
)
from handbook.people.queries import employee_by_number
from handbook.permissions import Role

_CHOOSE = _l("Choose one of the list.")


def choices(first: str | None, options: Mapping[str, str]) -> list[SelectChoice]:
    """Return options by value; `first` is the word of the empty one, if there is one."""
    empty = [] if first is None else [SelectChoice("", first)]
    return empty + [SelectChoice(value, word) for value, word in options.items()]


def _too_long(most: int) -> Length:
    return Length(max=most, message=_l("This is too long: %(max)d characters at most.", max=most))


def _within_memory(_form: object, field: DateField) -> None:
    """Refuse days that no clock of every time zone can hold."""
    if field.data is not None and not 1900 <= field.data.year <= 2200:
        raise ValidationError(_("Give a day between the years 1900 and 2200."))


def _fault(check: Callable[[str | None], str | None]) -> Callable[[object, StringField], None]:
    """Return a validator that says what a check of `facts` finds wrong."""

    def validate(_form: object, field: StringField) -> None:
        fault = check(field.data)
        if fault:
            raise ValidationError(fault)

    return validate


def _number_of_person(form: "PersonNumber", field: StringField) -> None:
    """Turn the staff number into `form.person_id`; the field keeps what was typed."""
    number = (field.data or "").strip()
    if "\0" in number:
        raise ValidationError(_("Staff number: letters and digits only."))
    try:
        form.person_id = employee_by_number(number).id if number else None
    except NotFound as unknown:
        raise ValidationError(str(unknown)) from unknown


class PersonNumber:
    """A form with a field for somebody's staff number; the person found is `person_id`."""

    person_id: str | None = None


class FilterForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """What the list is narrowed to; kept in the address. A value that does not exist narrows nothing."""

    class Meta:
        """A GET form needs no token."""

        csrf = False

    q = SearchField(_l("Name or staff number"), validators=[Length(max=LONGEST_NAME), Optional()])
    state = SelectField(_l("State"), default="", validators=[Optional()])
    place = SelectField(_l("Location"), default="", validators=[Optional()])
    job = SelectField(_l("Job"), default="", validators=[Optional()])
    language = SelectField(_l("Language"), default="", validators=[Optional()])
    kind = SelectField(_l("Kind"), default="", validators=[Optional()])
    role = SelectField(_l("Role"), default="", validators=[Optional()])
    sort = SelectField(_l("Sorted by"), default=SORTS[0], validators=[Optional()])
    page = IntegerField(widget=HiddenInput(), validators=[Optional(), NumberRange(min=1, max=10**6)])

    def filters(self) -> Filters:
        """Return what the address asks for, without what it got wrong."""
        self.validate()
        names = ("q", "place", "job", "language", "kind", "state", "role", "sort")
        asked = {name: self[name].data for name in names if self[name].data and not self[name].errors}
        return Filters(**asked, page=1 if self.page.errors else self.page.data or 1)


class VersionedForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """A form about somebody or something as the reader saw it."""

    row_version = IntegerField(widget=HiddenInput(), validators=[InputRequired()])


class FactsForm(VersionedForm):
    """Name, language, ways to reach a person, kind; `guarded` says why mail and mobile are left out, where they are."""

    guarded = ""
    name = StringField(
        _l("Name"),
        description=_l("As the person writes it, in the own script."),
        validators=[_fault(name_fault)],
        render_kw={"autocomplete": "off"},
    )
    latin_name = StringField(
        _l("Name in Latin letters"),
        description=_l("Where the name is written in another script."),
        validators=[Optional(), _too_long(LONGEST_NAME)],
        render_kw={"autocomplete": "off"},
    )
    language = SelectField(_l("Language"), validators=[InputRequired(_CHOOSE)])
    kind = SelectField(_l("Kind"), default="staff", validators=[InputRequired(_CHOOSE)])
    email = StringField(
        _l("E-mail"),
        description=_l("Links and receipts go there."),
        validators=[Optional(), _too_long(LONGEST_MAIL), _fault(mail_fault)],
        render_kw={"autocomplete": "off", "inputmode": "email"},
    )
    mobile = StringField(
        _l("Mobile number"),
        description=_l("Kept as you type it: a plus sign, digits, blanks."),
        validators=[Optional(), _fault(mobile_fault)],
        render_kw={"autocomplete": "off", "inputmode": "tel"},
    )

    def offer_facts(self, languages: Mapping[str, str], kinds: Mapping[str, str]) -> None:
        """Fill the choices."""
        self.language.choices, self.kind.choices = choices(None, languages), choices(None, kinds)

    def guard_ways_to_reach(self, why: str) -> None:
        """Take mail and mobile out: the reader may not change those of this person, for this reason."""
        del self.email, self.mobile
        self.guarded = why

    def facts(self, before: Facts | None = None) -> Facts:
        """Return what the form says; where mail and mobile were taken out, they stay as before."""
        guarded = before is not None and self.email is None
        return Facts(
            name=self.name.data or "",
            latin_name=self.latin_name.data or "",
            language=self.language.data,
            email=before.email if before and guarded else self.email.data,
            mobile=before.mobile if before and guarded else self.mobile.data,
            kind=self.kind.data,
        )


class PlacementForm(VersionedForm, PersonNumber):
    """Where somebody works from a day on, as what and for whom."""

    from_on = DateField(_l("From which day"), validators=[InputRequired(_l("Give the day.")), _within_memory])
    location_id = SelectField(_l("Location"), default="", validators=[InputRequired(_CHOOSE)])
    job = StringField(
        _l("Job"),
        description=_l("One of the list, or a new one."),
        validators=[InputRequired(_l("Job: type what the person does.")), _too_long(LONGEST_NAME)],
        render_kw={"list": "jobs", "autocomplete": "off"},
    )
    profile = SelectField(
        _l("Profile"),
        description=_l("Which rules of the handbook concern the person."),
        default="",
        validators=[Optional()],
    )
    supervisor = StringField(
        _l("Staff number of the supervisor"),
        validators=[Optional(), _too_long(LONGEST_NUMBER), _number_of_person],
        render_kw={"list": "supervisors", "autocomplete": "off"},
    )

    def offer_work(self, locations: Sequence[Location], profiles: Mapping[str, str]) -> None:
        """Fill the choices."""
        self.location_id.choices = choices(_("Choose"), {each.id: each.name for each in locations})
        self.profile.choices = choices(_("As the job says"), profiles)

    def draft(self) -> PlacementDraft:
        """Return what the form says."""
        return PlacementDraft(
            from_on=self.from_on.data,
            location_id=self.location_id.data,
            job=self.job.data or "",
            profile=self.profile.data or "",
            supervisor_id=self.person_id,
        )


class NewPersonForm(FactsForm, PlacementForm):
    """Somebody new, with the first placement."""

    row_version = None
    staff_number = StringField(
        _l("Staff number"),
        description=_l("As it stands on badge and pay slip; zeros in front are kept. It never changes."),
        validators=[_fault(number_fault)],
        render_kw={"autocomplete": "off", "autocapitalize": "none"},
    )


class LastDayForm(VersionedForm):
    """The last day of somebody's work."""

    last_on = DateField(
        _l("Last day"),
        description=_l("The person still works here on this day."),
        validators=[InputRequired(_l("Give the last day.")), _within_memory],
    )


class DaysForm(VersionedForm):
    """From the first through the last day."""

    from_on = DateField(_l("First day"), validators=[InputRequired(_l("Give the first day.")), _within_memory])
    to_on = DateField(_l("Last day"), validators=[InputRequired(_l("Give the last day.")), _within_memory])

    def days(self) -> Days:
        """Return what the form says."""
        return Days(self.from_on.data, self.to_on.data)


class DeputyForm(DaysForm, PersonNumber):
    """Who stands in, and when."""

    deputy = StringField(
        _l("Staff number of the deputy"),
        description=_l("A supervisor or somebody from HR."),
        validators=[
            InputRequired(_l("Deputy: type the staff number.")),
            _too_long(LONGEST_NUMBER),
            _number_of_person,
        ],
        render_kw={"list": "supervisors", "autocomplete": "off"},
    )


class RoleForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """A role from a day through a day."""

    role = SelectField(_l("Role"), default="", validators=[InputRequired(_CHOOSE)])
    from_on = DateField(_l("From which day"), validators=[InputRequired(_l("Give the day.")), _within_memory])
    to_on = DateField(
        _l("Last day"),
        description=_l("Leave it empty where no end is planned."),
        validators=[Optional(), _within_memory],
    )

    def offer(self, roles: Mapping[Role, str]) -> None:
        """Fill the choices."""
        self.role.choices = choices(_("Choose"), {role.value: word for role, word in roles.items()})


class EndRoleForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """Until when a role still counts."""

    last_on = DateField(
        _l("Last day"),
        description=_l("Leave it empty and the role ends at once."),
        validators=[Optional(), _within_memory],
    )


class NewJobForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """A job and the profile of those who do it."""

    title = StringField(_l("Job"), validators=[InputRequired(_l("Job: give its title.")), _too_long(LONGEST_NAME)])
    profile = SelectField(
        _l("Profile"),
        description=_l("Which rules of the handbook concern people with this job."),
        default="everyone",
        validators=[InputRequired(_CHOOSE)],
    )

    def offer(self, profiles: Mapping[str, str]) -> None:
        """Fill the choices."""
        self.profile.choices = choices(None, profiles)


class JobForm(NewJobForm, VersionedForm):
    """A job as it shall be; another profile needs a day."""

    from_on = DateField(
        _l("From which day the profile counts"),
        description=_l("For people who are newly placed from that day on. Placements that exist stay as they are."),
        validators=[InputRequired(_l("Give the day.")), _within_memory],
    )


class NewLocationForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """A shop, hotel or desk and the time zone of its clocks."""

    name = StringField(
        _l("Location"), validators=[InputRequired(_l("Location: give its name.")), _too_long(LONGEST_NAME)]
    )
    zone = StringField(
        _l("Time zone"),
        description=_l("Region and town, for example Europe/Riga or Asia/Kolkata."),
        validators=[InputRequired(_l("Time zone: choose one of the list.")), _too_long(LONGEST_NUMBER)],
        render_kw={"list": "zones", "autocomplete": "off"},
    )


class LocationForm(NewLocationForm, VersionedForm):
    """A location as it shall be."""
