"""Nothing in a text runs in a page or fetches anything: judged by another parser than the sanitiser's."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import pytest

from handbook.core.errors import Invalid
from handbook.core.markdown import render, warm_up
from tests.core import hostile_markdown as hostile
from tests.core.second_reader import slips_in, strangers_in

LEFT_THE_PROCESS = ("open", "socket.", "subprocess.", "os.exec", "os.system", "urllib.", "ftplib.", "http.")


@pytest.fixture(scope="module", autouse=True)
def _warm() -> None:
    warm_up()


def rendered(text: str) -> str:
    """Return the HTML, or nothing where the text was refused."""
    try:
        return render(text, "here")
    except Invalid as refusal:
        if "invisible control character" not in str(refusal):
            raise
        return ""


def faults_of(texts: Iterable[str]) -> dict[str, list[str]]:
    """Return the texts that leave something in the page which may not be there."""
    pages = {text: rendered(text) for text in texts}
    found = {text: strangers_in(html) + slips_in(html) for text, html in pages.items()}
    return {text: faults for text, faults in found.items() if faults}


@contextmanager
def watched() -> Iterator[list[str]]:
    """Note every file, connection and program that this process opens meanwhile."""
    seen: list[str] = []
    watching = [True]

    def note(event: str, arguments: tuple[object, ...]) -> None:
        if watching and event.startswith(LEFT_THE_PROCESS):
            seen.append(f"{event} {arguments[:1]}")

    sys.addaudithook(note)
    try:
        yield seen
    finally:
        watching.clear()


def test_the_second_reader_sees_what_a_sanitiser_must_not_let_through():
    for bad in (
        "<script>x</script>",
        "<p onclick=x>",
        "<a href='javascript:x'>",
        "<img src=x>",
        "\u202ea",
        "<p class=x>",
    ):
        assert strangers_in(bad), bad
    assert strangers_in("<p id='a'><a href='https://host.example' rel='noopener noreferrer'>x</a></p>") == []


def test_no_script_survives_and_what_is_left_is_well_formed():
    texts = list(hostile.scripts())
    assert len(texts) > 900
    assert faults_of(texts) == {}


@pytest.mark.parametrize("around", hostile.AROUND[1:])
def test_no_script_survives_inside_of_something_else(around: str):
    assert faults_of(around.format(text) for text in hostile.SCRIPTS) == {}


def test_a_page_asks_for_nothing_and_making_it_opens_nothing():
    texts = list(hostile.fetches("127.0.0.1:9"))
    assert len(texts) > 300
    with watched() as seen:
        found = faults_of(texts)
    assert seen == []
    assert found == {}


def test_words_of_a_script_that_is_told_of_stay_words():
    assert "&lt;script&gt;" in render("Never write `<script>` or &lt;script&gt; here.")
    assert "&lt;your name&gt;" in render("Say: my name is <your name>.")
