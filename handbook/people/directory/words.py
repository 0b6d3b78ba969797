"""What a reader sees for the values that people's rows keep."""

from flask_babel import lazy_gettext as _l

from handbook.people.directory.filters import EVERYBODY
from handbook.people.placing import Standing
from handbook.permissions import Role

ROLES = {
    Role.EMPLOYEE: _l("Employee"),
    Role.SUPERVISOR: _l("Supervisor"),
    Role.HR: _l("HR"),
    Role.DECISION_MAKER: _l("Decision-maker"),
    Role.ADMINISTRATOR: _l("Administrator"),
    Role.AUDITOR: _l("Auditor"),
    Role.GUEST: _l("Guest"),
}
KINDS = {"staff": _l("Staff"), "agency": _l("Agency"), "temporary": _l("Temporary")}
PROFILES = {
    "everyone": _l("everyone"),
    "counter": _l("at the counter"),
    "phone": _l("on the telephone"),
    "written": _l("in writing"),
}
STANDINGS = {
    Standing.HERE: _l("Here today"),
    Standing.ON_LEAVE: _l("On leave"),
    Standing.LATER: _l("Starts later"),
    Standing.LEFT: _l("Has left"),
    Standing.NOWHERE: _l("Placed nowhere"),
}
STATES = {
    "": _l("Everybody but who has left"),
    **{key.value: word for key, word in STANDINGS.items()},
    EVERYBODY: _l("All"),
}
# The look of a state: a key of the table in templates/components/chip.html.
CHIPS = {
    Standing.HERE: "good",
    Standing.ON_LEAVE: "on_leave",
    Standing.LATER: "calm",
    Standing.LEFT: "left",
    Standing.NOWHERE: "none",
}
# Shown in the list of filters; a minus sign before it means from the end.
SORTS = {
    "name": _l("Name"),
    "-name": _l("Name, from the end"),
    "number": _l("Staff number"),
    "-number": _l("Staff number, from the end"),
    "start": _l("First day, earliest first"),
    "-start": _l("First day, newest first"),
}
