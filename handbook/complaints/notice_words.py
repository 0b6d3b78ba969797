"""The words of the answer about notice, the same on the screen, on paper and in a PDF."""

from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import format_date, ngettext
from flask_babel import gettext as _

from handbook.acknowledgements.notice import DECLINED, SERVED, SIGNED
from handbook.complaints.notice_lines import NoticeLine
from handbook.core.moments import clock_words, day_words
from handbook.people.identity import LANGUAGES

REFUSED, READ_ALOUD = "refused", "read_aloud"


@dataclass(frozen=True, slots=True)
class Point:
    """One station of the line. `state` names its mark; `gap`: the way to the next one is not proven."""

    state: str
    title: str
    at: date | datetime | None
    when: str
    detail: str = ""
    gap: bool = False


@dataclass(frozen=True, slots=True)
class NoticeWords:
    """The whole answer in words."""

    verdict: str
    sentence: str
    remarks: list[str]
    points: list[Point]


def notice_words(line: NoticeLine) -> NoticeWords:
    """Return the answer in the reader's language."""
    return NoticeWords(verdict_words(line), sentence_words(line), remarks_of(line), points_of(line))


def verdict_words(line: NoticeLine) -> str:
    """Return the answer in two or three words."""
    return {
        SIGNED: _("Yes, signed."),
        DECLINED: _("Yes: shown and declined."),
        SERVED: _("Yes: served by hand."),
    }.get(line.notice.answer, _("Not notified."))


def sentence_words(line: NoticeLine) -> str:
    """Return the answer as a sentence, with what keeps a signature from counting."""
    doubt = {
        "disputed": _("A signature is disputed and does not count while it is examined."),
        "set aside": _("A signature was set aside and does not count."),
    }.get(line.notice.doubt, "")
    return f"{_answer(line)} {doubt}".strip()


def points_of(line: NoticeLine) -> list[Point]:
    """Return the stations in their order: text, shown, signed, in force, incident, discovered, and heard in a case."""
    points = [_published(line), _shown(line), _given(line), _in_force(line)]
    told = line.notice.is_notified
    points.append(Point("accent", _("Incident"), line.happened_at, _incident(line), gap=not told))
    points.append(Point("calm", _("Discovered"), line.discovered_at, _moment(line, line.discovered_at)))
    if line.tells_hearing:
        heard = line.heard_at
        state = "good" if heard else "not_opened"
        points.append(Point(state, _("Heard"), heard, _moment(line, heard) if heard else _("not yet")))
    return points


def remarks_of(line: NoticeLine) -> list[str]:
    """Return what must be known beside the answer: lag, late entry, another day, another state of knowledge."""
    notice, found = line.notice, []
    if notice.translation_lagged:
        found.append(_("The translation that was read lagged behind the source text."))
    if line.was_recorded_later and notice.recorded_at is not None:
        found.append(_("It was written down on %(day)s.", day=day_words(line.local(notice.recorded_at).date())))
    if not line.time_known and not line.asks_other_day:
        found.append(_("The time of day was not told, so what was published or signed on that day does not count."))
    if line.asks_other_day:
        found.append(_("Asked for the end of that day."))
    if line.known_on:
        found.append(_("Only what was recorded by the end of %(day)s counts here.", day=day_words(line.known_on)))
    return found


def _answer(line: NoticeLine) -> str:
    notice, day = line.notice, day_words(line.asked_at.date())
    if notice.answer == SIGNED:
        return _signed(line, day)
    if notice.answer == DECLINED and notice.outcome == REFUSED:
        return _(
            "%(person)s was shown the text in force and refused before two witnesses to sign it. The rule is known all "
            "the same.",
            person=line.person,
        )
    if notice.answer == DECLINED:
        return _(
            "%(person)s was shown the text in force and declined to sign it. The rule is known all the same.",
            person=line.person,
        )
    if notice.answer == SERVED and notice.outcome == READ_ALOUD:
        return _("The text in force was read aloud to %(person)s by %(name)s.", person=line.person, name=notice.by_name)
    if notice.answer == SERVED:
        return _("The text in force was handed to %(person)s by %(name)s.", person=line.person, name=notice.by_name)
    if notice.version is None:
        return _("No text of this rule was in force on %(day)s.", day=day)
    return _("%(person)s had not signed the text in force on %(day)s.", person=line.person, day=day)


def _signed(line: NoticeLine, day: str) -> str:
    days = line.notice.days_before
    if not days:
        return _(
            "%(person)s signed the text in force on %(day)s itself, before the moment asked for.",
            person=line.person,
            day=day,
        )
    return ngettext(
        "%(person)s signed the text in force %(num)s day before %(day)s.",
        "%(person)s signed the text in force %(num)s days before %(day)s.",
        days,
        person=line.person,
        day=day,
    )


def _published(line: NoticeLine) -> Point:
    notice = line.notice
    if notice.published_at is None:
        return Point("missing", _("Text published"), None, "", _("no text"), gap=True)
    detail = _("version %(version)s, edition %(edition)s", version=notice.version, edition=notice.edition_number)
    return Point("good", _("Text published"), notice.published_at, _on(line, notice.published_at), detail)


def _shown(line: NoticeLine) -> Point:
    notice = line.notice
    if notice.shown_at is None:
        return Point("not_opened", _("Shown"), None, "", _("no record"), gap=True)
    language = LANGUAGES.get(notice.language or "", notice.language)
    detail = _("in %(language)s", language=language)
    if notice.translation_lagged:
        detail = _("in %(language)s, a translation that lagged", language=language)
    return Point("good", _("Shown"), notice.shown_at, _on(line, notice.shown_at), detail)


def _given(line: NoticeLine) -> Point:
    """Return how the person was notified; a paper that was written down later says when."""
    notice = line.notice
    state, title, detail = _way(line)
    if notice.notified_at is None:
        return Point(state, title, None, "", detail, gap=True)
    if line.was_recorded_later and notice.recorded_at is not None:
        later = _("recorded on %(day)s", day=_day(line.local(notice.recorded_at).date()))
        detail = f"{detail}; {later}"
    return Point(state, title, notice.notified_at, _on(line, notice.notified_at), detail)


def _way(line: NoticeLine) -> tuple[str, str, str]:
    notice = line.notice
    if notice.answer == SIGNED:
        return "sealed", _("Signed"), _("with the own password or PIN")
    if notice.answer == DECLINED and notice.outcome == REFUSED:
        both = _("before two witnesses: %(first)s and %(second)s", first=notice.by_name, second=notice.witness_name)
        return "declined", _("Declined"), both
    if notice.answer == DECLINED:
        return "declined", _("Declined"), _("by the person")
    by = _("by %(name)s", name=notice.by_name)
    if notice.answer == SERVED and notice.outcome == READ_ALOUD:
        return "read_aloud", _("Read aloud"), by
    if notice.answer == SERVED:
        return "served_by_hand", _("Served by hand"), by
    return "not_notified", _("Signed"), _("not signed")


def _in_force(line: NoticeLine) -> Point:
    notice = line.notice
    if notice.in_force_from is None:
        return Point("missing", _("In force"), None, "", _("not in force"), gap=True)
    until = notice.in_force_until
    detail = _("until %(day)s", day=_day(until)) if until else _("until today")
    return Point("good", _("In force"), notice.in_force_from, _day(notice.in_force_from), detail)


def _day(day: date) -> str:
    return str(format_date(day, "d MMM y"))


def _incident(line: NoticeLine) -> str:
    return _moment(line, line.happened_at) if line.time_known else _day(line.happened_at.date())


def _moment(line: NoticeLine, moment: datetime) -> str:
    return f"{_day(line.local(moment).date())}, {clock_words(moment, line.zone)}"


def _on(line: NoticeLine, moment: datetime) -> str:
    """Return a day; with its time where it is the day of the incident, for then the order of the hours counts."""
    day = line.local(moment).date()
    return _moment(line, moment) if day == line.happened_at.date() else _day(day)
