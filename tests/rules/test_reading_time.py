"""How long the shipped handbook takes to read, by layer, for people at the counter."""

import lxml.html

from handbook.core.markdown import render
from handbook.rules.checks import read_tree
from handbook.rules.sections import cut
from handbook.settings import ROOT

WORDS_A_MINUTE = 180


def test_sentence_and_example_take_less_than_ten_minutes_at_the_counter():
    short, whole = minutes("counter")
    print(f"\nReading at the counter: {short:.1f} minutes for sentence and example, {whole:.1f} for all layers")
    assert 0 < short < 10
    assert whole > short


def minutes(profile: str) -> tuple[float, float]:
    """Return the minutes for title, sentence and example, and for all layers, of what a profile reads in English."""
    frame, folders = read_tree(ROOT / "rules")
    reads = set(next(one.reads for one in frame.profiles if one.id == profile))
    mine = [one for one in folders["en"].sources if reads & set(one.audience)]
    short = whole = 0
    for one in mine:
        html = render(one.body, one.id)
        parts = cut(html, one.kind)
        short += count(f"{parts.title_html} {parts.sentence} {parts.example_at} {parts.example}")
        whole += count(html)
    return short / WORDS_A_MINUTE, whole / WORDS_A_MINUTE


def count(html: str) -> int:
    """Return how many words a reader sees; blanks part them."""
    return len(lxml.html.fromstring("<div>{}</div>".format(html.replace("<", " <"))).text_content().split())
