"""Pictures that lie on the disk beside the texts that show them: found inside the folder, and nowhere else."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from handbook.core.errors import Invalid
from handbook.core.markdown_pictures import Picture, pictures
from handbook.documents.pictures import LARGEST, Encoded, re_encoded
from handbook.rules.faults import Fault
from handbook.rules.pictures import without_words

IN_ITS_PLACE = "Its description stands in its place."


@dataclass(frozen=True, slots=True)
class PictureBeside:
    """A picture that a file of a folder shows: in which line, under which address, and where it lies.

    `is_needed`: the file is one of ours, so that a fault of the picture is a fault of the text; a picture of other
    people's Markdown is left out instead, and its description stands in its place.
    """

    file: str
    line: int
    address: str
    words: str
    path: Path
    is_needed: bool

    def fault(self, words: str) -> Fault:
        """Return a fault of this picture where its text names it."""
        tail = "" if self.is_needed else f" {IN_ITS_PLACE}"
        return Fault(self.file, self.line, f"{self.address}: {words}{tail}", warning=not self.is_needed)


def look(
    file: str, body: str, body_line: int, folders: Sequence[Path], *, is_needed: bool
) -> tuple[list[PictureBeside], list[Fault]]:
    """Return the pictures that the body of a file shows and that lie in one of the folders, and what is wrong.

    The last folder holds all the others; nothing outside of it is looked at, and no link is followed.
    """
    found: list[PictureBeside] = []
    faults: list[Fault] = []
    for picture in pictures(body):
        line = body_line - 1 + picture.line
        path = None if picture.is_remote else _place(picture, folders)
        if picture.is_remote:
            continue
        if path is None:
            tail = "." if is_needed else "; its description stands in its place."
            faults.append(Fault(file, line, f"The picture {picture.address} is not there{tail}", warning=not is_needed))
        elif not picture.words:
            tail = "" if is_needed else " Until then readers do not get it."
            faults.append(Fault(file, line, without_words(picture.address) + tail, warning=not is_needed))
        else:
            found.append(PictureBeside(file, line, picture.address, picture.words, path, is_needed))
    return found, faults


def check(found: Iterable[PictureBeside]) -> list[Fault]:
    """Read each picture in the limited child; return what is wrong, once for each text that shows it."""
    words: dict[Path, str] = {}
    faults: list[Fault] = []
    for one in found:
        if one.path not in words:
            words[one.path] = _refusal(one.path)
        if words[one.path]:
            faults.append(one.fault(words[one.path]))
    return faults


def encoded(path: Path) -> Encoded:
    """Return a picture of the disk written anew; raise Invalid."""
    return re_encoded(read(path))


def read(path: Path) -> bytes:
    """Return the bytes of a picture, and no more than show that it is too large."""
    with path.open("rb") as file:
        return file.read(LARGEST + 1)


def _refusal(path: Path) -> str:
    try:
        encoded(path)
    except Invalid as refusal:
        return str(refusal)
    return ""


def _place(picture: Picture, folders: Sequence[Path]) -> Path | None:
    """Return where a picture lies, beside its text or below one of the folders above it."""
    parts = unquote(picture.address.partition("?")[0]).split("/")
    parts = [part for part in parts if part != "."]
    if not all(parts) or any(part.startswith(".") or "\0" in part for part in parts):
        return None
    within = folders[-1].resolve()
    for folder in folders:
        path = folder.joinpath(*parts)
        steps = [path, *path.parents][: len(parts)]
        if path.is_file() and not any(step.is_symlink() for step in steps) and path.resolve().is_relative_to(within):
            return path
    return None
