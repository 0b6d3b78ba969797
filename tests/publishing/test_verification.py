"""The ledger's verification looks for the second person behind each change that counts as wording alone."""

import pytest
from flask import Flask

from handbook.ledger.verification import verify
from tests.acknowledgements.signing import change_rule
from tests.publishing import stories as story
from tests.rules.editing import publish_editorial

pytestmark = pytest.mark.database


def test_what_two_people_called_editorial_is_in_order(context: Flask):
    story.change_a_comma()
    story.call_it_editorial()
    story.publish_as_judged()
    assert verify().faults == []


def test_an_editorial_change_that_nobody_confirmed_is_found(context: Flask):
    story.change_a_comma()
    publish_editorial("One hand alone.")
    (fault,) = verify().faults
    assert "Edition 2 calls the change of rule greet-every-customer editorial, and nobody confirmed it." in str(fault)


def test_the_word_given_for_one_edition_does_not_serve_the_next(context: Flask):
    story.change_a_comma()
    story.call_it_editorial()
    story.publish_as_judged()
    change_rule(story.GREET, *reversed(story.COMMA))
    publish_editorial("Without asking anybody.")
    (fault,) = verify().faults
    assert "Edition 3 calls" in str(fault)
