"""Who may have which part, in words, whatever records a human has; no database."""

from dataclasses import replace

import pytest

from handbook.core.actor import Actor
from handbook.corrective_actions.cases import policy
from handbook.corrective_actions.cases.parts import Part
from handbook.corrective_actions.cases.policy import CaseParties
from handbook.permissions import Role

CASE = CaseParties(
    subject_id="asha",
    investigator_id="meera",
    decider_id="dmitri",
    filer_id="janis",
    working_ids=frozenset({"meera", "dmitri"}),
    named_ids=frozenset({"asha", "lakshmi"}),
    found_out_ids=frozenset({"meera", "nandini"}),
    decided_ids=frozenset({"dmitri", "olga"}),
)
WORDS = {
    "asha": "about this person",
    "lakshmi": "names this person",
    "janis": "wrote the complaint down",
}


@pytest.mark.parametrize("part", list(Part))
@pytest.mark.parametrize("other", [frozenset(), frozenset({"second record"})])
def test_who_is_concerned_or_complains_has_no_part_under_any_record(part: Part, other: frozenset[str]):
    for person, words in WORDS.items():
        assert words in str(policy.why_not(other | {person}, CASE, part))
    assert policy.why_not(frozenset({"inese"}) | other, CASE, part) is None


@pytest.mark.parametrize("name", ["meera", "nandini"])
def test_who_ever_looked_into_it_never_decides(name: str):
    assert "looked into" in str(policy.why_not(frozenset({"alias", name}), CASE, Part.DECIDER))
    assert policy.why_not(frozenset({name}), CASE, Part.INVESTIGATOR) is None


@pytest.mark.parametrize("name", ["dmitri", "olga"])
def test_who_ever_decided_never_looks_into_it(name: str):
    assert "never looks into" in str(policy.why_not(frozenset({name}), CASE, Part.INVESTIGATOR))


@pytest.mark.parametrize("role", list(Role))
def test_each_acts_by_the_own_part_and_only_while_the_role_lasts(role: Role):
    def may(name: str) -> list[str]:
        actor = Actor("account", name, name, frozenset({role}))
        acts = (policy.may_investigate, policy.may_hear, policy.may_arrange)
        return [one.__name__ for one in acts if one(actor, CASE)]

    assert may("meera") == (["may_investigate", "may_arrange"] if role is Role.HR else [])
    assert may("dmitri") == (["may_hear", "may_arrange"] if role in (Role.HR, Role.DECISION_MAKER) else [])
    assert may("nandini") == may("olga") == may("asha") == []


def test_the_filer_does_not_look_into_it_even_with_the_part():
    meera = Actor("account", "meera", "Meera", frozenset({Role.HR}))
    assert not policy.may_investigate(meera, replace(CASE, filer_id="meera"))
