"""The forms of jobs and of locations."""

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, SelectField, StringField
from wtforms.validators import InputRequired, Optional

from handbook.people.directory.form_parts import CHOOSE, VersionedForm, choices, too_long, within_memory
from handbook.people.facts import LONGEST_NAME, LONGEST_NUMBER


class NewJobForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """A job and the profile of those who do it."""

    title = StringField(_l("Job"), validators=[InputRequired(_l("Job: give its title.")), too_long(LONGEST_NAME)])
    profile = SelectField(
        _l("Profile"),
        description=_l("Which rules of the handbook concern people with this job."),
        default="everyone",
        validators=[InputRequired(CHOOSE)],
    )

    def offer(self, profiles: Mapping[str, str]) -> None:
        """Fill the choices."""
        self.profile.choices = choices(None, profiles)


class JobForm(NewJobForm, VersionedForm):
    """A job as it shall be; another profile needs a day."""

    from_on = DateField(
        _l("From which day the profile counts"),
        description=_l("For people who are newly placed from that day on. Placements that exist stay as they are."),
        validators=[InputRequired(_l("Give the day.")), within_memory],
    )


class NewLocationForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """A shop, hotel or desk and the time zone of its clocks."""

    name = StringField(
        _l("Location"), validators=[InputRequired(_l("Location: give its name.")), too_long(LONGEST_NAME)]
    )
    zone = StringField(
        _l("Time zone"),
        description=_l("Region and town, for example Europe/Riga or Asia/Kolkata."),
        validators=[InputRequired(_l("Time zone: choose one of the list.")), too_long(LONGEST_NUMBER)],
        render_kw={"list": "zones", "autocomplete": "off"},
    )
    country = SelectField(
        _l("Country"),
        description=_l("It decides which ladder of steps counts here. Whose law it is, your counsel knows."),
        default="",
        validators=[Optional()],
    )

    def offer(self, countries: Mapping[str, str]) -> None:
        """Fill the choices."""
        self.country.choices = choices(_("Not said"), countries)


class LocationForm(NewLocationForm, VersionedForm):
    """A location as it shall be."""
