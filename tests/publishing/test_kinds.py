"""What kind of change a rule is: the author says it, another person confirms exactly that, and a change undoes both."""

import pytest
from flask import Flask
from sqlalchemy import select

from handbook.core.db import db
from handbook.core.errors import Conflict, Invalid, NotFound, Refused
from handbook.core.transaction import end_read, transaction
from handbook.ledger.appending import position_of
from handbook.publishing import confirming, kinds
from handbook.publishing.models import EditorialConfirmation
from handbook.publishing.pending import pending
from handbook.rules import operations as rules
from handbook.rules import queries as editions
from handbook.rules.models import DraftText
from tests import factories
from tests.acknowledgements.signing import change_rule
from tests.publishing import stories as story

pytestmark = pytest.mark.database


def test_a_change_is_material_until_somebody_says_otherwise(context: Flask):
    story.change_a_comma()
    seen = pending()
    assert [one.rule_id for one in seen.changes] == [story.GREET]
    assert kinds.judgements(seen.besides)[story.GREET].kind == "material"
    assert kinds.editorial(seen.besides) == {}


def test_one_person_alone_makes_nothing_editorial(context: Flask):
    story.change_a_comma()
    story.calls("meera", story.GREET)
    seen = pending()
    assert kinds.judgements(seen.besides)[story.GREET].waits
    assert kinds.editorial(seen.besides) == {}


def test_two_people_do_and_it_is_a_leaf_of_the_ledger(context: Flask):
    story.change_a_comma()
    sha256 = story.calls("meera", story.GREET)
    story.confirms("dmitri", story.GREET)
    assert kinds.editorial(pending().besides) == {story.GREET: sha256}
    row = db.session.scalars(select(EditorialConfirmation)).one()
    assert (row.said_by, row.confirmed_by) == (factories.person_id("meera"), factories.person_id("dmitri"))
    assert (row.edition_before, row.seen_sha256, row.by_method) == (1, sha256, "password typed again")
    assert position_of(row.id) is not None


def test_who_called_it_editorial_cannot_confirm_it(context: Flask):
    story.change_a_comma()
    story.calls("meera", story.GREET)
    with pytest.raises(Refused, match="Another person"):
        story.confirms("meera", story.GREET)


def test_who_wrote_the_words_cannot_confirm_them(context: Flask):
    story.change_a_comma()
    story.wrote("nandini", story.GREET)
    story.calls("meera", story.GREET)
    with pytest.raises(Refused, match="You wrote these words"):
        story.confirms("nandini", story.GREET)
    story.confirms("dmitri", story.GREET)


def test_who_writes_on_after_confirming_no_longer_vouches_for_it(context: Flask):
    story.change_a_comma()
    story.calls("meera", story.GREET)
    story.confirms("nandini", story.GREET)
    story.wrote("nandini", story.GREET)
    assert kinds.editorial(pending().besides) == {}


def test_a_cashier_cannot_confirm(context: Flask):
    story.change_a_comma()
    story.calls("meera", story.GREET)
    with pytest.raises(Refused):
        story.confirms("asha", story.GREET)


def test_a_text_that_changes_again_is_material_until_it_is_said_again(context: Flask):
    story.change_a_comma()
    story.call_it_editorial()
    change_rule(story.GREET, "as soon, as", "as soon as, as")
    said = kinds.judgements(pending().besides)[story.GREET]
    assert (said.kind, said.outdated) == ("material", True)
    assert kinds.editorial(pending().besides) == {}


def test_a_confirmation_of_what_stands_otherwise_by_now_is_refused(context: Flask):
    story.change_a_comma()
    sha256 = story.calls("meera", story.GREET)
    change_rule(story.GREET, "as soon, as", "as soon as, as")
    story.calls("meera", story.GREET)
    nandini, seen = factories.actor("nandini"), pending()
    proof = story.proof_of(nandini)
    end_read()
    with pytest.raises(Conflict, match="changed meanwhile"), transaction():
        confirming.confirm(nandini, proof, seen, story.GREET, sha256)


def test_the_other_person_may_find_that_it_is_material(context: Flask):
    story.change_a_comma()
    sha256 = story.calls("meera", story.GREET)
    nandini, seen = factories.actor("nandini"), pending()
    end_read()
    with transaction():
        confirming.call_material(nandini, seen, story.GREET, sha256)
    assert kinds.judgements(pending().besides)[story.GREET].kind == "material"
    with pytest.raises(NotFound):
        story.confirms("dmitri", story.GREET)


def test_a_confirmation_does_not_outlive_somebody_calling_it_material(context: Flask):
    story.change_a_comma()
    story.call_it_editorial()
    story.calls("dmitri", story.GREET, "material")
    story.calls("meera", story.GREET)
    with transaction() as session:  # said a second later than the confirmation
        session.get(kinds.ChangeKind, story.GREET).said_at += story.SECOND
    assert kinds.editorial(pending().besides) == {}


def test_a_changed_severity_is_always_material(context: Flask):
    change_rule(story.ARGUE, "severity: serious", "severity: gross")
    with pytest.raises(Invalid, match="always material"):
        story.calls("meera", story.ARGUE)


def test_a_changed_owner_can_be_editorial(context: Flask):
    change_rule(story.ARGUE, "owner: head of service", "owner: head of personnel")
    story.call_it_editorial(story.ARGUE)
    edition = story.publish_as_judged()
    assert {line.rule_id: line.change for line in editions.contents(edition, "en")}[story.ARGUE] == "editorial"


def test_the_command_line_counts_everything_as_material(context: Flask):
    story.change_a_comma()
    story.call_it_editorial()
    edition = rules.publish("command line", "A comma.")
    assert {line.rule_id: line.change for line in editions.contents(edition, "en")}[story.GREET] == "material"
    assert story.said_of(story.GREET) is None


def test_what_was_confirmed_of_another_text_is_not_published_as_editorial(context: Flask):
    story.change_a_comma()
    story.call_it_editorial()
    found = kinds.editorial(pending().besides)
    change_rule(story.GREET, "as soon, as", "as soon as, as")
    edition = rules.publish("test", "More.", judged=rules.Judged(found, lambda: None))
    assert {line.rule_id: line.change for line in editions.contents(edition, "en")}[story.GREET] == "material"


def test_a_rule_that_does_not_differ_has_no_kind(context: Flask):
    meera, seen = factories.actor("meera"), pending()
    end_read()
    with pytest.raises(Conflict), transaction():
        kinds.say(meera, seen, story.GREET, "editorial", "0" * 64)


def test_a_broken_draft_says_what_is_wrong_with_it(context: Flask):
    change_rule(story.ARGUE, "severity: serious", "severity: severe")
    seen = pending()
    assert seen.book is None
    assert "severity must be minor, serious or gross" in seen.faults[0]
    assert db.session.scalar(select(DraftText.id).limit(1))
