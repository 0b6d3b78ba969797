"""The form that says of two records that they are one human, or that they are not."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired

from handbook.people.directory.form_parts import PersonNumber, number_of_person, too_long
from handbook.people.facts import LONGEST_NUMBER


class SamePersonForm(FlaskForm, PersonNumber):  # type: ignore[misc]  # Flask-WTF ships no types
    """The other record, and how it is known."""

    other = StringField(
        _l("Staff number of the other record"),
        validators=[InputRequired(_l("Staff number: type the number.")), too_long(LONGEST_NUMBER), number_of_person],
        render_kw={"autocomplete": "off"},
    )
    reason = TextAreaField(
        _l("How you know it"),
        description=_l("It is kept with your name and cannot be changed afterwards."),
        validators=[DataRequired(_l("How you know it: write the reason.")), too_long(2000)],
    )
