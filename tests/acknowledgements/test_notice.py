"""Was this rule notified to this person on that day? Every way in which the answer can turn out."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from sqlalchemy import delete, update

from handbook.acknowledgements.notice import NOT_NOTIFIED, SIGNED, Notice, notice_of
from handbook.core import clock, jobs
from handbook.core.transaction import transaction
from handbook.documents import queries as documents
from handbook.people.models import Placement
from handbook.rules import operations as rules
from handbook.rules import queries as editions
from handbook.rules.models import DraftText
from tests import factories
from tests.acknowledgements.signing import change_rule, publish_change, sign_below, signature_of
from tests.conftest import TEXTS
from tests.publishing import stories as story

pytestmark = pytest.mark.database

ARGUE, GREET = "never-argue", "greet-every-customer"
DAY = timedelta(days=1)
Later = Callable[[timedelta], None]


@pytest.fixture
def later(context: Flask) -> Iterator[Later]:
    """Stop the clock at noon of the day after the first edition; the function moves it on."""
    published = editions.edition(1).recorded_at
    noon = (published + DAY).astimezone(UTC).replace(hour=12, minute=0, second=0, microsecond=0)
    with time_machine.travel(noon, tick=False) as stopped:
        yield stopped.shift


def test_signed_before_is_notified(later: Later):
    signed = sign_below("asha")
    later(2 * DAY)
    notice = ask("asha", ARGUE)
    assert notice.answer == SIGNED
    assert (notice.acknowledgement_id, notice.days_before, notice.signed_at) == (
        signed,
        2,
        signature_of("asha").recorded_at,
    )
    assert (notice.version, notice.edition_number, notice.language) == (1, 1, "en")
    assert notice.title == "Never argue with a customer"
    assert notice.published_at == editions.edition(1).recorded_at
    assert notice.in_force_from == editions.edition(1).effective_on
    assert notice.in_force_until is None
    assert notice.shown_at is not None
    assert notice.shown_at <= notice.signed_at


def test_signed_after_is_not_notified_though_the_text_was_in_force(later: Later):
    asked = clock.now()
    later(DAY)
    sign_below("asha")
    notice = ask("asha", ARGUE, asked)
    assert notice.answer == NOT_NOTIFIED
    assert (notice.version, notice.edition_number, notice.signed_at, notice.acknowledgement_id) == (1, 1, None, None)


def test_the_very_moment_of_signing_counts_and_the_one_before_does_not(later: Later):
    sign_below("asha")
    at = signature_of("asha").recorded_at
    assert ask("asha", ARGUE, at).answer == SIGNED
    assert ask("asha", ARGUE, at).days_before == 0
    assert ask("asha", ARGUE, at - timedelta(milliseconds=1)).answer == NOT_NOTIFIED


def test_the_signature_of_another_person_notifies_nobody(later: Later):
    sign_below("ravi")
    later(DAY)
    assert ask("asha", ARGUE).answer == NOT_NOTIFIED


def test_a_changed_text_must_be_signed_anew(later: Later):
    sign_below("asha")
    later(DAY)
    before = clock.now()
    later(DAY)
    publish_change()
    later(DAY)
    changed, unchanged, earlier = ask("asha", ARGUE), ask("asha", GREET), ask("asha", ARGUE, before)
    assert (changed.answer, changed.version, changed.edition_number) == (NOT_NOTIFIED, 2, 2)
    assert (unchanged.answer, unchanged.version) == (SIGNED, 1)
    assert (earlier.answer, earlier.version) == (SIGNED, 1)
    assert earlier.in_force_until == editions.edition(2).effective_on - DAY
    sign_below("asha")
    assert ask("asha", ARGUE).answer == SIGNED


def test_who_signed_only_the_later_edition_was_told_the_unchanged_rule_by_it(later: Later):
    publish_change()
    sign_below("asha")
    later(DAY)
    notice = ask("asha", GREET)
    assert (notice.answer, notice.published_at) == (SIGNED, editions.edition(1).recorded_at)


def test_what_happened_before_the_edition_of_that_day_is_asked_of_the_one_before(later: Later):
    sign_below("asha")
    later(timedelta(hours=1))
    happened = clock.now()
    later(timedelta(hours=1))
    publish_change()
    assert editions.edition(2).effective_on == happened.date()
    assert (ask("asha", ARGUE, happened).answer, ask("asha", ARGUE, happened).version) == (SIGNED, 1)
    assert (ask("asha", ARGUE).answer, ask("asha", ARGUE).version) == (NOT_NOTIFIED, 2)


def test_a_removed_rule_binds_nobody_from_then_on(later: Later):
    sign_below("asha")
    later(DAY)
    before = clock.now()
    later(DAY)
    with transaction() as session:
        session.execute(delete(DraftText).where(DraftText.rule_id == ARGUE))
    rules.publish("test", "One rule less.")
    sign_below("asha")
    later(DAY)
    gone = ask("asha", ARGUE)
    assert (gone.answer, gone.version, gone.title) == (NOT_NOTIFIED, None, ARGUE)
    assert ask("asha", ARGUE, before).answer == SIGNED


def test_a_rule_for_another_profile_was_not_shown_and_is_not_notified(later: Later, tmp_path: Path):
    publish_for_the_telephone(tmp_path)
    place_on_the_telephone("ravi")
    sign_below("asha")
    sign_below("ravi")
    later(DAY)
    assert ask("asha", ARGUE).answer == NOT_NOTIFIED
    assert ask("asha", GREET).answer == SIGNED
    assert ask("ravi", ARGUE).answer == SIGNED


def test_an_edition_that_is_not_in_force_yet_leaves_the_one_before(later: Later):
    sign_below("asha")
    later(DAY)
    change_rule(ARGUE, "Call your supervisor early.", "Call your supervisor at once.")
    today = clock.now().date()
    rules.publish("test", "From next week on.", effective_on=today + 7 * DAY)
    later(DAY)
    assert (ask("asha", ARGUE).answer, ask("asha", ARGUE).version) == (SIGNED, 1)
    assert ask("asha", ARGUE).in_force_until == today + 6 * DAY
    later(5 * DAY)
    assert ask("asha", ARGUE).version == 1
    later(DAY)
    assert (ask("asha", ARGUE).answer, ask("asha", ARGUE).version) == (NOT_NOTIFIED, 2)


def test_who_signed_ahead_is_notified_when_the_day_comes(later: Later):
    change_rule(ARGUE, "Call your supervisor early.", "Call your supervisor at once.")
    rules.publish("test", "From next week on.", effective_on=clock.now().date() + 7 * DAY)
    sign_below("asha")
    later(DAY)
    assert (ask("asha", ARGUE).answer, ask("asha", ARGUE).version) == (NOT_NOTIFIED, 1)
    later(7 * DAY)
    assert (ask("asha", ARGUE).answer, ask("asha", ARGUE).version) == (SIGNED, 2)


def test_the_day_of_an_edition_begins_at_the_midnight_of_the_place(later: Later):
    change_rule(ARGUE, "Call your supervisor early.", "Call your supervisor at once.")
    begins = clock.now().date() + 7 * DAY
    rules.publish("test", "From next week on.", effective_on=begins)
    midnight = datetime(begins.year, begins.month, begins.day, tzinfo=UTC)
    in_hyderabad, in_riga = midnight - timedelta(hours=5, minutes=30), midnight - timedelta(hours=2)
    minute = timedelta(minutes=1)
    assert ask("asha", ARGUE, in_hyderabad - minute).version == 1
    assert ask("asha", ARGUE, in_hyderabad).version == 2
    if clock.local(midnight, "Europe/Riga").utcoffset() == timedelta(hours=3):
        in_riga -= timedelta(hours=1)
    assert ask("stranger", ARGUE, in_riga - minute).version == 1
    assert ask("stranger", ARGUE, in_riga).version == 2


def test_a_translation_that_lagged_is_said_so(later: Later):
    publish_change()
    sign_below("asha", "te")
    sign_below("ravi", "en")
    later(DAY)
    hers, his = ask("asha", ARGUE), ask("ravi", ARGUE)
    assert (hers.answer, hers.language, hers.translation_lagged, hers.version) == (SIGNED, "te", True, 2)
    assert (his.answer, his.language, his.translation_lagged) == (SIGNED, "en", False)


def test_before_the_first_edition_there_was_nothing_to_notify(later: Later):
    notice = ask("asha", ARGUE, editions.edition(1).recorded_at - timedelta(minutes=1))
    assert (notice.answer, notice.version, notice.in_force_from) == (NOT_NOTIFIED, None, None)


def test_a_rule_that_never_was_is_not_notified(later: Later):
    sign_below("asha")
    later(DAY)
    notice = ask("asha", "no-such-rule")
    assert (notice.answer, notice.version, notice.title) == (NOT_NOTIFIED, None, "no-such-rule")


def test_the_sealed_paper_is_named_once_there_is_one(later: Later):
    signed = sign_below("asha")
    assert ask("asha", ARGUE).document_id is None
    jobs.work_off()
    assert ask("asha", ARGUE).document_id == documents.document_of(signed).id


def test_the_newest_signature_before_the_moment_is_the_one_that_is_named(later: Later):
    first = sign_below("asha")
    later(DAY)
    between = clock.now()
    later(DAY)
    publish_change()
    second = sign_below("asha")
    later(DAY)
    assert ask("asha", GREET, between).acknowledgement_id == first
    assert ask("asha", GREET).acknowledgement_id == second


def test_the_answer_takes_a_fixed_number_of_queries(later: Later, counting: Callable[[], object]):
    sign_below("asha")
    who = factories.person_id("asha")
    numbers = []
    for old, new in (("Greet each customer", "Greet every customer"), ("Greet every customer", "Greet all customers")):
        with counting() as statements:
            notice_of(ARGUE, who, clock.now())
        numbers.append(len(statements))
        change_rule(GREET, old, new)
        rules.publish("test", new)
        sign_below("asha")
    assert numbers == [4, 4]


def ask(name: str, rule_id: str, at: datetime | None = None) -> Notice:
    return notice_of(rule_id, factories.person_id(name), at or clock.now())


def publish_for_the_telephone(folder: Path) -> None:
    """Publish an edition in which "never argue" is for those on the telephone alone."""
    shutil.copytree(TEXTS, folder / "texts")
    book = folder / "texts" / "handbook.yaml"
    profile = "  - id: phone\n    title: {en: phone, te: phone}\n    reads: [everyone, phone]\n"
    book.write_text(book.read_text(encoding="utf-8").replace("preface:\n", f"{profile}preface:\n"), encoding="utf-8")
    for path in (folder / "texts").glob(f"*/{ARGUE}.md"):
        path.write_text(path.read_text(encoding="utf-8").replace("for: [everyone]", "for: [phone]"), encoding="utf-8")
    rules.import_tree("test", folder / "texts")
    rules.publish("test", "For the telephone.")


def place_on_the_telephone(name: str) -> None:
    with transaction() as session:
        who = Placement.employee_id == factories.person_id(name)
        session.execute(update(Placement).where(who).values(profile="phone"))


def test_a_signature_holds_through_an_editorial_change_and_no_further(later: Later):
    signed = sign_below("asha")
    later(DAY)
    change_rule(ARGUE, "supervisor early.", "supervisor, early.")
    story.call_it_editorial(ARGUE)
    story.publish_as_judged()
    later(DAY)
    worded = ask("asha", ARGUE)
    assert (worded.answer, worded.version, worded.edition_number) == (SIGNED, 2, 2)
    assert worded.acknowledgement_id == signed
    assert ask("ravi", ARGUE).answer == NOT_NOTIFIED
    change_rule(ARGUE, "supervisor, early.", "supervisor at once.")
    rules.publish("test", "At once.")
    later(DAY)
    assert ask("asha", ARGUE).answer == NOT_NOTIFIED


def test_a_text_that_came_back_by_an_editorial_change_does_not_vouch_for_the_one_between(later: Later):
    sign_below("asha")
    publish_change()
    later(DAY)
    between = clock.now()
    later(DAY)
    change_rule(ARGUE, "supervisor at once.", "supervisor early.")
    story.call_it_editorial(ARGUE)
    story.publish_as_judged()
    later(DAY)
    assert ask("asha", ARGUE, between).answer == NOT_NOTIFIED
    assert ask("asha", ARGUE).answer == NOT_NOTIFIED  # the version between asked for something else
