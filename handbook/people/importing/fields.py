"""The fields that a file of people may fill, in the order in which they are shown."""

from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

MOST_LINES = 100_000
MOST_COLUMNS = 500
LONGEST_CELL = 200


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a file may say of a person. `clearable`: a cell with only a dash takes away what was known."""

    key: str
    label: LazyString
    help: LazyString | None = None
    clearable: bool = False


FIELDS = (
    Field("staff_number", _l("Staff number"), _l("Needed: it tells who a line is about.")),
    Field("name", _l("Name"), _l("The whole name. New people need it, here or in the three columns below.")),
    Field("given_name", _l("Given name")),
    Field("middle_name", _l("Middle name")),
    Field("family_name", _l("Family name")),
    Field("latin_name", _l("Name in Latin letters"), clearable=True),
    Field("language", _l("Language"), _l("A code or a name: te, Telugu, తెలుగు.")),
    Field("email", _l("E-mail"), clearable=True),
    Field("mobile", _l("Mobile number"), clearable=True),
    Field("kind", _l("Kind of employment"), _l("Staff, agency or temporary.")),
    Field("job", _l("Job")),
    Field("location", _l("Location"), _l("The name of a shop, hotel or desk.")),
    Field("profile", _l("Profile"), _l("Which rules the person reads: everyone, counter, phone, written.")),
    Field("supervisor", _l("Supervisor"), _l("The staff number of the supervisor."), clearable=True),
    Field("start_on", _l("Start day"), _l("The first day of people who are new or come back.")),
    Field("end_on", _l("Last day"), clearable=True),
)
BY_KEY = {field.key: field for field in FIELDS}
DAYS = ("start_on", "end_on")
PERSONAL = ("name", "latin_name", "language", "email", "mobile", "kind")
PLACED = ("job", "location", "profile", "supervisor")


def label(key: str) -> str:
    """Return the name of a field in the reader's language."""
    return str(BY_KEY[key].label)
