"""The form by which somebody names a deputy."""

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, SelectField
from wtforms.validators import InputRequired, Length

from handbook.core.db import new_id
from handbook.corrective_actions.fields import ProvenForm, choices, words_field
from handbook.corrective_actions.ladders.deputies import DeputyDraft


class DeputyForm(ProvenForm):
    """Who acts, from when through when, and why."""

    idempotency_key = HiddenField(default=new_id, validators=[InputRequired(), Length(min=32, max=32)])
    deputy_id = SelectField(_l("Deputy"), default="", validators=[InputRequired(_l("Deputy: choose somebody."))])
    from_on = DateField(_l("First day"), validators=[InputRequired(_l("First day: give it."))])
    to_on = DateField(_l("Last day"), validators=[InputRequired(_l("Last day: give it."))])
    reason = words_field(_l("Why"), _l("For example: leave, illness, a journey."), _l("Why: give the reason."))

    def offer(self, people: Mapping[str, str]) -> None:
        """Fill the choices."""
        self.deputy_id.choices = choices(_("Choose"), people)

    def draft(self) -> DeputyDraft:
        """Return what the form says."""
        return DeputyDraft(
            self.idempotency_key.data, self.deputy_id.data, self.from_on.data, self.to_on.data, self.reason.data
        )
