"""The verb that lets the letters of a case be tried once more that could not be sealed."""

from handbook.core.actor import Actor
from handbook.corrective_actions.cases.disclosure import letters_of
from handbook.corrective_actions.cases.queries import working_case
from handbook.corrective_actions.cases.seal_jobs import enqueue
from handbook.corrective_actions.cases.story import story_of


def seal_again(actor: Actor, case_id: str) -> None:
    """Let what is not sealed yet be tried once more. Raises NotFound for whoever does not work on the case."""
    working_case(actor, case_id)
    for letter in letters_of(story_of(case_id)):
        if letter.document is None:
            enqueue(actor, case_id, letter.record_id)
