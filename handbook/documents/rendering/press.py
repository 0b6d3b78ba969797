"""The press: lays out as few sections of a batch as it must, and prints the others from those."""

from collections.abc import Callable, Sequence
from contextlib import suppress

from weasyprint.document import Document

from handbook.documents.rendering import sheets
from handbook.documents.rendering.plates import Misfit, Plate
from handbook.documents.rendering.printing import printed_from
from handbook.documents.rendering.recording import recording
from handbook.documents.rendering.skeleton import Skeleton, skeleton

TURNS = 4  # sections that no plate fits after so many layouts are laid out together, each on its own

LayOut = Callable[[Sequence[str]], list[Document]]


def printed(sections: Sequence[str], lay_out: LayOut) -> list[bytes]:
    """Return the sheet of each section; `lay_out` gives for some sections a document of each."""
    skeletons = [skeleton(section) for section in sections]
    made: dict[int, bytes] = {}
    plates: list[Plate] = []
    for turn in range(TURNS + 1):
        waiting = [number for number in range(len(sections)) if number not in made]
        chosen = _first_of_each_kind(waiting, skeletons) if turn < TURNS else waiting
        for number, part in zip(chosen, lay_out([sections[number] for number in chosen]), strict=True):
            made[number] = _laid_out(part, skeletons[number], plates)
        for number in waiting:
            sheet = None if number in made else _from_a_plate(skeletons[number], plates)
            if sheet:
                made[number] = sheet
        if len(made) == len(sections):
            break
    return [made[number] for number in range(len(sections))]


def _first_of_each_kind(waiting: Sequence[int], skeletons: Sequence[Skeleton | None]) -> list[int]:
    chosen, kinds = [], set()
    for number in waiting:
        kind = skeletons[number]
        if kind is None or kind.key not in kinds:
            chosen.append(number)
            kinds |= {kind.key} if kind else set()
    return chosen


def _laid_out(part: Document, kind: Skeleton | None, plates: list[Plate]) -> bytes:
    """Return the sheet of a part that was laid out, and keep it as a plate where it can serve as one."""
    with recording() as recorded:
        pdf = sheets.drawn(part)
    if kind is not None:
        with suppress(Misfit):
            plates.append(Plate(kind, part, pdf, recorded))
            return sheets.sheet(part, pdf, plates[-1].structure)
    return sheets.sheet(part, pdf)


def _from_a_plate(kind: Skeleton | None, plates: Sequence[Plate]) -> bytes | None:
    for plate in plates:
        if kind is not None and plate.skeleton.key == kind.key:
            try:
                return printed_from(plate, kind)
            except Misfit:
                continue
    return None
