"""Keeping pictures: written anew into the store, with a row and a name of their own by which texts call them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path, PurePath

from flask_babel import gettext as _
from sqlalchemy import insert

from handbook.core import markup
from handbook.core.errors import Conflict, Invalid
from handbook.core.markdown_pictures import readdressed
from handbook.core.transaction import end_read, session_of_transaction
from handbook.documents.pictures import EXTENSIONS, re_encoded
from handbook.documents.queries import store
from handbook.rules import pictures_beside, queries
from handbook.rules.faults import Fault
from handbook.rules.models import HandbookPicture
from handbook.rules.pictures import PictureRow
from handbook.rules.pictures_beside import PictureBeside
from handbook.rules.source import RuleSource

LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class NewPicture:
    """A picture whose bytes lie in the store already and whose row is still to be written."""

    row: PictureRow
    given_sha256: str
    words: str


@dataclass(frozen=True, slots=True)
class TakenAlong:
    """The pictures of a folder: by file and address what each is now, those that are new, and what is wrong."""

    rows: dict[tuple[str, str], PictureRow] = field(default_factory=dict)
    new: dict[str, NewPicture] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def bring(data: bytes, file_name: str, words: str, taken: Iterable[str] = ()) -> NewPicture | PictureRow:
    """Write a picture anew and into the store, unless it is known already; then return its row.

    Slow: outside of transactions. `taken`: names that no new picture may get. Raises Invalid with words.
    """
    given = sha256(data).hexdigest()
    known = queries.pictures_given([given]).get(given)
    if known is not None:
        return known
    end_read()
    encoded = re_encoded(data)
    name = store().put(encoded.data)
    known = queries.pictures_given([name]).get(name)
    if known is not None:
        return known
    called = _free_name(file_name, EXTENSIONS[encoded.media_type], {*taken, *queries.picture_names()})
    row = PictureRow(name, called, encoded.media_type, encoded.width, encoded.height, len(encoded.data))
    return NewPicture(row, given, words)


def keep(actor_text: str, new: Iterable[NewPicture]) -> None:
    """Write the rows of pictures down (inside a transaction that holds the draft); raise Conflict for a name taken."""
    found = {one.row.sha256: one for one in new}
    missing = [found[name] for name in found.keys() - queries.pictures_given(found.keys()).keys()]
    if {one.row.name for one in missing} & queries.picture_names():
        raise Conflict(_("Somebody else has added a picture of the same name meanwhile. Add yours once more."))
    rows = [
        one.row.described
        | {"sha256": one.row.sha256, "given_sha256": one.given_sha256, "words": one.words, "added_by": actor_text}
        for one in missing
    ]
    if rows:
        session_of_transaction().execute(insert(HandbookPicture), rows)


def take_along(found: Sequence[PictureBeside]) -> TakenAlong:
    """Bring the pictures that lie beside the texts of a folder (slow; outside of transactions)."""
    taken = TakenAlong()
    places: dict[Path, PictureRow | str] = {}
    for one in found:
        if one.path not in places:
            places[one.path] = _brought(one, taken)
        place = places[one.path]
        if isinstance(place, str):
            taken.faults.append(one.fault(place))
        else:
            taken.rows[one.file, one.address] = place
    return taken


def with_their_names(source: RuleSource, rows: Mapping[tuple[str, str], PictureRow]) -> RuleSource:
    """Return a text that calls its pictures by their own names."""
    new = {address: row.address for (file, address), row in rows.items() if file == source.file}
    body = readdressed(source.body, new)
    if body == source.body:
        return source
    return replace(source, body=body, text=source.text.removesuffix(source.body) + body)


def _brought(one: PictureBeside, taken: TakenAlong) -> PictureRow | str:
    """Return a picture of the disk as it is kept, or in words why not."""
    try:
        names = [new.row.name for new in taken.new.values()]
        brought = bring(pictures_beside.read(one.path), one.path.name, one.words, names)
    except Invalid as refusal:
        return str(refusal)
    if isinstance(brought, PictureRow):
        return brought
    return taken.new.setdefault(brought.row.sha256, brought).row


def _free_name(file_name: str, extension: str, taken: set[str]) -> str:
    stem = markup.slug(PurePath(file_name.replace("\\", "/")).stem)[:LONGEST_NAME].strip("-") or "picture"
    number, name = 1, f"{stem}.{extension}"
    while name in taken:
        number += 1
        name = f"{stem}-{number}.{extension}"
    return name
