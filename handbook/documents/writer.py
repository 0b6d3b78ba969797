"""Writing a tail as bytes: the objects, the place for the signature, the cross-references, and the signature itself."""

import hashlib

from handbook.documents import cms
from handbook.documents import sheet_form as form
from handbook.documents.keys import SealKeys
from handbook.documents.tail import Tail

RANGE = b"[0 %-10d %-10d %-10d]"
NO_RANGE = RANGE % (0, 0, 0)


def signature(reason: bytes, at: bytes, name: bytes, room: int) -> bytes:
    """Return the signature dictionary with an empty place for a CMS of `room` bytes: certified, nothing may change."""
    return (
        b"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/Name%s/Reason%s/M%s"
        b"/Reference[<</Type/SigRef/TransformMethod/DocMDP/TransformParams<</Type/TransformParams/P 1/V/1.2>>>>]"
        b"/ByteRange%s/Contents<%s>>>"
    ) % (name, reason, at, NO_RANGE, b"0" * (2 * room))


def sealed(tail: Tail, number: int, dictionary: bytes, keys: SealKeys) -> bytes:
    """Write the tail with its signature dictionary under `number`, and sign base and tail."""
    base, template = tail.base, cms.template(keys)
    start = len(base.data)
    holder, table = tail.take(), tail.take()
    made = bytearray(b"%d 0 obj\n%s\nendobj\n" % (number, dictionary))
    places = {number: (1, start, 0)}
    for stream in (form.pack(holder, tail.objects, form.FAST), *tail.streams):
        places[stream.number] = (1, start + len(made), 0)
        made += form.write(stream)
    places |= {key: (2, holder, index) for index, key in enumerate(sorted(tail.objects))}
    places[table] = (1, start + len(made), 0)
    # The place of the signature is still empty here, so the identity depends on what is sealed and on nothing else.
    identity = hashlib.sha256(made).hexdigest()[:32].encode()
    roots = b"/Root %d 0 R%s/ID[<%s><%s>]/Prev %d" % (
        base.catalog.number, base.info, base.identity, identity, base.startxref)  # fmt: skip
    at = start + len(made)
    made += form.write(form.cross_references(table, table + 1, places, roots)) + b"startxref\n%d\n%%%%EOF\n" % at
    return _signed(made, start, template, keys, base.digest.copy())


def _signed(made: bytearray, start: int, template: cms.Template, keys: SealKeys, digest: "hashlib._Hash") -> bytes:
    opening = made.index(b"/Contents<") + len(b"/Contents")
    closing = opening + 2 * template.room + 2
    place = made.index(NO_RANGE)
    made[place : place + len(NO_RANGE)] = RANGE % (start + opening, start + closing, len(made) - closing)
    view = memoryview(made)
    digest.update(view[:opening])
    digest.update(view[closing:])
    contents = template.signed(keys.key, digest.digest()).hex().encode()
    view.release()
    made[opening + 1 : opening + 1 + len(contents)] = contents
    return bytes(made)
