"""Was this rule notified on that day? The answer about one rule and one person, beside the days of an incident."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from handbook.acknowledgements.notice import NOT_NOTIFIED, Notice, end_of, notice_of
from handbook.adjustments.queries import readable_people
from handbook.complaints.pages import ComplaintPage
from handbook.core import clock
from handbook.core.actor import Actor
from handbook.rules.queries import TextRow, edition, rule_text, text_in_force


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """The answer about one rule and one person, beside the days of the incident. Moments are local.

    `text` is the rule as it was in force on the day asked for, `title` its name as the reader knows it, written in
    `title_language` (None where no text was in force and the name is but the rule's id). `known_on`: only what was
    recorded up to the end of that day counts (None: all that is known now). `tells_hearing`: the line ends with
    when the person was heard (`heard_at`, None: not yet); a complaint does not know of it, a case does. Where the time
    of day was not told (`time_known`), `happened_at` is when that day began.
    """

    notice: Notice
    person: str
    happened_at: datetime
    discovered_at: datetime
    asked_at: datetime
    zone: str
    text: TextRow | None
    title: str
    title_language: str | None
    known_on: date | None = None
    tells_hearing: bool = False
    heard_at: datetime | None = None
    time_known: bool = True

    def local(self, moment: datetime) -> datetime:
        """Return a moment on the clocks of the complaint's location."""
        return clock.local(moment, self.zone)

    def without_agreed(self) -> "NoticeLine":
        """Return the line for a reader who may not know of what was agreed with the person."""
        return replace(self, notice=replace(self.notice, agreed=()))

    def with_hearing(self, heard_at: datetime | None) -> "NoticeLine":
        """Return the line with when the person was heard (None: not yet) at its end."""
        return replace(self, tells_hearing=True, heard_at=self.local(heard_at) if heard_at else None)

    @property
    def asks_other_day(self) -> bool:
        """Whether the question is about another day than that of the incident."""
        return self.asked_at != self.happened_at

    @property
    def was_recorded_later(self) -> bool:
        """Whether what notified the person was written down on a later day than it happened."""
        notice = self.notice
        if notice.notified_at is None or notice.recorded_at is None:
            return False
        return self.local(notice.recorded_at).date() > self.local(notice.notified_at).date()


def notice_lines(
    actor: Actor, page: ComplaintPage, as_of: date | None, language: str, known_on: date | None = None
) -> list[NoticeLine]:
    """Answer "was this rule notified on that day?" for each rule and person named (empty without the whole sight).

    Of the incident's day the very moment counts; of another day (`as_of`) its end at the location. What was agreed with
    a person is left out where the reader may not know of it.
    """
    if page.happened_at is None:
        return []
    happened, filed, zone = page.happened_at, page.filed_at, page.zone
    pairs = [
        (rule.rule_id, employee_id)
        for rule in page.rules
        for employee_id in page.people
        if rule.employee_id in (None, employee_id)
    ]
    readable = readable_people(actor, page.people)
    known = page.happened_time_known
    lines = [
        (
            who,
            notice_line(
                rule, who, page.people[who], happened, filed, zone, language, as_of, known_on, time_known=known
            ),
        )
        for rule, who in pairs
    ]
    return [line if who in readable else line.without_agreed() for who, line in lines]


def notice_line(
    rule_id: str,
    employee_id: str,
    person: str,
    happened_at: datetime,
    discovered_at: datetime,
    zone: str,
    language: str,
    as_of: date | None = None,
    known_on: date | None = None,
    *,
    time_known: bool = True,
) -> NoticeLine:
    """Return the answer for one rule and one person on the day of the incident, or on another day.

    The text in force comes in the language that the person signed, or in the reader's `language`. Where the time of the
    incident was not told, only what notified the person before that day counts.
    """
    happened = clock.local(happened_at, zone)
    asked = happened if as_of is None or as_of == happened.date() else clock.local(end_of(as_of, zone), zone)
    known_at = end_of(known_on, zone) if known_on else None
    if time_known or asked != happened:
        notice = notice_of(rule_id, employee_id, asked, known_at)
    else:
        notice = _on_a_day(rule_id, employee_id, asked, zone, known_at)
    text = text_in_force(rule_id, asked.date(), notice.language or language)
    named = text if text is None or text.language == language else rule_text(edition(text.edition), rule_id, language)
    return NoticeLine(
        notice,
        person,
        happened,
        clock.local(discovered_at, zone),
        asked,
        zone,
        text,
        title=named.title if named else notice.title,
        title_language=named.shown if named else None,
        known_on=known_on,
        time_known=time_known,
    )


def _on_a_day(rule_id: str, employee_id: str, begins: datetime, zone: str, known_at: datetime | None) -> Notice:
    """Return the answer for some moment of a day that begins then: the one that is best for the person.

    Notified is only who was so at every moment of the day, by something before it: where a text was published or signed
    on the day itself, nobody can say that it came before.
    """
    first = notice_of(rule_id, employee_id, begins, known_at)
    if not first.is_notified:
        return first
    last = notice_of(rule_id, employee_id, end_of(begins.date(), zone), known_at)
    if not last.is_notified:
        return last
    if last.notified_at is None or last.notified_at < begins:
        return first
    return Notice(
        NOT_NOTIFIED,
        rule_id,
        last.title,
        last.at,
        version=last.version,
        edition_number=last.edition_number,
        published_at=last.published_at,
        in_force_from=last.in_force_from,
        in_force_until=last.in_force_until,
        agreed=last.agreed,
    )
