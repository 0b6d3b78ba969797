"""What `flask rules check` would say of the draft as it stands, with the text and the line to go to."""

from collections.abc import Mapping
from dataclasses import dataclass

from handbook.rules import checks, drafts, queries
from handbook.rules.drafts import Draft
from handbook.rules.faults import Fault, in_order
from handbook.rules.source import RuleSource

# The draft that was looked through last, by fingerprint: the same draft has the same faults.
_LAST: dict[str, list["DraftFault"]] = {}


@dataclass(frozen=True, slots=True)
class DraftFault:
    """A fault of a text of the draft; `line` counts within the words below the front matter, 0 for the fields above.

    `is_missing`: the rule has no text in this language.
    """

    rule_id: str
    language: str
    title: str
    line: int
    words: str
    is_warning: bool
    is_missing: bool = False


def faults_of_draft(draft: Draft) -> list[DraftFault]:
    """Return every fault of the draft, errors first; renders all texts in the sandbox unless it was looked through.

    Raises Invalid where there is no frame.
    """
    name = draft.fingerprint
    found = _LAST.get(name)
    if found is None:
        found = _found(draft)
        _LAST.clear()
        _LAST[name] = found
    return found


def _found(draft: Draft) -> list[DraftFault]:
    frame, texts, faults = draft.outline(), dict[str, list[RuleSource]](), list[Fault]()
    read: dict[str, RuleSource] = {}
    for (rule_id, language), text in sorted(draft.texts.items()):
        source, bad = drafts.parsed(rule_id, language, text)
        faults += bad
        if source is not None:
            texts.setdefault(language, []).append(source)
            read[source.file] = source
    faults += checks.check_whole(texts, frame)
    known = queries.pictures_named(*(source.body for source in read.values()))
    faults += [fault for source in read.values() for fault in checks.check_pictures(source, known)]
    found = [_of_draft(fault, draft, read) for fault in in_order(faults)]
    return sorted(found, key=lambda fault: fault.is_warning)


def _of_draft(fault: Fault, draft: Draft, read: Mapping[str, RuleSource]) -> DraftFault:
    language, _slash, name = fault.file.partition("/")
    rule_id, source = name.removesuffix(".md"), read.get(fault.file)
    return DraftFault(
        rule_id=rule_id,
        language=language,
        title=source.title if source else rule_id,
        line=max(fault.line - source.body_line + 1, 0) if source else 0,
        words=fault.words,
        is_warning=fault.warning,
        is_missing=(rule_id, language) not in draft.texts,
    )
