"""The forms by which somebody from outside is invited, and an invitation ends."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from handbook.core.db import new_id
from handbook.corrective_actions.fields import SHORT, WORDS, ProvenForm, choices, too_long, words_field
from handbook.corrective_actions.outsiders import Asked, InvitationDraft
from handbook.people.identity import LANGUAGES
from handbook.people.operations import GuestDraft


class InvitationForm(ProvenForm):
    """Who is invited, to what, for which days, and why somebody from outside."""

    idempotency_key = HiddenField(default=new_id, validators=[InputRequired(), Length(min=32, max=32)])
    asked = RadioField(_l("For what"), default=Asked.COMPLAINTS.value)
    name = StringField(_l("Name"), validators=[DataRequired(_l("Name: type the name.")), too_long(SHORT)])
    organisation = StringField(
        _l("Who they are"),
        description=_l("A lawyer, an ombudsperson, a board member of another firm."),
        validators=[DataRequired(_l("Who they are: say it.")), too_long(SHORT)],
    )
    email = StringField(
        _l("E-mail"),
        description=_l("The link goes there. Without an address you print a slip."),
        validators=[Optional(), too_long(SHORT)],
    )
    mobile = StringField(_l("Mobile number"), validators=[Optional(), too_long(SHORT)])
    language = SelectField(_l("Language"), choices=choices(None, LANGUAGES), default="en")
    from_on = DateField(_l("First day"), validators=[InputRequired(_l("First day: give it."))])
    to_on = DateField(_l("Last day"), validators=[InputRequired(_l("Last day: give it."))])
    ties = TextAreaField(
        _l("Ties to those concerned, if there are any"),
        description=_l("Family, business, friendship. Write “none known” where that is so."),
        validators=[DataRequired(_l("Ties: say what is known, or that none is.")), too_long(WORDS)],
    )
    reason = words_field(
        _l("Why somebody from outside"),
        _l("For example: nobody here who is not concerned may approve."),
        _l("Why somebody from outside: give the reason."),
    )

    def offer(self, asked: Sequence[Asked]) -> None:
        """Fill the choices: to what the reader may invite."""
        parts = part_words()
        self.asked.choices = choices(None, {one.value: parts[one.value] for one in asked})

    def draft(self) -> InvitationDraft:
        """Return what the form says."""
        guest = GuestDraft(
            name=self.name.data,
            language=self.language.data,
            email=self.email.data or None,
            mobile=self.mobile.data or None,
            from_on=self.from_on.data,
            to_on=self.to_on.data,
        )
        return InvitationDraft(
            idempotency_key=self.idempotency_key.data,
            guest=guest,
            organisation=self.organisation.data.strip(),
            asked=Asked(self.asked.data),
            ties=self.ties.data.strip(),
            reason=self.reason.data,
        )


class EndForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """Why an invitation ends."""

    reason = words_field(_l("Why it ends"), _l("It is kept."), _l("Why it ends: write the reason."))


def part_words() -> dict[str, str]:
    """Return to what somebody from outside can be invited, in words."""
    return {
        Asked.APPROVER.value: _("to approve a step"),
        Asked.HEARER.value: _("to hear an appeal"),
        Asked.COMPLAINTS.value: _("to take complaints that nobody here may handle"),
    }
