"""The Merkle tree of RFC 6962, section 2.1, as pure functions on hashes: roots, paths, and the checking of paths."""

from collections.abc import Iterator, Sequence
from hashlib import sha256

EMPTY_ROOT = sha256().digest()
HASH_SIZE = 32
Range = tuple[int, int]
Completed = dict[int, tuple[int, list[bytes]]]


def leaf_hash(data: bytes) -> bytes:
    """Hash the bytes of a leaf: SHA-256(0x00 || data)."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two neighbours into their parent: SHA-256(0x01 || left || right)."""
    return sha256(b"\x01" + left + right).digest()


def root(hashes: Sequence[bytes]) -> bytes:
    """Return the root over these leaf hashes; the empty tree has the hash of nothing."""
    if not hashes:
        return EMPTY_ROOT
    row = list(hashes)
    while len(row) > 1:
        row = _parents(row) + row[len(row) & ~1 :]  # an odd last node rises unchanged
    return row[0]


def fold(peaks: Sequence[bytes]) -> bytes:
    """Join the roots of complete subtrees, from left to right and each smaller than the one before, into one root."""
    if not peaks:
        return EMPTY_ROOT
    *rest, joined = peaks
    for peak in reversed(rest):
        joined = node_hash(peak, joined)
    return joined


def complete_subtrees(start: int, end: int) -> list[tuple[int, int]]:
    """Cut a range of leaves into the (level, position) of complete subtrees, left to right.

    The range must begin where RFC 6962 begins one: at a multiple of the largest power of two that fits in it.
    """
    found = []
    while start < end:
        level = (end - start).bit_length() - 1
        found.append((level, start >> level))
        start += 1 << level
    return found


def inclusion_ranges(index: int, size: int) -> list[Range]:
    """Return the leaf ranges whose roots prove leaf `index` in the tree of `size`, deepest first (RFC 6962, 2.1.1)."""
    if not 0 <= index < size:
        raise ValueError(f"there is no leaf {index} in a tree of {size}")
    ranges, start, end = [], 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start = middle
    return ranges[::-1]


def consistency_ranges(old: int, size: int) -> list[Range]:
    """Return the leaf ranges whose roots prove that the tree of `old` begins the tree of `size` (RFC 6962, 2.1.2)."""
    if not 0 <= old <= size:
        raise ValueError(f"a tree of {old} cannot be the beginning of a tree of {size}")
    if old in (0, size):
        return []
    ranges, start, end = [], 0, size
    while end != old:
        middle = start + _split(end - start)
        if old <= middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start = middle
    if start:  # otherwise the checker already knows this root: it is the old one
        ranges.append((start, end))
    return ranges[::-1]


def inclusion_path(index: int, hashes: Sequence[bytes]) -> list[bytes]:
    """Return the inclusion path of leaf `index` in the tree over these leaf hashes."""
    return [root(hashes[start:end]) for start, end in inclusion_ranges(index, len(hashes))]


def consistency_path(old: int, hashes: Sequence[bytes]) -> list[bytes]:
    """Return the proof that the tree over the first `old` leaf hashes is the beginning of the tree over all."""
    return [root(hashes[start:end]) for start, end in consistency_ranges(old, len(hashes))]


def verify_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes], expected: bytes) -> bool:
    """Tell whether the path leads from this leaf hash to the root of the tree of `size` (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size or not _are_hashes([leaf, *path, expected]):
        return False
    node, last, joined = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return False  # a link too many
        if node & 1 or node == last:
            joined = node_hash(sibling, joined)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            joined = node_hash(joined, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and joined == expected


def verify_consistency(old: int, size: int, old_root: bytes, new_root: bytes, path: Sequence[bytes]) -> bool:
    """Tell whether the path proves that the old tree is the beginning of the new one (RFC 9162, 2.1.4.2).

    Every tree begins with the empty one, and each with itself: both need an empty path and the right roots.
    """
    if not 0 <= old <= size or not _are_hashes([old_root, new_root, *path]):
        return False
    if old == size:
        return not path and old_root == new_root and (size > 0 or new_root == EMPTY_ROOT)
    if old == 0:
        return not path and old_root == EMPTY_ROOT
    links: Iterator[bytes] = iter([old_root, *path] if old & (old - 1) == 0 else path)
    node, last = old - 1, size - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    seed = next(links, None)
    if seed is None:
        return False
    before = after = seed
    for link in links:
        if last == 0:
            return False
        if node & 1 or node == last:
            before, after = node_hash(link, before), node_hash(link, after)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            after = node_hash(after, link)
        node, last = node >> 1, last >> 1
    return last == 0 and before == old_root and after == new_root


class Frontier:
    """The right edge of a growing tree: the root of each complete subtree that has no complete parent, by level."""

    def __init__(self, size: int = 0, peaks: dict[int, bytes] | None = None) -> None:
        self.size = size
        self.peaks = dict(peaks or {})

    def root(self) -> bytes:
        """Return the root of the tree as it stands."""
        return fold([self.peaks[level] for level in sorted(self.peaks, reverse=True)])

    def extend(self, hashes: Sequence[bytes]) -> Completed:
        """Add leaf hashes and return what became complete: level -> (position of the first, hashes); level 0 first.

        Only the peaks that get a parent are needed in `peaks`; the root can be asked for where all are.
        """
        completed: Completed = {}
        level, first, row = 0, self.size, list(hashes)
        self.size += len(row)
        while row:
            completed[level] = (first, row)
            if first & 1:
                row = [self.peaks.pop(level), *row]
            if len(row) & 1:
                self.peaks[level] = row[-1]
            level, first, row = level + 1, first >> 1, _parents(row)
        return completed


def _parents(row: list[bytes]) -> list[bytes]:
    pairs = iter(row)
    return [sha256(b"\x01" + left + right).digest() for left, right in zip(pairs, pairs, strict=False)]


def _split(width: int) -> int:
    """Return the largest power of two smaller than the width (the k of RFC 6962)."""
    return 1 << (width - 1).bit_length() - 1


def _are_hashes(values: Sequence[bytes]) -> bool:
    return all(len(value) == HASH_SIZE for value in values)
