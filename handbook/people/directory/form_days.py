"""The forms of what lasts from a day through a day: days away, a deputy, a role."""

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, SelectField, StringField
from wtforms.validators import InputRequired, Optional

from handbook.people.directory.absences import Days
from handbook.people.directory.form_parts import (
    CHOOSE,
    PersonNumber,
    VersionedForm,
    choices,
    number_of_person,
    too_long,
    within_memory,
)
from handbook.people.facts import LONGEST_NUMBER
from handbook.permissions import Role


class DaysForm(VersionedForm):
    """From the first through the last day."""

    from_on = DateField(_l("First day"), validators=[InputRequired(_l("Give the first day.")), within_memory])
    to_on = DateField(_l("Last day"), validators=[InputRequired(_l("Give the last day.")), within_memory])

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
            too_long(LONGEST_NUMBER),
            number_of_person,
        ],
        render_kw={"list": "supervisors", "autocomplete": "off"},
    )


class RoleForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """A role from a day through a day."""

    role = SelectField(_l("Role"), default="", validators=[InputRequired(CHOOSE)])
    from_on = DateField(_l("From which day"), validators=[InputRequired(_l("Give the day.")), within_memory])
    to_on = DateField(
        _l("Last day"),
        description=_l("Leave it empty where no end is planned."),
        validators=[Optional(), within_memory],
    )

    def offer(self, roles: Mapping[Role, str]) -> None:
        """Fill the choices."""
        self.role.choices = choices(_("Choose"), {role.value: word for role, word in roles.items()})


class EndRoleForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """Until when a role still counts."""

    last_on = DateField(
        _l("Last day"),
        description=_l("Leave it empty and the role ends at once."),
        validators=[Optional(), within_memory],
    )
