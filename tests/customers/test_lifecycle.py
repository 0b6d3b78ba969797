"""When each letter may be written, what it moves, and what of a complaint its customer is told."""

import pytest

from handbook.complaints.lifecycle import EntryKind, Move, Stage
from handbook.core.errors import Conflict
from handbook.customers.lifecycle import (
    NEWS,
    PROGRESS,
    TEMPLATES,
    UNANSWERED,
    LetterKind,
    Progress,
    kinds_at,
    may_be_unsettled,
    move_of,
)
from handbook.documents.letters import FOLDER

BEFORE = (Stage.RECEIVED, Stage.ACKNOWLEDGED, Stage.ASSESSED, Stage.INVESTIGATING, Stage.REOPENED)
ALWAYS = {LetterKind.APOLOGY, LetterKind.GOODWILL, LetterKind.WE_CHANGED_THIS}


def test_every_stage_has_a_word_for_the_customer():
    assert set(PROGRESS) == set(Stage)
    assert set(PROGRESS.values()) == set(Progress)


def test_the_customer_waits_until_the_answer_and_again_where_it_did_not_settle_it():
    assert set(UNANSWERED) == {*BEFORE, Stage.OPEN_DISPUTED}
    told = set(kinds_at(Stage.OPEN_DISPUTED))
    assert told >= {LetterKind.LATE, LetterKind.QUESTIONS}
    assert LetterKind.RECEIPT not in told


def test_no_news_tells_who_is_named_what_was_found_or_that_there_is_a_case():
    kept_back = {
        EntryKind.PERSON_NAMED,
        EntryKind.RULE_NAMED,
        EntryKind.CASE_OPENED,
        EntryKind.FOUND,
        EntryKind.ROOT_CAUSE,
        EntryKind.OUTSIDE,
        EntryKind.CONTACT,
        EntryKind.REMEDY,
        EntryKind.LINKED,
    }
    assert not kept_back & set(NEWS)


def test_every_letter_has_its_english_text():
    assert set(TEMPLATES) == set(LetterKind)
    assert all((FOLDER / "en" / f"{name}.md").is_file() for name in TEMPLATES.values())


@pytest.mark.parametrize("stage", Stage)
def test_an_apology_something_given_and_a_change_can_be_told_at_every_stage(stage: Stage):
    assert set(kinds_at(stage)) >= ALWAYS
    assert {move_of(kind, stage) for kind in ALWAYS} == {None}


@pytest.mark.parametrize(
    ("kind", "stage", "move"),
    [
        (LetterKind.RECEIPT, Stage.RECEIVED, Move.ACKNOWLEDGE),
        (LetterKind.RECEIPT, Stage.ASSESSED, None),
        (LetterKind.LATE, Stage.INVESTIGATING, None),
        (LetterKind.FINDINGS, Stage.INVESTIGATING, Move.RESPOND),
        (LetterKind.FINDINGS, Stage.RESPONDED, None),
        (LetterKind.CLOSED, Stage.RESPONDED, Move.CLOSE),
        (LetterKind.CLOSED, Stage.CLOSED, None),
        (LetterKind.REOPENED, Stage.OPEN_DISPUTED, Move.REOPEN),
        (LetterKind.REOPENED, Stage.REOPENED, None),
    ],
)
def test_a_letter_moves_the_complaint_where_it_has_not_come_so_far_yet(
    kind: LetterKind, stage: Stage, move: Move | None
):
    assert move_of(kind, stage) is move


@pytest.mark.parametrize(
    ("kind", "stage"),
    [
        (LetterKind.FINDINGS, Stage.RECEIVED),
        (LetterKind.CLOSED, Stage.INVESTIGATING),
        (LetterKind.LATE, Stage.RESPONDED),
        (LetterKind.QUESTIONS, Stage.CLOSED),
        (LetterKind.REOPENED, Stage.RECEIVED),
    ],
)
def test_a_letter_that_does_not_fit_the_stage_is_refused(kind: LetterKind, stage: Stage):
    assert kind not in kinds_at(stage)
    with pytest.raises(Conflict, match="no longer fits"):
        move_of(kind, stage)


def test_only_an_answer_can_leave_something_unsettled():
    assert {stage for stage in Stage if may_be_unsettled(stage)} == {Stage.RESPONDED, Stage.CLOSED}
