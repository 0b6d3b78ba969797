"""What changed between two texts: block by block, then word by word, in any script."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["same", "added", "removed"]
LONG = 2000  # words of one block beyond which difflib may skip what is frequent


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of text that both have, or only the newer (added), or only the older (removed)."""

    kind: Kind
    text: str


def blocks(old: Sequence[str], new: Sequence[str]) -> list[list[Part]]:
    """Compare two texts given as paragraphs; each paragraph becomes a list of parts in reading order.

    The same and the added parts together are the new text, the same and the removed ones the old.
    """
    found: list[list[Part]] = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for operation, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if operation == "equal":
            found += [[Part("same", text)] for text in new[new_from:new_to]]
        else:
            found += _changed(old[old_from:old_to], new[new_from:new_to])
    return found


def parts(old: str, new: str) -> list[Part]:
    """Compare two paragraphs word by word."""
    before, after = list(words(old)), list(words(new))
    matcher = SequenceMatcher(None, before, after, autojunk=max(len(before), len(after)) > LONG)
    found: list[Part] = []
    for _operation, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if _operation == "equal":
            found.append(Part("same", "".join(after[new_from:new_to])))
            continue
        if old_to > old_from:
            found.append(Part("removed", "".join(before[old_from:old_to])))
        if new_to > new_from:
            found.append(Part("added", "".join(after[new_from:new_to])))
    return _joined(found)


def words(text: str) -> Iterator[str]:
    """Yield the text in words, single marks and white space; a vowel sign or joiner stays with its letter."""
    word, kind = "", ""
    for sign in text:
        this = _kind(sign)
        if word and (this != kind or this == "mark"):
            yield word
            word = ""
        word, kind = word + sign, this
    if word:
        yield word


def _kind(sign: str) -> str:
    if sign.isspace():
        return "space"
    return "mark" if unicodedata.category(sign)[0] in "PS" else "word"


def _changed(old: Sequence[str], new: Sequence[str]) -> list[list[Part]]:
    """Pair the paragraphs of a changed stretch in order; those without a partner are wholly out or new."""
    paired = [parts(before, after) for before, after in zip(old, new, strict=False)]
    removed = [[Part("removed", text)] for text in old[len(new) :]]
    return paired + removed + [[Part("added", text)] for text in new[len(old) :]]


def _joined(found: list[Part]) -> list[Part]:
    """Join changes that only a space parts: "one two" -> "three four" reads better than word, space, word."""
    result: list[Part] = []
    index = 0
    while index < len(found):
        run = index
        while run < len(found) and (found[run].kind != "same" or (found[run].text.isspace() and run > index)):
            run += 1
        while run > index and found[run - 1].kind == "same":
            run -= 1
        if run == index:
            result.append(found[index])
            index += 1
            continue
        stretch = found[index:run]
        old = "".join(part.text for part in stretch if part.kind != "added")
        new = "".join(part.text for part in stretch if part.kind != "removed")
        result += [Part("removed", old)] if old else []
        result += [Part("added", new)] if new else []
        index = run
    return result
