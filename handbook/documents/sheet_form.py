"""The form of a sheet: a stand-alone tagged PDF whose objects can be appended elsewhere by adding to their numbers.

A sheet is an ordinary PDF 1.7 file. Beyond that: its frame has fixed numbers, all strings are hexadecimal (so that
"12 0 R" is always a reference), the objects without data stand in the first object, an object stream, and the
objects with data follow, each dictionary on one line beginning with its length.
"""

import re
import zlib
from dataclasses import dataclass
from itertools import accumulate

HEAD = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
CATALOG, PAGES, TREE, PARENTS, TOP, INFO, OUTLINES, ENTRY, METADATA = range(1, 10)
FAST = 1  # the level of compression where a copy is sealed: its few dictionaries gain little by a higher one
FIRST = 10  # the first number that is not of the frame

STREAM = re.compile(rb"(\d+) 0 obj\n<</Length (\d+)([^\n]*)>>stream\n")
END_OF_STREAM = b"\nendstream\nendobj\n"
REFERENCE = re.compile(rb"(\d+) 0 R")


class NotASheet(ValueError):
    """These bytes are no sheet of this program."""


@dataclass(frozen=True)
class Stream:
    """An object with data: its number, the dictionary's entries after the length, and the data as they stand."""

    number: int
    entries: bytes
    data: bytes


@dataclass(frozen=True)
class Sheet:
    """A sheet taken apart: dictionaries by number, streams, and how many numbers it uses."""

    objects: dict[int, bytes]
    streams: list[Stream]
    size: int

    @property
    def pages(self) -> list[int]:
        """The numbers of its pages, in order."""
        return [int(number) for number in REFERENCE.findall(self.objects[PAGES])]

    @property
    def parents(self) -> list[tuple[int, int]]:
        """The parent tree: key and number of the object it leads to."""
        return [(int(key), int(number)) for key, number in re.findall(rb"(\d+) (\d+) 0 R", self.objects[PARENTS])]


def parse(data: bytes) -> Sheet:
    """Take a sheet apart; raise NotASheet for anything that was not written as one."""
    if not data.startswith(HEAD):
        raise NotASheet("This is no page that the program rendered. Render it again.")
    streams, place = [], len(HEAD)
    while (match := STREAM.match(data, place)) and b"/Type/XRef" not in match[3]:
        end = match.end() + int(match[2])
        if data[end : end + len(END_OF_STREAM)] != END_OF_STREAM:
            raise NotASheet("A page is damaged: one of its parts does not end where it says. Render it again.")
        streams.append(Stream(int(match[1]), match[3], data[match.end() : end]))
        place = end + len(END_OF_STREAM)
    if not streams or not match:
        raise NotASheet("A page is damaged: it ends early. Render it again.")
    return Sheet(_objects(streams[0]), streams[1:], streams[0].number)


def pack(number: int, objects: dict[int, bytes], level: int) -> Stream:
    """Return the object stream that holds these dictionaries, in the order of their numbers."""
    ordered = sorted(objects)
    bodies = [objects[key] for key in ordered]
    places = accumulate((len(body) + 1 for body in bodies), initial=0)
    head = b" ".join([b"%d %d" % pair for pair in zip(ordered, places, strict=False)]) + b"\n"
    entries = b"/Type/ObjStm/N %d/First %d/Filter/FlateDecode" % (len(bodies), len(head))
    return Stream(number, entries, zlib.compress(head + b"\n".join(bodies), level))


def write(stream: Stream) -> bytes:
    """Return a stream as it stands in a file."""
    return b"%d 0 obj\n<</Length %d%s>>stream\n%s%s" % (
        stream.number, len(stream.data), stream.entries, stream.data, END_OF_STREAM)  # fmt: skip


def cross_references(number: int, size: int, places: dict[int, tuple[int, int, int]], entries: bytes) -> Stream:
    """Return a cross-reference stream over {number: (kind, place or holder, index)} (ISO 32000-1, 7.5.8)."""
    runs: list[list[int]] = []
    for key in sorted(places):
        if runs and sum(runs[-1]) == key:
            runs[-1][1] += 1
        else:
            runs.append([key, 1])
    table = b"".join(
        b"%c%b%b" % (kind, place.to_bytes(4, "big"), index.to_bytes(2, "big"))
        for kind, place, index in (places[key] for key in sorted(places))
    )
    index = b" ".join(b"%d %d" % (first, length) for first, length in runs)
    head = b"/Type/XRef/Size %d/W[1 4 2]/Index[%s]/Filter/FlateDecode" % (size, index)
    return Stream(number, head + entries, zlib.compress(table, FAST))


def _objects(holder: Stream) -> dict[int, bytes]:
    match = re.match(rb"/Type/ObjStm/N (\d+)/First (\d+)", holder.entries)
    if not match:
        raise NotASheet("A page does not begin as the program begins one. Render it again.")
    text, first = zlib.decompress(holder.data), int(match[2])
    numbers = [int(word) for word in text[:first].split()]
    bodies = text[first:].split(b"\n")
    return dict(zip(numbers[::2], bodies, strict=True))
