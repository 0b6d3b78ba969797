"""Who handles a complaint: HR, whoever works there, the outsider; and who is refused, with words that say why."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from handbook.company.queries import locations
from handbook.complaints import lists, operations, queries
from handbook.complaints.handlers import able_to_handle
from handbook.complaints.lifecycle import Finding, Move
from handbook.complaints.pages import Filters
from handbook.complaints.policy import Sight
from handbook.complaints.settled import complaint_outsider, settled
from handbook.complaints.settling import SettingsDraft
from handbook.core import clock
from handbook.core.errors import Conflict, Invalid, NotFound, Refused
from handbook.core.transaction import transaction
from handbook.people.models import Placement, RoleGrant
from tests import factories
from tests.complaints import stories
from tests.corrective_actions.ladders.stories import link

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("context")]


def sight(name: str, complaint_id: str) -> Sight | None:
    try:
        return queries.complaint_for(factories.actor(name), complaint_id).sight
    except NotFound:
        return None


def move_to_riga(name: str) -> None:
    with transaction() as session:
        mine = Placement.employee_id == factories.person_id(name)
        session.execute(update(Placement).where(mine).values(location_id=riga()))


def riga() -> str:
    return next(one.id for one in locations() if one.name != "Banjara Hills")


def assign(complaint_id: str, to: str, by: str = "meera") -> None:
    with transaction():
        version = stories.version_of(complaint_id)
        operations.assign(factories.actor(by), complaint_id, factories.person_id(to), version)


def settle(by: str, outsider: str | None, seen: str = "") -> None:
    person = factories.person_id(outsider) if outsider else None
    with transaction():
        operations.settle(factories.actor(by), SettingsDraft(person, "", seen))


def test_a_handler_who_is_moved_in_the_middle_loses_it_at_once_and_learns_why():
    complaint_id = stories.file_complaint("janis")
    assert sight("janis", complaint_id) is Sight.WHOLE
    move_to_riga("janis")
    assert sight("janis", complaint_id) is Sight.FILED  # what one wrote oneself one may still read
    with pytest.raises(Refused):
        stories.move(complaint_id, Move.ASSESS, by="janis")


def test_a_moved_handler_who_only_handled_it_sees_nothing_but_why():
    complaint_id = stories.file_complaint("ravi", location_id=stories.draft().location_id)
    assign(complaint_id, "janis")
    assert sight("janis", complaint_id) is Sight.WHOLE
    move_to_riga("janis")
    with pytest.raises(Refused, match="until your work or your role changed"):
        queries.complaint_for(factories.actor("janis"), complaint_id)
    with pytest.raises(Refused, match="until your work or your role changed"):
        stories.move(complaint_id, Move.ASSESS, by="janis")
    assert lists.complaints_for(factories.actor("janis"), Filters()).total == 0
    assign(complaint_id, "nandini")
    assert sight("janis", complaint_id) is None


def test_a_handler_who_turns_out_to_have_written_it_down_loses_it_at_once():
    complaint_id = stories.file_complaint("ravi")
    stories.take_on(complaint_id)
    assert lists.complaints_for(factories.actor("meera"), Filters(mine=True)).total == 1
    link("ravi", "meera")
    assert sight("meera", complaint_id) is Sight.OUTLINE
    assert lists.complaints_for(factories.actor("meera"), Filters(mine=True)).total == 0
    with pytest.raises(Refused):
        stories.move(complaint_id, Move.ASSESS)


def test_a_supervisor_keeps_only_what_happened_where_they_work():
    complaint_id = stories.file_complaint("janis", location_id=riga())
    assert stories.head(complaint_id).handler_id is None


def test_an_hr_officer_who_wrote_it_down_is_refused_with_words_that_say_why():
    complaint_id = stories.file_complaint("meera")
    assert stories.head(complaint_id).handler_id is None
    with pytest.raises(Refused, match="You wrote this complaint down"):
        stories.take_on(complaint_id, "meera")
    with pytest.raises(Refused, match="You wrote this complaint down"):
        stories.name_person(complaint_id, "asha", by="meera")
    with pytest.raises(Invalid, match="Who handles it"):
        assign(complaint_id, "meera", by="nandini")
    stories.take_on(complaint_id, "nandini")
    assert sight("nandini", complaint_id) is Sight.WHOLE


def test_only_those_who_can_handle_it_are_offered():
    complaint_id = stories.investigated("janis")
    page = queries.complaint_for(factories.actor("meera"), complaint_id)
    able = set(able_to_handle(page.location_id, page.parties))
    assert able == {factories.person_id("meera"), factories.person_id("nandini")}


@pytest.mark.parametrize("about", ["nandini", "dmitri"])
def test_what_concerns_hr_or_the_owner_goes_to_the_outsider_at_once(about: str):
    stories.name_outsider()
    complaint_id = stories.file_complaint("janis", person_id=factories.person_id(about), rule_id="never-argue")
    assert sight("viktor", complaint_id) is Sight.WHOLE
    assert sight(about, complaint_id) is None
    assert sight("janis", complaint_id) is Sight.FILED
    page = queries.complaint_for(factories.actor("meera"), complaint_id)
    assert (page.sight, page.rules, page.people, page.words) == (Sight.OUTLINE, (), {}, "")
    with pytest.raises(Refused, match="named outsider handles it"):
        stories.take_on(complaint_id, "meera")
    with pytest.raises(Refused, match="only the outsider"):
        assign(complaint_id, "meera", by="meera")


def test_hr_loses_it_in_the_moment_in_which_a_colleague_is_named():
    stories.name_outsider()
    complaint_id = stories.investigated("asha")
    stories.name_person(complaint_id, "nandini")
    assert sight("meera", complaint_id) is Sight.OUTLINE
    assert sight("viktor", complaint_id) is Sight.WHOLE
    with pytest.raises(Refused):
        stories.move(complaint_id, Move.SET_ASIDE, by="meera")


def test_the_outsider_looks_into_it_and_gives_it_to_whom_it_does_not_concern():
    stories.name_outsider()
    complaint_id = stories.file_complaint("janis", person_id=factories.person_id("nandini"), rule_id="never-argue")
    for step in (Move.ACKNOWLEDGE, Move.ASSESS, Move.INVESTIGATE):
        stories.move(complaint_id, step, by="viktor")
    stories.find(complaint_id, Finding.SUBSTANTIATED, by="viktor")
    with pytest.raises(Invalid, match="Who handles it"):
        assign(complaint_id, "nandini", by="viktor")
    assign(complaint_id, "meera", by="viktor")
    assert (sight("viktor", complaint_id), sight("meera", complaint_id)) == (None, Sight.WHOLE)
    with transaction():
        operations.mark_case_opened(
            factories.actor("meera"), complaint_id, factories.person_id("nandini"), "never-argue", ""
        )


def test_a_guest_whose_invitation_has_ended_handles_nothing_any_more():
    stories.name_outsider()
    complaint_id = stories.file_complaint("janis", person_id=factories.person_id("nandini"))
    viktor = factories.actor("viktor")
    with transaction() as session:
        ended = update(RoleGrant).where(RoleGrant.account_id == viktor.account_id)
        session.execute(ended.values(to_on=clock.now().date() - timedelta(days=1)))
    assert complaint_outsider() is None
    with pytest.raises(Refused):
        queries.complaint_for(factories.actor("viktor"), complaint_id)


def test_without_an_outsider_it_stays_with_those_whom_it_does_not_concern():
    complaint_id = stories.investigated("nandini")
    assert sight("meera", complaint_id) is Sight.WHOLE
    with pytest.raises(Conflict, match="named no outsider"), transaction():
        operations.send_outside(factories.actor("meera"), complaint_id, stories.version_of(complaint_id))


def test_hr_may_give_anything_to_the_outsider_and_cannot_take_it_back():
    stories.name_outsider()
    complaint_id = stories.investigated("asha")
    with transaction():
        operations.send_outside(factories.actor("meera"), complaint_id, stories.version_of(complaint_id))
    assert (sight("viktor", complaint_id), sight("meera", complaint_id)) == (Sight.WHOLE, Sight.OUTLINE)


def test_only_a_guest_can_be_the_outsider():
    with pytest.raises(Invalid, match="somebody from outside"):
        settle("inese", "ravi")


@pytest.mark.parametrize("name", ["janis", "dmitri", "olga", "viktor"])
def test_others_settle_nothing(name: str):
    with pytest.raises(Refused):
        settle(name, "viktor")


def test_settings_have_a_history_and_a_stale_form_changes_nothing():
    stories.name_outsider()
    with pytest.raises(Conflict):
        settle("meera", None)
    assert settled().outsider == factories.OUTSIDE["viktor"].name
    assert queries.outside_recourse() == "The consumer office, Rīga."
