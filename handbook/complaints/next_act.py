"""What the handler of a complaint does next, from where it stands; no database."""

from dataclasses import dataclass

from flask_babel import gettext as _

from handbook.complaints.lifecycle import Stage, is_answered
from handbook.complaints.pages import ComplaintPage
from handbook.complaints.policy import Sight

LETTERS, MOVE = "letters", "move"


@dataclass(frozen=True, slots=True)
class NextAct:
    """The next act in words. `act`: an act of the handler by name, LETTERS, or MOVE for the form that moves it on."""

    words: str
    act: str


def next_of(page: ComplaintPage) -> NextAct | None:
    """Return what its handler does next; None for all others and once it is closed."""
    if page.sight is not Sight.WHOLE or page.handling is None or page.stage is Stage.CLOSED:
        return None
    if not is_answered(page.stage):
        if page.promised.waiting_since:
            return NextAct(_("The customer was asked something. Write down the answer when it comes."), "hear")
        if page.promised.is_late:
            return NextAct(_("A promised day has passed. Tell the customer why, and promise a new day."), "late")
    if page.stage in (Stage.ASSESSED, Stage.INVESTIGATING) and page.handling.finding is not None:
        return NextAct(_("Tell the customer what was found."), LETTERS)
    return _by_stage(page.stage)


def _by_stage(stage: Stage) -> NextAct:
    return {
        Stage.RECEIVED: NextAct(_("Tell the customer that it arrived, and by when the answer comes."), LETTERS),
        Stage.ACKNOWLEDGED: NextAct(_("Assess how grave it is, and what it needs."), "assess"),
        Stage.ASSESSED: NextAct(_("Begin to look into it."), MOVE),
        Stage.INVESTIGATING: NextAct(_("Look into it, then write down what was found."), "find"),
        Stage.RESPONDED: NextAct(_("Close it, or write down that the customer is not content."), MOVE),
        Stage.OPEN_DISPUTED: NextAct(_("Look at it once more, or close it and say why."), MOVE),
        Stage.REOPENED: NextAct(_("Begin to look into it again."), MOVE),
    }[stage]
