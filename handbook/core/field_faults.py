"""What is wrong with one field of a form, by its name; also where the library of forms would speak, in English."""

import re
from typing import Any

from flask_babel import gettext as _

# Of the library's own sentences those that can be met with a form of ours; any other is shown as it is.
_KINDS = (
    (r"Not a valid choice\.|Invalid Choice: .*|Invalid choice\(s\): .*|'.*' is not a valid choice for .*", "choice"),
    (r"Not a valid (integer|decimal|float) value\.", "number"),
    (r"Not a valid date value\.", "day"),
    (r"Not a valid time value\.", "time"),
    (r"This field is required\.", "missing"),
)


def field_fault(field: Any) -> str:
    """Return the first fault of a field of WTForms in words; of a group of fields that of the first one at fault."""
    if isinstance(field.errors, dict):
        inner = next(one for one in field.form if one.errors)
        return f"{field.label.text} · {field_fault(inner)}"
    words = str(field.errors[0])
    kind = next((name for pattern, name in _KINDS if re.fullmatch(pattern, words)), None)
    return _own_words(field.label.text, kind) if kind else words


def _own_words(name: str, kind: str) -> str:
    return {
        "choice": _("%(field)s: choose something from the list.", field=name),
        "number": _("%(field)s: give a number, in digits.", field=name),
        "day": _("%(field)s: give a day that is in the calendar.", field=name),
        "time": _("%(field)s: give a time of day, such as 14:30.", field=name),
        "missing": _("%(field)s: it is missing.", field=name),
    }[kind]
