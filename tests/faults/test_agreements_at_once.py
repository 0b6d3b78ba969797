"""Two HR officers act on what is agreed with one person at the same moment: it is kept once, and it ends once."""

import pytest
from flask import Flask
from sqlalchemy import select

from handbook.adjustments import operations
from handbook.adjustments.models import Adjustment, AdjustmentEnd
from handbook.adjustments.operations import AgreementDraft
from handbook.core.db import db
from handbook.core.errors import Conflict
from handbook.core.transaction import end_read
from tests import factories
from tests.adjustments import stories
from tests.faults.meeting import Deed, one_within_the_other

pytestmark = pytest.mark.database


def test_the_same_words_recorded_twice_at_once_stand_once(context: Flask):
    met = one_within_the_other(context, records("meera"), records("nandini"))
    assert isinstance(met.second, Conflict)
    assert db.session.scalars(select(Adjustment.id)).all() == [met.first]


def test_it_ends_on_the_day_that_the_first_one_said(context: Flask):
    kept = stories.record()
    met = one_within_the_other(context, ends(kept, "meera", 3), ends(kept, "nandini", 5))
    assert isinstance(met.second, Conflict)
    (row,) = db.session.scalars(select(AdjustmentEnd)).all()
    assert (row.id, row.last_on) == (met.first, stories.in_days(3))


def records(by: str) -> Deed:
    """Return the deed of recording something with asha."""
    actor, person = factories.actor(by), factories.person_id("asha")
    end_read()
    draft = AgreementDraft(1, stories.RULE, stories.WORDS, "en", stories.today(), None)
    return lambda: operations.record(actor, person, draft)


def ends(adjustment_id: str, by: str, days: int) -> Deed:
    """Return the deed of ending it in so many days."""
    actor, last_on = factories.actor(by), stories.in_days(days)
    end_read()
    return lambda: operations.end(actor, adjustment_id, last_on, "Agreed anew.")
