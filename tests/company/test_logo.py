"""The company's logo: chosen by the administrator, written anew, kept with who chose it when."""

import io
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from handbook.company import operations, queries
from handbook.company.models import CompanyProfile
from handbook.core import flood
from handbook.core.db import db
from handbook.core.errors import Invalid
from handbook.core.transaction import transaction
from tests import paintings
from tests.browser_like import Visitor

pytestmark = pytest.mark.database
SignIn = Callable[[str], Visitor]


@pytest.fixture
def inese(client_of: SignIn) -> Visitor:
    flood.forget()
    return client_of("inese")


def choose(browser: Visitor, data: bytes, expect: int = 200) -> None:
    """Send the form with a logo."""
    browser.get("/settings")
    form = dict(browser.form("/settings/logo").form_values()) | {"file": (io.BytesIO(data), "logo.png")}
    browser.page = browser.client.post("/settings/logo", data=form, follow_redirects=True)
    assert browser.page.status_code == expect, browser.words()


def wide() -> bytes:
    return paintings.written(paintings.drawing(400, 60), "PNG")


def in_the_head(browser: Visitor) -> list[str]:
    """Return the addresses of the pictures in the head of the page seen last."""
    return [str(one) for one in browser.tree().xpath("//header//img/@src")]


def test_without_a_logo_the_name_stands_beside_a_mark(inese: Visitor):
    inese.get("/settings")
    assert in_the_head(inese) == []
    assert inese.tree().xpath("//a[@class='brand']//*[local-name()='svg']")
    assert "There is no logo yet" in inese.words()


def test_a_logo_is_chosen_changed_and_taken_away_and_all_of_it_is_remembered(app: Flask, inese: Visitor):
    choose(inese, wide())
    (first,) = in_the_head(inese)
    choose(inese, paintings.jpeg())
    (second,) = in_the_head(inese)
    assert first != second
    inese.submit("/settings/logo/remove")
    assert in_the_head(inese) == []
    shown = inese.tree().xpath("//main//li//img/@src")
    assert shown == [second, first]  # the newest first
    assert inese.words().count("Inese Kalniņa, administrator") == 3
    assert inese.client.get(first).status_code == 200  # a page that was kept for a minute still asks for it
    with app.app_context():
        rows = db.session.scalars(select(CompanyProfile).order_by(CompanyProfile.from_at)).all()
        assert [(row.name, row.contact, row.second_step) for row in rows] == [
            ("Lotus & Linden", "personnel@lotus-linden.example", False)
        ] * 4


def test_the_same_logo_once_more_is_no_change(app: Flask, inese: Visitor):
    choose(inese, wide())
    choose(inese, wide())
    assert "This is the logo already." in inese.words()
    with app.app_context():
        assert len(queries.logo_changes(1)[0]) == 1


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no picture that can be read"),
        (paintings.png_bomb(), "12 million points"),
        (b"x" * (operations.LARGEST_LOGO + 1), "more than 1 MB"),
    ],
    ids=["svg", "bomb", "too large"],
)
def test_what_is_no_logo_is_refused_beside_the_field(inese: Visitor, data: bytes, words: str):
    choose(inese, data, 400)
    said = inese.tree().xpath("//*[@id='file-error']")[0].text_content()
    assert words in said
    assert in_the_head(inese) == []


def test_the_company_asks_the_database_once_with_and_without_a_logo(context: Flask, counting: Callable[[], object]):
    with counting() as without:  # type: ignore[attr-defined]
        assert queries.company().logo is None
    logo = operations.bring_logo(wide())
    with transaction():
        assert operations.change_logo("test", logo)
    with counting() as with_logo:  # type: ignore[attr-defined]
        assert queries.company().logo == logo
    assert len(without) == len(with_logo) == 1


def test_a_long_history_has_pages(context: Flask):
    for shade in range(queries.CHANGES_ON_A_PAGE + 1):
        logo = queries.Logo(f"{shade:064x}", "image/png", 10, 10)
        with transaction():
            operations.change_logo("test", logo)
    first, more = queries.logo_changes(1)
    last, no_more = queries.logo_changes(2)
    assert (len(first), more, len(last), no_more) == (queries.CHANGES_ON_A_PAGE, True, 1, False)


def test_a_logo_is_written_anew_like_every_picture(context: Flask):
    logo = operations.bring_logo(paintings.told_of_place(6))
    assert (logo.media_type, logo.width, logo.height) == ("image/jpeg", 80, 120)
    assert b"Exif" not in queries.logo_bytes(logo)
    with pytest.raises(Invalid, match="moves"):
        operations.bring_logo(paintings.moving())
