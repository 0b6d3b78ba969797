"""The words of lists that the page of a complaint needs, by name."""

from collections.abc import Mapping
from typing import Any

from handbook.complaints import wording


def words() -> Mapping[str, Mapping[Any, str]]:
    """Return each list of words in the reader's language."""
    return {
        "stages": wording.stage_words(),
        "kinds": wording.kind_words(),
        "channels": wording.channel_words(),
        "categories": wording.category_words(),
        "confidentiality": wording.confidentiality_words(),
        "findings": wording.finding_words(),
        "causes": wording.cause_words(),
        "kinships": wording.kinship_words(),
        "severities": wording.severity_words(),
    }
