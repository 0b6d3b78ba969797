"""Texts that would take for ever or fill the memory are stopped within the limits, and the next job is served."""

import pytest

from handbook.core.sandbox import Limits, SandboxFailed
from handbook.documents import seal
from tests.documents import papers

TIGHT = Limits(cpu_seconds=2, wall_seconds=8, memory_mb=192)


def uses(depth):
    parts = ['<g id="u0"><path d="M0 0h1v1z"/></g>']
    parts += [f'<g id="u{n}">' + f'<use href="#u{n - 1}"/>' * 10 + "</g>" for n in range(1, depth)]
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>t</title>{"".join(parts)}<use href="#u{depth - 1}"/></svg>'


def variables(depth):
    lines = ["--v0: 1px 1px;"] + [f"--v{n}: {f'var(--v{n - 1}) ' * 10};" for n in range(1, depth)]
    return f'<p style="{" ".join(lines)} margin: var(--v{depth - 1})">x</p>'


BOMBS = {
    "quotations in quotations": "<blockquote>" * 400 + "x",
    "lists in lists": "<ul><li>" * 400 + "x",
    "spans in spans": "<span>" * 3000 + "x",
    "one cell over all columns": "<table><tr><td colspan=65534>x</table>",
    "one cell over all rows": "<table>" + "<tr><td rowspan=65534>x" * 200 + "</table>",
    "a drawing that uses itself": uses(12),
    "variables of variables": variables(12),
    "a picture of many points": f'<img alt="a" src="{papers.written_out(papers.picture(8000, 8000)[0])}">',
    "a picture that stays small but fills the page": f'<img alt="a" src="{papers.written_out(papers.picture(4, 4)[0])}" '
    'style="width: 1e9mm; height: 1e9mm">',
    "a list of a hundred thousand": "<ol>" + "<li>x" * 100_000,
    "a word of a million letters": "<p>" + "క్షి" * 300_000,
    "pages without end": '<p style="break-before: page">x</p>' * 4000,
    "a margin beyond reason": '<p style="margin-top: 1e12mm">x</p>' * 50,
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_in_words_and_the_next_text_is_rendered(name):
    try:
        seal.render_document(papers.handbook("en", BOMBS[name]), papers.CSS, limits=TIGHT)
    except SandboxFailed as failure:
        assert failure.reason in ("time", "memory", "refused")
        assert str(failure).endswith(".") or "pages" in str(failure) or ":" in str(failure)
    else:
        assert name in HARMLESS
    assert seal.render_document(papers.handbook("en"), papers.CSS).page_count == 2


HARMLESS = {"spans in spans", "one cell over all rows", "a margin beyond reason", 
            "a picture that stays small but fills the page"}  # fmt: skip
