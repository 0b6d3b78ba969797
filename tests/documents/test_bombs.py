"""Texts that would take for ever or fill the memory are stopped within the limits, and the next job is served."""

import pytest

from handbook.core.sandbox import Limits, SandboxFailed
from handbook.documents import seal
from tests.documents import papers

TIGHT = Limits(cpu_seconds=2, wall_seconds=8, memory_mb=192)


def uses(depth):
    parts = ['<g id="u0"><path d="M0 0h1v1z"/></g>']
    parts += [f'<g id="u{n}">' + f'<use href="#u{n - 1}"/>' * 10 + "</g>" for n in range(1, depth)]
    head = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>t</title>'
    return f'{head}{"".join(parts)}<use href="#u{depth - 1}"/></svg>'


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
    "a picture that fills the page": f'<img alt="a" style="width: 1e9mm; height: 1e9mm" '
    f'src="{papers.written_out(papers.picture(4, 4)[0])}">',
    "a list of a hundred thousand": "<ol>" + "<li>x" * 100_000,
    "a word of a million letters": "<p>" + "క్షి" * 300_000,
    "pages without end": '<p style="break-before: page">x</p>' * 4000,
    "a margin beyond reason": '<p style="margin-top: 1e12mm">x</p>' * 50,
}


HARMLESS = {"spans in spans", "one cell over all rows", "a margin beyond reason", "a picture that fills the page"}


def outcome(html):
    """Return how the rendering ended, and the words of a refusal."""
    try:
        seal.render_document(papers.handbook("en", html), papers.CSS, limits=TIGHT)
    except SandboxFailed as failure:
        return failure.reason, str(failure)
    return "rendered", ""


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_in_words_and_the_next_text_is_rendered(name):
    reason, words = outcome(BOMBS[name])
    assert reason in (("rendered", "time", "memory", "refused") if name in HARMLESS else ("time", "memory", "refused"))
    assert reason == "rendered" or len(words) > 30
    assert seal.render_document(papers.handbook("en"), papers.CSS).page_count == 2
