"""The pictures that a Markdown text asks for: found with their lines and words, and given other addresses."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

# Lengths are bounded, for else a text of openings without an end would be searched anew from each of them.
PICTURE = re.compile(
    r"!\[(?P<alt>[^\]\n]{0,500})\]\(\s{0,9}<?(?P<address>[^)>\s]{0,2000})"
    r"|<img\b[^>]{0,500}?\bsrc\s{0,9}=\s{0,9}[\"']?(?P<src>[^\"'\s>]{0,2000})",
    re.IGNORECASE,
)
ALT = re.compile(r"<img\b[^>]{0,2500}?\balt\s{0,9}=\s{0,9}(?:\"([^\"]{0,500})\"|'([^']{0,500})')", re.IGNORECASE)
FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
CODE = re.compile(r"`[^`\n]{1,500}`")
REMOTE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)


class Picture(NamedTuple):
    """A picture that a text asks for: on which line (counted from 1), from which address, and what is said of it."""

    line: int
    address: str
    words: str = ""

    @property
    def is_remote(self) -> bool:
        """Tell whether the picture lies on another computer."""
        return bool(REMOTE.match(self.address))


def pictures(source: str) -> list[Picture]:
    """Return the pictures that a text asks for, in order; what stands in code is no picture."""
    return list(_each(source))


def addresses(*sources: str) -> set[str]:
    """Return the addresses of the pictures that texts ask for and that lie on no other computer."""
    return {picture.address for source in sources for picture in _each(source) if not picture.is_remote}


def readdressed(source: str, new: Mapping[str, str]) -> str:
    """Return a text with other addresses (by the old one) for its pictures, and not another sign changed."""
    pieces: list[str] = []
    at = 0
    for match in PICTURE.finditer(without_code(source)):
        group = "address" if match["address"] is not None else "src"
        start, end = match.span(group)
        pieces += [source[at:start], new.get(source[start:end], source[start:end])]
        at = end
    return "".join([*pieces, source[at:]])


def without_code(source: str) -> str:
    """Return a text as long as before, with blanks for what stands in code."""
    lines: list[str] = []
    fence = ""
    for line in source.split("\n"):
        mark = FENCE.match(line)
        if fence:
            lines.append(" " * len(line))
            if mark and mark[1].startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
        elif mark:
            fence = mark[1]
            lines.append(" " * len(line))
        else:
            lines.append(CODE.sub(lambda code: " " * len(code[0]), line))
    return "\n".join(lines)


def _each(source: str) -> Iterator[Picture]:
    plain = without_code(source)
    line, at = 1, 0
    for match in PICTURE.finditer(plain):
        line, at = line + plain.count("\n", at, match.start()), match.start()
        if match["address"] is not None:
            yield Picture(line, match["address"], match["alt"].strip())
        else:
            yield Picture(line, match["src"] or "", _alt(plain, match.start()))


def _alt(source: str, start: int) -> str:
    found = ALT.match(source, start)
    return ((found[1] or found[2] or "") if found else "").strip()
