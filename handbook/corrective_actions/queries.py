"""What other rooms may ask of cases and steps."""

from handbook.corrective_actions.board import BoardLine as BoardLine
from handbook.corrective_actions.board import LiveOf as LiveOf
from handbook.corrective_actions.board import StateCount as StateCount
from handbook.corrective_actions.board import cases_by_state as cases_by_state
from handbook.corrective_actions.board import lapsing_soon as lapsing_soon
from handbook.corrective_actions.board import letters_not_opened as letters_not_opened
from handbook.corrective_actions.board import live_steps_of as live_steps_of
from handbook.corrective_actions.board import missed_dates as missed_dates
from handbook.corrective_actions.board import open_appeals as open_appeals
from handbook.corrective_actions.cases.lifecycle import state_words as state_words
from handbook.corrective_actions.cases.timeline import TIMELINE as CASE_TIMELINE
from handbook.corrective_actions.cases.timeline import timeline as case_timeline
from handbook.corrective_actions.cases.waiting import DueCase as DueCase
from handbook.corrective_actions.cases.waiting import OwnCase as OwnCase
from handbook.corrective_actions.cases.waiting import letters_to_open as letters_to_open
from handbook.corrective_actions.cases.waiting import notes_to_confirm as notes_to_confirm
from handbook.corrective_actions.cases.waiting import own_cases as own_cases
from handbook.corrective_actions.cases.waiting import vacant_cases as vacant_cases
from handbook.corrective_actions.due import waiting_for as waiting_for
from handbook.corrective_actions.outsiders import has_part_in_case as has_part_in_case
from handbook.corrective_actions.sealed_letters import SealedLetter as SealedLetter
from handbook.corrective_actions.sealed_letters import dismissals_to_copy as dismissals_to_copy
from handbook.corrective_actions.sealed_letters import sealed_letters as sealed_letters
from handbook.corrective_actions.steps.history import LiveRow as LiveRow
from handbook.corrective_actions.steps.history import history as history
from handbook.corrective_actions.steps.pages import LiveStep as LiveStep
from handbook.corrective_actions.steps.timeline import TIMELINE as TIMELINE
from handbook.corrective_actions.steps.timeline import live_steps as live_steps
from handbook.corrective_actions.steps.timeline import timeline as timeline
from handbook.corrective_actions.steps.waiting import DueStep as DueStep
from handbook.corrective_actions.steps.waiting import unanswered_letters as unanswered_letters
from handbook.corrective_actions.windows import Window as Window
from handbook.corrective_actions.windows import open_appeals_of as open_appeals_of
from handbook.corrective_actions.windows import open_windows as open_windows

__all__ = ["CASE_TIMELINE", "case_timeline"]
