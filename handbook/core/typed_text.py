"""What every form checks of a text that somebody typed: how long it is, and that each database can keep it."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, Form
from wtforms.validators import Length, StopValidation


class TypedText(Length):  # type: ignore[misc]  # WTForms ships no types
    """Refuse a text of more than `most` characters, and one with a sign that PostgreSQL cannot keep."""

    def __init__(self, most: int) -> None:
        super().__init__(max=most, message=_l("This is too long: %(max)d characters at most.", max=most))

    def __call__(self, form: Form, field: Field) -> None:
        """Check a field; after this sign no further check may look its text up in the database."""
        if "\0" in (field.data or ""):
            raise StopValidation(_("There is a sign that cannot be kept (NUL). Take it out and try again."))
        super().__call__(form, field)


def too_long(most: int) -> TypedText:
    """Return the check that a text has so many characters at most, all of which can be kept."""
    return TypedText(most)
