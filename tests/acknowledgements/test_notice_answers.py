"""The four answers of notice: signed, shown and declined, served by hand, not notified; and what does not count."""

from datetime import timedelta

import pytest

from handbook.acknowledgements.kinds import Kind
from handbook.acknowledgements.notice import DECLINED, NOT_NOTIFIED, SERVED, SIGNED, Notice, notice_of
from handbook.acknowledgements.standing import STANDS
from handbook.core import clock
from tests.acknowledgements import answering
from tests.acknowledgements.signing import publish_change, sign_below
from tests.factories import person_id

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("context")]


def ask(name: str = "asha", rule_id: str = "never-argue") -> Notice:
    """Ask about somebody at this moment."""
    return notice_of(rule_id, person_id(name), clock.now())


def test_who_was_shown_the_text_and_declined_knows_it():
    row = answering.outcome(answering.decline("asha", "No."))
    notice = ask()
    assert (notice.answer, notice.is_notified, notice.outcome) == (DECLINED, True, Kind.DECLINED)
    assert (notice.notified_at, notice.signed_at, notice.language, notice.days_before) == (
        row.happened_at,
        None,
        "en",
        0,
    )
    assert (
        notice_of("never-argue", person_id("asha"), row.happened_at - timedelta(milliseconds=1)).answer == NOT_NOTIFIED
    )


def test_a_refusal_before_witnesses_is_shown_and_declined_and_names_both():
    answering.refuse("asha", "janis", "lakshmi")
    notice = ask()
    assert (notice.answer, notice.outcome) == (DECLINED, Kind.REFUSED)
    assert (notice.by_name, notice.witness_name) == ("Jānis Ozols", "లక్ష్మీ దేవి")


@pytest.mark.parametrize("kind", [Kind.SERVED_BY_HAND, Kind.READ_ALOUD])
def test_what_was_handed_over_or_read_aloud_is_served_by_hand(kind: Kind):
    answering.serve("asha", "janis", kind, language="te")
    notice = ask()
    assert (notice.answer, notice.outcome, notice.by_name, notice.language) == (SERVED, kind, "Jānis Ozols", "te")


def test_a_question_alone_is_no_notice():
    answering.ask("asha")
    assert ask().answer == NOT_NOTIFIED


def test_a_signature_says_more_than_anything_before_it():
    answering.decline("asha")
    answering.serve("asha", "janis")
    assert ask().answer == SERVED
    signed = sign_below("asha")
    assert (ask().answer, ask().acknowledgement_id) == (SIGNED, signed)


def test_the_newest_outcome_counts():
    answering.serve("asha", "janis")
    answering.decline("asha")
    assert ask().answer == DECLINED


def test_what_happened_to_another_person_notifies_nobody():
    answering.serve("lakshmi", "janis")
    assert ask().answer == NOT_NOTIFIED


def test_a_changed_text_was_not_declined():
    answering.decline("asha")
    publish_change()
    assert ask().answer == NOT_NOTIFIED
    assert ask(rule_id="greet-every-customer").answer == DECLINED


def test_a_disputed_signature_does_not_count_but_what_was_served_before_does():
    answering.serve("asha", "janis")
    signed = sign_below("asha")
    disputed = answering.dispute(signed)
    assert (ask().answer, ask().doubt) == (SERVED, "disputed")
    answering.find("meera", disputed, STANDS)
    assert (ask().answer, ask().doubt) == (SIGNED, "")


def test_one_that_was_set_aside_never_counted_on_any_day():
    signed = sign_below("asha")
    at = clock.now()
    answering.find("meera", answering.dispute(signed, "asha"))
    notice = notice_of("never-argue", person_id("asha"), at)
    assert (notice.answer, notice.doubt) == (NOT_NOTIFIED, "set aside")
