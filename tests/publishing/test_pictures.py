"""Pictures for those who write the handbook: brought on a page of their own, named in a line, shown in the preview."""

import io
import re
from typing import Any

import lxml.html
import pytest
from flask import Flask
from werkzeug.test import TestResponse

from handbook.core import flood
from handbook.core.db import new_id
from handbook.core.transaction import transaction
from handbook.rules import operations, queries
from handbook.rules.models import HandbookPicture
from tests import paintings
from tests.browser_like import Visitor
from tests.publishing.desks import ARGUE, add, error_of, words_of
from tests.publishing.test_editor_preview import SignIn, shown
from tests.rules.editing import change

pytestmark = pytest.mark.database
PAGE = "/handbook/draft/pictures"
WORDS = "The counter, seen from the door"
LINE = f"![{WORDS}](pictures/our-counter.jpg)"


@pytest.fixture
def meera(client_of: SignIn) -> Visitor:
    flood.forget()
    return client_of("meera")


def bring(browser: Visitor, data: bytes | None = None, expect: int = 200, **fields: Any) -> TestResponse:
    """Send the form with a picture, as a browser without scripts does."""
    browser.get(PAGE)
    form = dict(browser.form(PAGE).form_values()) | {"words": WORDS} | fields
    form["file"] = (io.BytesIO(data or paintings.jpeg()), fields.get("name", "Our Counter.jpeg"))
    form.pop("name", None)
    browser.page = browser.client.post(PAGE, data=form, follow_redirects=True)
    assert browser.page.status_code == expect, browser.words()[:1500]
    return browser.page


def test_a_picture_is_brought_and_its_line_can_be_copied(meera: Visitor):
    meera.get(PAGE)
    assert "No picture yet" in meera.words()
    bring(meera)
    assert meera.tree().xpath("//code/text()") == [LINE]
    (picture,) = meera.tree().xpath("//main//img")
    assert picture.get("alt") == WORDS
    answer = meera.client.get(picture.get("src"))
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert "Meera Nair, HR" in meera.words()


def test_the_line_shows_the_picture_in_the_preview_and_is_saved(meera: Visitor):
    bring(meera)
    meera.get(ARGUE)
    answer = shown(meera, words_of(meera) + f"\n{LINE}\n")
    page = lxml.html.fromstring(answer.text).get_element_by_id("preview")
    (picture,) = page.xpath(".//img")
    assert picture.get("src").startswith("/handbook/pictures/")
    assert "img-src 'self'" in answer.headers["Content-Security-Policy"]
    add(meera, LINE)
    assert LINE in words_of(meera)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("![](pictures/our-counter.jpg)", "Say in words what the picture shows"),
        ("![A door](pictures/door.jpg)", "There is no picture pictures/door.jpg"),
        ("![A counter](our-counter.jpg)", "Write pictures/our-counter.jpg"),
        ("![A counter](/etc/hostname)", "There is no picture /etc/hostname"),
    ],
)
def test_the_author_is_told_in_which_line_a_picture_is_wrong(meera: Visitor, line: str, words: str):
    bring(meera)
    meera.get(ARGUE)
    number = len(words_of(meera).split("\n")) + 1
    add(meera, line, 400)
    said = error_of(meera, "body")
    assert words in said
    assert said.startswith("Line ")
    assert abs(int(re.findall(r"Line (\d+)", said)[0]) - number) <= 1


def test_a_line_that_shows_nothing_stands_in_code(meera: Visitor):
    meera.get(ARGUE)
    add(meera, "Write `![A door](pictures/door.jpg)` to show a door.")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no picture that can be read"),
        (paintings.png_bomb(), "12 million points"),
        (paintings.moving(), "moves"),
    ],
    ids=["svg", "bomb", "moving"],
)
def test_what_is_no_picture_is_refused_beside_the_field_and_nothing_is_kept(
    app: Flask, meera: Visitor, data: bytes, words: str
):
    bring(meera, data, 400)
    assert words in error_of(meera, "file")
    with app.app_context():
        assert queries.picture_names() == set()


def test_the_words_are_asked_for(meera: Visitor):
    bring(meera, expect=400, words="  ")
    assert "Say in words" in error_of(meera, "words")


def test_the_same_picture_under_another_name_is_kept_once(app: Flask, meera: Visitor):
    bring(meera)
    bring(meera, name="again.jpg")
    assert "This very picture is there already; its name is our-counter.jpg." in meera.page.text
    bring(meera, paintings.jpeg(shade=200))
    with app.app_context():
        assert queries.picture_names() == {"our-counter.jpg", "our-counter-2.jpg"}


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "C:\\Pictures\\...", "ఫోటో.jpg", "", "a" * 300 + ".png", "x](y).jpg"]
)
def test_whatever_a_file_is_called_its_picture_gets_a_name_for_texts(app: Flask, meera: Visitor, name: str):
    bring(meera, name=name or "blob")
    with app.app_context():
        (kept,) = queries.picture_names()
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*\.jpg", kept)
    assert len(kept) <= 70


def test_brackets_in_the_words_do_not_break_the_line(meera: Visitor):
    bring(meera, words="The counter [left]\nand the door")
    assert meera.tree().xpath("//code/text()") == ["![The counter (left) and the door](pictures/our-counter.jpg)"]


def test_the_list_takes_as_many_queries_with_one_picture_as_with_fifty(app: Flask, meera: Visitor, counting: Any):
    bring(meera)
    with app.app_context(), counting() as few:
        meera.get(PAGE)
    with app.app_context():
        with transaction() as session:
            session.add_all(
                HandbookPicture(sha256=f"{number:064x}", given_sha256=new_id(), name=f"noise-{number}.png",
                                media_type="image/png", width=1, height=1, size=1, words="x", added_by="noise")
                for number in range(50)
            )  # fmt: skip
        with counting() as many:
            meera.get(PAGE)
    assert len(few) == len(many)
    assert len(meera.tree().xpath("//main//img")) == queries.PICTURES_ON_A_PAGE
    meera.get(f"{PAGE}?page=3")
    assert len(meera.tree().xpath("//main//img")) == 3


def test_two_people_who_bring_one_name_at_once_lose_no_picture(context: Flask):
    one = operations.bring_picture(paintings.jpeg(), "door.jpg", "A door")
    other = operations.bring_picture(paintings.jpeg(shade=200), "door.jpg", "Another door")
    with transaction():
        operations.keep_picture("test", one)
    with pytest.raises(Exception, match="same name"), transaction():
        operations.keep_picture("test", other)
    again = operations.bring_picture(paintings.jpeg(shade=200), "door.jpg", "Another door")
    with transaction():
        assert operations.keep_picture("test", again).name == "door-2.jpg"


def test_the_checks_of_the_draft_name_the_line_of_a_picture_that_lacks_words(app: Flask, meera: Visitor):
    bring(meera)
    with app.app_context():
        change("never-argue", "## Why", "![](pictures/our-counter.jpg)\n\n![A door](pictures/door.jpg)\n\n## Why")
    meera.get("/handbook/draft/checks")
    assert "Say in words what the picture shows: ![What it shows](pictures/our-counter.jpg)." in meera.words()
    assert "There is no picture pictures/door.jpg." in meera.words()
