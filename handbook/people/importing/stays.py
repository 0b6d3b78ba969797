"""Placements as an import sees them, pure: what a line changes about where, as what and for whom somebody works.

A changed placement ends the day before the change counts and a new one begins; what has ended stays as it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from flask_babel import gettext as _

from handbook.core.moments import day_words
from handbook.people.importing.fields import label
from handbook.people.importing.likeness import folded
from handbook.people.importing.values import Unusable

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stay:
    """One placement of a person; `id` is empty for one that is not written yet."""

    id: str
    from_on: date
    to_on: date | None
    job: str
    location_id: str
    profile: str
    supervisor_id: str | None

    def lasts(self, day: date) -> bool:
        """Tell whether this has not ended before the day."""
        return self.to_on is None or self.to_on >= day

    def is_like(self, other: "Stay") -> bool:
        """Tell whether place, job, profile and supervisor are the same."""
        mine = (folded(self.job), self.location_id, self.profile, self.supervisor_id)
        return mine == (folded(other.job), other.location_id, other.profile, other.supervisor_id)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a line says of the work; None says nothing. `no_supervisor` and `no_end` take away what was known."""

    job: str | None = None
    location_id: str | None = None
    profile: str | None = None
    supervisor_id: str | None = None
    no_supervisor: bool = False
    start_on: date | None = None
    end_on: date | None = None
    no_end: bool = False

    def laid_over(self, stay: Stay) -> Stay:
        """Return a stay with everything that the line says of place, job, profile and supervisor."""
        return replace(
            stay,
            job=self.job or stay.job,
            location_id=self.location_id or stay.location_id,
            profile=self.profile or stay.profile,
            supervisor_id=None if self.no_supervisor else self.supervisor_id or stay.supervisor_id,
        )


@dataclass(frozen=True, slots=True)
class Moves:
    """What is to be written: stays to correct in place (also their last day), and at most one to open."""

    corrects: Stay | None = None
    opens: Stay | None = None
    returns: bool = False
    before: Stay | None = field(default=None)

    @property
    def any(self) -> bool:
        """Tell whether there is anything to write."""
        return self.corrects is not None or self.opens is not None

    @property
    def ends_on(self) -> date | None:
        """The last day of work where it comes earlier than was known; None where the work goes on as long."""
        after = self.opens or self.corrects
        if after is None or after.to_on is None or self.before is None or self.returns:
            return None
        return after.to_on if self.before.to_on is None or after.to_on < self.before.to_on else None


NOTHING = Moves()


def moves(stays: Sequence[Stay], wanted: Wanted, count_from: date, today: date) -> Moves:
    """Return what a line changes about somebody's placements; raise Unusable where it cannot be done."""
    ordered = sorted(stays, key=lambda stay: stay.from_on)
    here = next((stay for stay in ordered if stay.lasts(count_from)), None)
    if here is None:
        return _entering(ordered[-1] if ordered else None, wanted, count_from)
    return _staying(here, ordered[-1], wanted, count_from, today)


def leaving(stays: Sequence[Stay], day: date) -> Moves:
    """Return what ends the work of somebody whose last day this is; raise Unusable where a later placement begins."""
    newest = max(stays, key=lambda stay: stay.from_on, default=None)
    if newest is None or (newest.to_on is not None and newest.to_on <= day):
        return NOTHING
    if newest.from_on > day:
        raise Unusable(_("A placement begins after that day, on %(day)s.", day=day_words(newest.from_on)))
    return Moves(corrects=replace(newest, to_on=day), before=newest)


def _entering(last: Stay | None, wanted: Wanted, count_from: date) -> Moves:
    """Open the first placement of somebody, or the next one of somebody who had left."""
    if last is not None and wanted.end_on is not None and wanted.end_on < count_from:
        return NOTHING  # gone before, gone still
    after = last.to_on if last is not None else None
    start = wanted.start_on or count_from
    if after is not None and start <= after:
        start = max(count_from, after + DAY)
    if wanted.end_on is not None and wanted.end_on < start:
        raise Unusable(_ends_early(start))
    base = last or Stay("", start, None, "", "", "", None)
    opened = replace(wanted.laid_over(base), id="", from_on=start, to_on=wanted.end_on)
    lacking = [label(key) for key, value in (("job", opened.job), ("location", opened.location_id)) if not value]
    if lacking:
        raise Unusable(
            _("%(fields)s: needed for somebody who is new, and the file says nothing.", fields=" + ".join(lacking))
        )
    return Moves(opens=opened, returns=last is not None, before=last)


def _staying(here: Stay, newest: Stay, wanted: Wanted, count_from: date, today: date) -> Moves:
    """Change the placement that lasts on the day, or the next one where none does."""
    changed = _with_days(here, newest, wanted, today)
    if changed.to_on is not None and changed.to_on < count_from:
        # The work is over before any change could count: only the last day is new.
        changed = replace(here, to_on=changed.to_on)
        return Moves(corrects=changed, before=here) if changed != here else NOTHING
    changed = wanted.laid_over(changed)
    if changed == here:
        return NOTHING
    if changed.is_like(here) or here.from_on >= max(count_from, today):
        return Moves(corrects=_same_words(changed, here), before=here) if not _equal(changed, here) else NOTHING
    if here.from_on >= count_from:
        raise Unusable(
            _(
                "The present placement began on %(day)s. Let changes count from a later day.",
                day=day_words(here.from_on),
            )
        )
    ended, opened = replace(here, to_on=count_from - DAY), replace(changed, id="", from_on=count_from)
    return Moves(corrects=ended, opens=opened, before=here)


def _with_days(here: Stay, newest: Stay, wanted: Wanted, today: date) -> Stay:
    """Return the stay with the first and last day that the line gives it."""
    stay = here
    if wanted.start_on and here is newest and here.from_on > today and wanted.start_on > today:
        stay = replace(stay, from_on=wanted.start_on)
    if wanted.end_on is None and not wanted.no_end:
        return stay
    if newest is not here:
        if newest.to_on == wanted.end_on:
            return stay
        raise Unusable(_("Last day: a further placement begins on %(day)s.", day=day_words(newest.from_on)))
    if wanted.end_on is not None and wanted.end_on < stay.from_on:
        raise Unusable(_ends_early(stay.from_on))
    return replace(stay, to_on=wanted.end_on)


def _same_words(changed: Stay, here: Stay) -> Stay:
    """Keep the job as it is written where only its letters differ."""
    return replace(changed, job=here.job) if folded(changed.job) == folded(here.job) else changed


def _equal(changed: Stay, here: Stay) -> bool:
    return _same_words(changed, here) == here


def _ends_early(start: date) -> str:
    return _("Last day: it is before the first day, %(day)s.", day=day_words(start))
