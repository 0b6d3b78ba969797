"""The form that asks for notice as of a day and as it was known on a day."""

from flask_babel import lazy_gettext as _l
from wtforms import DateField
from wtforms.validators import Optional

from handbook.complaints.fields import within_memory
from handbook.complaints.forms import DayForm


class NoticeForm(DayForm):
    """Both days stand in the address; what makes no sense there asks for the day of the incident, as known now."""

    known_on = DateField(
        _l("As it was known on"),
        description=_l("Only what was recorded by the end of that day counts. Leave it empty for all that is known."),
        validators=[Optional(), within_memory],
    )
