"""Whether somebody was kept away from work on a day, as of any day and as known on any day."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from handbook.core import clock
from handbook.core.transaction import transaction
from handbook.corrective_actions.cases import suspending
from handbook.corrective_actions.cases.models_telling import CaseSuspension
from handbook.corrective_actions.cases.story import lasted_on
from handbook.corrective_actions.cases.suspending import Pause, SuspensionDraft
from tests import factories
from tests.acknowledgements.signing import proof_of
from tests.browser_like import Visitor
from tests.corrective_actions import stories


def row(from_on: date, review_on: date | None, recorded_on: date | None = None) -> CaseSuspension:
    day = recorded_on or from_on
    at = datetime(day.year, day.month, day.day, 20, 0, tzinfo=UTC)  # the next day already in Hyderabad
    return CaseSuspension(from_on=from_on, review_on=review_on, recorded_at=at, zone="Asia/Kolkata")


BEGUN = row(date(2026, 3, 2), date(2026, 3, 12))
KEPT = row(date(2026, 3, 12), date(2026, 3, 20))
ENDED = row(date(2026, 3, 18), None)
AGAIN = row(date(2026, 4, 1), date(2026, 4, 8))
ALL = (BEGUN, KEPT, ENDED, AGAIN)


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (date(2026, 3, 1), None),
        (date(2026, 3, 2), BEGUN),
        (date(2026, 3, 11), BEGUN),
        (date(2026, 3, 12), KEPT),
        (date(2026, 3, 17), KEPT),
        (date(2026, 3, 18), None),
        (date(2026, 3, 31), None),
        (date(2026, 4, 9), AGAIN),
    ],
)
def test_each_day_is_answered_by_what_had_begun_and_not_ended(day: date, found: CaseSuspension | None):
    assert lasted_on(ALL, day) is found


def test_what_was_recorded_later_was_not_known_before_by_the_clocks_of_the_place():
    assert lasted_on(ALL, date(2026, 3, 2), known_on=date(2026, 3, 2)) is None
    assert lasted_on(ALL, date(2026, 3, 2), known_on=date(2026, 3, 3)) is BEGUN
    assert lasted_on(ALL, date(2026, 3, 19), known_on=date(2026, 3, 18)) is KEPT


@pytest.mark.database
def test_the_page_that_asks_for_other_days_tells_it(app: Flask, client_of: Callable[[str], Visitor]):
    with app.app_context():
        case_id = stories.heard_case()
        meera, today = factories.actor("meera"), clock.today("Asia/Kolkata")
        draft = SuspensionDraft(Pause.BEGUN, "The till must be counted.", "", today + timedelta(days=7))
        with transaction():
            suspending.suspend(meera, proof_of(meera), case_id, draft, stories.case_head(case_id).row_version)
    browser = client_of("meera")
    browser.get(f"/cases/{case_id}/notified?as_of={today}")
    assert "stayed away from work, with pay, while the matter was looked into" in browser.words()
    browser.get(f"/cases/{case_id}/notified?as_of={today - timedelta(days=1)}")
    assert "was not kept away from work because of this case" in browser.words()
    browser.get(f"/cases/{case_id}/notified")
    assert "away from work" not in browser.words()
