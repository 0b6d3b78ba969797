"""What an import may not do in the name of who brought the file: redirect mail or end work of guarded people."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from handbook.core import clock
from handbook.core.actor import Actor
from handbook.people.credentials_policy import Subject
from handbook.people.credentials_queries import subjects
from handbook.people.directory.administrators import administrators_after, hold_administrators
from handbook.people.importing.stays import Moves
from handbook.people.importing.values import fault_words
from handbook.people.policy import why_not_end_work, why_not_reach
from handbook.people.queries import names, roles_of
from handbook.permissions import Role

_REACHED = ("email", "mobile")


@dataclass(frozen=True, slots=True)
class Guard:
    """The importer and the people of some lines, as of today. `remain` tells who administers after a day."""

    importer: Actor
    people: Mapping[str, Subject]
    remain: Callable[[date], set[str]]

    def faults(self, employee_id: str, changed: Collection[str], placed: Moves) -> list[str]:
        """Return what the importer may not change of these personal values and placements, with the field in front."""
        person, found = self.people[employee_id], []
        why_not = why_not_reach(self.importer, person)
        if why_not:
            found += [fault_words(key, why_not) for key in _REACHED if key in changed]
        last_on = placed.ends_on
        if last_on is not None and (why_not := self.why_not_end(employee_id, last_on)):
            found.append(fault_words("end_on", why_not))
        return found

    def why_not_end(self, employee_id: str, last_on: date) -> str | None:
        """Return why the importer may not end this person's work after a day; None where they may."""
        person = self.people[employee_id]
        why_not = why_not_end_work(self.importer, person)
        # One file may end several administrators at once; whoever brings it is the one who is sure to remain.
        if why_not is None and Role.ADMINISTRATOR in person.roles and not self._remains(last_on):
            return _("You do not administer yourself after that day. Another administrator has to do it.")
        return why_not

    def _remains(self, last_on: date) -> bool:
        return self.importer.employee_id in self.remain(last_on)


def importer_of(owner_id: str | None) -> Actor:
    """Return who brings a file with the roles of today; the command line in nobody's name has neither name nor role."""
    if owner_id is None:
        return Actor("", "", "", frozenset(), via="import")
    return Actor("", owner_id, names([owner_id])[owner_id], roles_of(owner_id, clock.now().date()), via="import")


def guard_of(importer: Actor, employee_ids: Collection[str], *, hold: bool = False) -> Guard:
    """Return the guard over these people; `hold` keeps administrators from ending each other until COMMIT."""
    return Guard(importer, subjects(list(employee_ids)), _held if hold else administrators_after)


def _held(last_on: date) -> set[str]:
    hold_administrators()
    return administrators_after(last_on)
