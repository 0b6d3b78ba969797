"""The objects of placing somebody again: a step that no appeal has changed knows none, whoever asks."""

from typing import Final

from tests.architecture.objects.relations import Row, of

OBJECTS: Final[dict[tuple[str, str], tuple[Row, ...]]] = {
    ("GET", "/actions/<action_id>/return"): (of("letter"), of("proposal")),
    ("POST", "/actions/<action_id>/return"): (of("letter"), of("proposal")),
}
