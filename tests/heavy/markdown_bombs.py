"""Markdown that would take for ever, fill the memory or bury a reader: what each is, and how it has to end."""

import base64
import zlib
from struct import pack

# Those of SLOW that are nested too deeply for any reader: refused in words however fast the computer is.
TOO_DEEP = ("tags in tags", "Markdown in tags", "emphasis in emphasis")
# Those of SLOW that would burst a paper, and come out without what is dangerous in them.
TAME = (
    "one cell over all columns",
    "a drawing that uses itself",
    "variables of variables",
    "a picture of 64 million points",
    "a picture in a drawing",
)


def _drawing(depth: int) -> str:
    parts = ['<g id="u0"><path d="M0 0h1v1z"/></g>']
    parts += [f'<g id="u{n}">' + f'<use href="#u{n - 1}"/>' * 10 + "</g>" for n in range(1, depth)]
    return f"<svg>{''.join(parts)}<use href='#u{depth - 1}'/></svg>"


def _variables(depth: int) -> str:
    lines = ["--v0: 1px 1px;"] + [f"--v{n}: {f'var(--v{n - 1}) ' * 10};" for n in range(1, depth)]
    return f"<p style='{' '.join(lines)} margin: var(--v{depth - 1})'>x</p>"


def _wide_picture(side: int) -> str:
    rows = zlib.compress(bytes((side // 8 + 1) * side), 9)
    head = pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", rows), (b"IEND", b""))
    png = b"\x89PNG\r\n\x1a\n" + b"".join(
        pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )
    return f"![x](data:image/png;base64,{base64.b64encode(png).decode()})"


# What it is: the text, and the words by which the refusal names the limit.
TOO_MUCH = {
    "150 quotations in quotations": ("> " * 150 + "x", "20 deep"),
    "1000 stars for lists in lists": ("* " * 1000 + "x", "20 deep"),
    "1000 numbers for lists in lists": ("1. " * 1000 + "x", "20 deep"),
    "lists in lists, line by line": ("\n".join("    " * n + "- x" for n in range(60)), "20 deep"),
    "a list of 5000": ("- x\n" * 5000, "list items"),
    "a list of 5000 in tags": ("<ul>" + "<li>x" * 5000 + "</ul>", "list items"),
    "a table of 10,000 cells": ("|a" * 100 + "|\n" + "|-" * 100 + "|\n" + ("|x" * 100 + "|\n") * 100, "table cells"),
    "a table of 10,000 cells in tags": ("<table><tr>" + "<td>x" * 10_000 + "</table>", "table cells"),
    "4000 stars on each side": ("*" * 4000 + "a" + "*" * 4000, "run of"),
    "rising back-ticks": ("".join("`" * n + "a" for n in range(600)), "run of"),
    "5000 brackets": ("[" * 5000, "run of"),
    "10,000 beginnings of pictures": ("![" * 10_000, "run of"),
    "brackets that never close": ("[a" * 50_000, "Close the brackets"),
    "tags that never close": ("<a " * 50_000, "Close the brackets"),
    "fences of every length": ("".join("`" * (n % 50 + 3) + f"x{n}\n" for n in range(3000)), "code fences"),
    "emphasis, 100,000 times": ("*a_" * 100_000, "256 KB"),
    "900 KB of words": ("words " * 150_000, "256 KB"),
    "a turned line": ("a\u202ecod.exe", "U+202E"),
    "a null": ("a\x00b", "U+0000"),
    "half a letter": ("\ud800", "U+D800"),
}
# What no look at the source foresees; some are stopped, others take their time and come out.
SLOW = {
    "emphasis, 80,000 times": "*a_" * 80_000,
    "emphasis opened and never closed": "*a **b " * 30_000,
    "underlines inside words": "_a" * 100_000,
    "emphasis in emphasis": "*a **b " * 5000 + "c** d*" * 5000,
    "names of links": "[a]: b\n" * 30_000,
    "links by name": "[a][b] " * 30_000 + "\n\n[b]: c",
    "links in links": "[a](b " * 290 + "\n\n" + ("[a](b " * 290 + "\n\n") * 100,
    "addresses that never end": ("[a](<b" * 190 + "\n\n") * 100,
    "brackets in paragraphs": ("[a" * 299 + "\n\n") * 400,
    "brackets in brackets": "[[[[[[[[a]]]]]]]]" * 12_000,
    "footnotes": "a[^1] " * 30_000 + "\n\n[^1]: b",
    "footnotes of their own": "".join(f"a[^{n}]\n\n[^{n}]: b\n\n" for n in range(8000)),
    "short words": "".join(f"*[a{n}]: b\n" for n in range(8000)) + "a1 a2 " * 25_000,
    "headings": "# a\n" * 60_000,
    "underlined headings": "a\n=\n\n" * 50_000,
    "named signs": "&amp;" * 50_000,
    "numbered signs": "&#38;" * 50_000,
    "backslashes": "\\* " * 80_000,
    "code": "`a` " * 60_000,
    "comments": "<!-- a " * 190 + "\n\n" + "<!-- a -->\n\n" * 15_000,
    "declarations": "<![CDATA[" * 20 + "<!a " * 100 + "<?a " * 50 + "x" * 200_000,
    "tags in tags": "<div>" * 190 + "x",
    "tags in tags, closed": "<b>" * 20_000 + "x" + "</b>" * 20_000,
    "Markdown in tags": "<div markdown='1'>\n" * 150 + "*x*\n" + "</div>\n" * 150,
    "attributes": "x\n{: .a .b .c }\n\n" * 12_000,
    "attributes of one": "x {" + " .a" * 80_000 + "}",
    "notes in notes": "\n".join("    " * n + "!!! note" for n in range(60)),
    "notes": "!!! note\n    x\n\n" * 15_000,
    "terms": "a\n: b\n\n" * 30_000,
    "quotations": "> a\n\n" * 50_000,
    "rules": "---\n\n" * 50_000,
    "mail addresses": "<a@b.example>" * 18_000,
    "web addresses": "<http://a.example>" * 13_000,
    "a long word": "a" * 260_000,
    "a long line of words": "a " * 130_000,
    "line ends": "a  \n" * 65_000,
    "a tag in the words of a tag": "<p title='<" + "a" * 200_000 + "<'>x</p>",
    "items deeper and back": "".join("  " * (n % 9) + "- x\n" for n in range(1900)),
    "blanks": "a" + " " * 4000 + "b\n" * 1000,
    "invisible joiners": "\u200d\u200c" * 40_000,
    "accents on one letter": "e" + "\u0301" * 100_000,
    "words from right to left": "\u2067א" * 40_000,
    "one cell over all columns": "<table><tr><td colspan=65534 rowspan=65534>x</table>",
    "a drawing that uses itself": _drawing(12),
    "variables of variables": _variables(12),
    "a picture of 64 million points": _wide_picture(8000),
    "a picture in a drawing": "<svg><image href='data:image/png;base64,AAAA' width='1e9'/></svg>",
}
