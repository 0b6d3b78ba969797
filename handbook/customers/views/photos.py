"""Taking a photo out of a form: written anew, into the store, and never the reason why words are lost."""

from collections.abc import Sequence

from flask_wtf.file import FileField

from handbook.core.errors import Invalid
from handbook.core.transaction import end_read
from handbook.documents.pictures import LARGEST, Encoded, re_encoded
from handbook.documents.queries import store


def photo_of(field: FileField) -> tuple[Sequence[Encoded], str]:
    """Return the photo of a form, if there is one, written anew; or none, and in words why it cannot be taken."""
    if not field.data:
        return (), ""
    end_read()  # a picture takes its time in the limited child
    try:
        photo = re_encoded(field.data.read(LARGEST + 1))
    except Invalid as refusal:
        return (), str(refusal)
    store().put(photo.data)
    return (photo,), ""
