"""Every SELECT about pictures of the handbook: by the names in texts, by the names on pages, all of them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select

from handbook.core.db import db
from handbook.core.errors import NotFound
from handbook.core.markdown import Pictures
from handbook.core.markdown_pictures import addresses
from handbook.documents.queries import store
from handbook.rules.models import HandbookPicture
from handbook.rules.pictures import Known, PictureRow, attributes

PICTURES_ON_A_PAGE = 24
_COLUMNS = (
    HandbookPicture.sha256,
    HandbookPicture.name,
    HandbookPicture.media_type,
    HandbookPicture.width,
    HandbookPicture.height,
    HandbookPicture.size,
)


@dataclass(frozen=True, slots=True)
class ListedPicture:
    """A picture with the words that it was brought with, and who brought it when."""

    picture: PictureRow
    words: str
    added_at: datetime
    added_by: str

    @property
    def line(self) -> str:
        """The line of Markdown that shows it."""
        words = " ".join(self.words.replace("[", "(").replace("]", ")").split())
        return f"![{words}]({self.picture.address})"


def pictures_named(*texts: str) -> Known:
    """Return by address the pictures that Markdown texts name, be it carelessly (one query; none without a name)."""
    names = {address.rpartition("/")[2] for address in addresses(*texts)}
    if not names:
        return {}
    rows = db.session.execute(select(*_COLUMNS).where(HandbookPicture.name.in_(names)))
    return {row.address: row for row in (PictureRow(*one) for one in rows)}


def pictures_shown(*texts: str) -> Pictures:
    """Return the same as what a page says of each picture."""
    return attributes(pictures_named(*texts))


def picture(file_name: str) -> PictureRow:
    """Return the picture of an address on pages (`<sha256>.png`); raise NotFound."""
    row = db.session.execute(select(*_COLUMNS).where(HandbookPicture.sha256 == file_name.partition(".")[0])).first()
    found = PictureRow(*row) if row else None
    if found is None or found.file_name != file_name:
        raise NotFound("There is no such picture.")
    return found


def picture_bytes(wanted: PictureRow) -> bytes:
    """Return a picture itself; raise StoreDamaged where it is no longer the one of its name."""
    return store().get(wanted.sha256)


def pictures_given(names: Collection[str]) -> dict[str, PictureRow]:
    """Return by SHA-256 those of these files that are kept as they are, or were brought before (one query)."""
    same = or_(HandbookPicture.sha256.in_(names), HandbookPicture.given_sha256.in_(names))
    rows = db.session.execute(select(HandbookPicture.given_sha256, *_COLUMNS).where(same)).all()
    found = {row.given_sha256: PictureRow(*row[1:]) for row in rows}
    return found | {row.sha256: row for row in found.values()}


def picture_names() -> set[str]:
    """Return every name that a picture has (one query)."""
    return set(db.session.scalars(select(HandbookPicture.name)))


def pictures_listed(page: int) -> tuple[list[ListedPicture], int]:
    """Return one page of the pictures, the newest first, and how many there are (two queries)."""
    more = (HandbookPicture.words, HandbookPicture.added_at, HandbookPicture.added_by)
    query = select(*_COLUMNS, *more).order_by(HandbookPicture.added_at.desc(), HandbookPicture.sha256)
    rows = db.session.execute(query.limit(PICTURES_ON_A_PAGE).offset((page - 1) * PICTURES_ON_A_PAGE))
    listed = [ListedPicture(PictureRow(*row[:6]), row.words, row.added_at, row.added_by) for row in rows]
    return listed, db.session.scalar(select(func.count()).select_from(HandbookPicture)) or 0
