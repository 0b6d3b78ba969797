"""The forms about a person: facts, placement, somebody new, the last day."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField, StringField
from wtforms.validators import InputRequired, Optional

from handbook.company.models import Location
from handbook.people.directory.form_parts import (
    CHOOSE,
    PersonNumber,
    VersionedForm,
    choices,
    fault_of,
    number_of_person,
    too_long,
    within_memory,
)
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


class FactsForm(VersionedForm):
    """Name, language, ways to reach a person, kind; `guarded` says why mail and mobile are left out, where they are."""

    guarded = ""
    name = StringField(
        _l("Name"),
        description=_l("As the person writes it, in the own script."),
        validators=[fault_of(name_fault)],
        render_kw={"autocomplete": "off"},
    )
    latin_name = StringField(
        _l("Name in Latin letters"),
        description=_l("Where the name is written in another script."),
        validators=[Optional(), too_long(LONGEST_NAME)],
        render_kw={"autocomplete": "off"},
    )
    language = SelectField(_l("Language"), validators=[InputRequired(CHOOSE)])
    kind = SelectField(_l("Kind"), default="staff", validators=[InputRequired(CHOOSE)])
    email = StringField(
        _l("E-mail"),
        description=_l("Links and receipts go there."),
        validators=[Optional(), too_long(LONGEST_MAIL), fault_of(mail_fault)],
        render_kw={"autocomplete": "off", "inputmode": "email"},
    )
    mobile = StringField(
        _l("Mobile number"),
        description=_l("Kept as you type it: a plus sign, digits, blanks."),
        validators=[Optional(), fault_of(mobile_fault)],
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

    from_on = DateField(_l("From which day"), validators=[InputRequired(_l("Give the day.")), within_memory])
    location_id = SelectField(_l("Location"), default="", validators=[InputRequired(CHOOSE)])
    job = StringField(
        _l("Job"),
        description=_l("One of the list, or a new one."),
        validators=[InputRequired(_l("Job: type what the person does.")), too_long(LONGEST_NAME)],
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
        validators=[Optional(), too_long(LONGEST_NUMBER), number_of_person],
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
        validators=[fault_of(number_fault)],
        render_kw={"autocomplete": "off", "autocapitalize": "none"},
    )


class LastDayForm(VersionedForm):
    """The last day of somebody's work."""

    last_on = DateField(
        _l("Last day"),
        description=_l("The person still works here on this day."),
        validators=[InputRequired(_l("Give the last day.")), within_memory],
    )
