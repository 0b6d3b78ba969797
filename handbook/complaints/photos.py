"""The pictures of a complaint: written anew before anybody sees them, few, and only for whoever sees it whole."""

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import select

from handbook.complaints.acts import CUSTOMER, handled_and_open
from handbook.complaints.models import Complaint, ComplaintPhoto
from handbook.complaints.pages import Photo
from handbook.complaints.queries import complaint_in_hand
from handbook.core.actor import Actor
from handbook.core.errors import Invalid, NotFound
from handbook.core.transaction import session_of_transaction
from handbook.documents.pictures import Encoded, re_encoded
from handbook.documents.queries import store
from handbook.ledger.appending import record_evidence

MOST = 5


def bring_photos(files: Sequence[bytes]) -> list[Encoded]:
    """Write pictures anew and into the store (slow; outside of transactions); raise Invalid with words."""
    if len(files) > MOST:
        raise Invalid(_("Photos: %(most)s at most.", most=MOST))
    pictures = [re_encoded(data) for data in files]
    for picture in pictures:
        store().put(picture.data)
    return pictures


def add_photos(actor: Actor, complaint_id: str, pictures: Sequence[Encoded], row_version: int) -> None:
    """Let the handler add pictures that lie in the store already; raise Invalid where there would be too many."""
    complaint, _parties = handled_and_open(actor, complaint_id, row_version)
    keep_photos(actor, complaint, pictures)


def keep_photos(actor: Actor | None, complaint: Complaint, pictures: Sequence[Encoded]) -> None:
    """Write down which pictures belong to a complaint (None: the customer brought them); the same one counts once."""
    query = select(ComplaintPhoto.sha256).where(ComplaintPhoto.complaint_id == complaint.id)
    known = set(session_of_transaction().scalars(query)) if pictures else set()
    new = {picture.sha256: picture for picture in pictures if picture.sha256 not in known}
    if len(known) + len(new) > MOST:
        raise Invalid(_("Photos: %(most)s at most.", most=MOST))
    for name, picture in new.items():
        record_evidence(
            ComplaintPhoto(
                complaint_id=complaint.id,
                sha256=name,
                media_type=picture.media_type,
                width=picture.width,
                height=picture.height,
                by_id=actor.employee_id if actor else None,
                by_name=actor.name if actor else "",
                via=actor.via if actor else CUSTOMER,
            )
        )


def photo_for(actor: Actor, complaint_id: str, file_name: str) -> tuple[Photo, bytes]:
    """Return a picture and its bytes to whoever handles the complaint; raise NotFound for all others."""
    handling = complaint_in_hand(actor, complaint_id).handling
    for photo in handling.photos if handling else ():
        if photo.file_name == file_name:
            return photo, store().get(photo.sha256)
    raise NotFound(_("There is no such picture."))
