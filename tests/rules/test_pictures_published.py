"""What readers, papers and the verification make of a picture in an edition, and of the company's logo on its cover."""

import io
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pikepdf
import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import text

from handbook.app import create_app
from handbook.company import operations as company
from handbook.core import guards
from handbook.core.db import db
from handbook.core.markdown import render_apart
from handbook.core.transaction import transaction
from handbook.documents.queries import store
from handbook.ledger.verification import verify
from handbook.rules import operations, queries
from tests import paintings
from tests.browser_like import Visitor
from tests.conftest import POSTGRES, Template, _running
from tests.rules.files import rule, whole_body, write_tree

pytestmark = pytest.mark.database
ALT = "The counter, seen from the door"
SignIn = Callable[[str], Visitor]


@pytest.fixture(scope="module")
def illustrated(bare_template: Template, tmp_path_factory: pytest.TempPathFactory) -> Template:
    """An installation with a logo and one edition, whose one rule shows one picture."""
    tmp_path = tmp_path_factory.mktemp("illustrated")
    folder = tmp_path / "data"
    settings = bare_template.copy(folder)
    app = create_app(settings)
    with app.app_context():
        body = whole_body("Greet all").replace("\n\n> **At", f"\n\n![{ALT}](pictures/counter.jpg)\n\n> **At")
        tree = write_tree(tmp_path / "rules", {"en/greet-all.md": rule("greet-all", body)})
        (tree / "pictures").mkdir()
        (tree / "pictures/counter.jpg").write_bytes(paintings.jpeg(2400, 1600))
        logo = company.bring_logo(paintings.written(paintings.drawing(), "PNG"))
        with transaction():
            company.change_logo("test", logo)
        operations.import_tree("test", tree)
        operations.publish("test", "With a picture.")
        db.session.remove()
        db.engine.dispose()
    return Template(folder, settings.database.rpartition("/")[2].partition("?")[0] if POSTGRES else "")


@pytest.fixture
def app(illustrated: Template, tmp_path: Path) -> Iterator[Flask]:
    """An application of this test's own, with the picture and the logo."""
    yield from _running(illustrated.copy(tmp_path / "data"))


def the_picture() -> str:
    """Return the SHA-256 of the one picture."""
    (name,) = queries.manifest(queries.edition(1).id)["pictures"]
    return str(name)


def address(app: Flask) -> str:
    """Return the address of the one picture on pages."""
    with app.app_context():
        return f"/handbook/pictures/{the_picture()}.jpg"


def the_paper(folder: Path) -> Path:
    """Return the paper of the edition as a file."""
    file = folder / "handbook.pdf"
    file.write_bytes(queries.pdf(queries.page(queries.edition(1).id, "everyone", "en")))
    return file


def figures_of(file: Path) -> list[str]:
    """Return what the structure of a paper says of each of its figures."""
    with pikepdf.open(file) as pdf:
        return [str(one.get("/Alt", "")) for one in _elements(pdf.Root.StructTreeRoot) if one.get("/S") == "/Figure"]


def _elements(node: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary):
            yield kid
            yield from _elements(kid)


def test_the_paper_holds_each_picture_once_with_its_words(context: Flask, tmp_path: Path) -> None:
    paper = the_paper(tmp_path)
    figures = figures_of(paper)
    assert figures.count(ALT) == 1
    assert len(figures) == 2  # and the logo on the cover
    assert all(figures)
    listed = subprocess.run(["pdfimages", "-list", paper], capture_output=True, text=True, check=True).stdout
    sizes = [line.split()[3:5] for line in listed.splitlines()[2:] if line.split()[2] == "image"]
    assert sizes.count(["1600", "1067"]) == 1
    assert sizes.count(["120", "80"]) == 1
    assert b"/URI" not in paper.read_bytes()


def test_a_published_paper_keeps_the_logo_of_its_day(context: Flask, tmp_path: Path) -> None:
    before = the_paper(tmp_path).read_bytes()
    with transaction():
        company.change_logo("test", None)
    assert the_paper(tmp_path).read_bytes() == before


def test_a_reader_gets_the_picture_that_the_page_names(app: Flask, client_of: SignIn) -> None:
    asha = client_of("asha")
    for page in ("/handbook/1/en/greet-all", "/handbook/1/en/print"):
        asha.get(page)
        (shown,) = asha.tree().xpath("//main//img")
        assert (shown.get("src"), shown.get("alt"), shown.get("width")) == (address(app), ALT, "1600")
        assert "Two walk in." in asha.words()  # what follows the picture, before the first part
    answer = asha.client.get(address(app))
    assert Image.open(io.BytesIO(answer.data)).size == (1600, 1067)
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    again = asha.client.get(address(app), headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_a_name_that_nobody_has_is_answered_like_one_that_is_almost_right(app: Flask, client_of: SignIn) -> None:
    asha, right = client_of("asha"), address(app)
    wrong = [right.replace(".jpg", ".png"), right.removesuffix(".jpg"), "/handbook/pictures/x", right.upper()[:-4]]
    wrong += [f"/handbook/pictures/{'0' * 64}.jpg", "/handbook/pictures/..%2f..%2fsession.key"]
    answers = [asha.client.get(one) for one in wrong]
    assert {answer.status_code for answer in answers} == {404}


def test_who_may_not_read_gets_no_picture(app: Flask, visitor: Visitor, client_of: SignIn) -> None:
    assert visitor.client.get(address(app)).status_code == 302
    assert client_of("viktor").client.get(address(app)).status_code == 403


def test_the_logo_stands_on_every_page_and_the_name_beside_it(app: Flask, visitor: Visitor) -> None:
    visitor.get("/sign-in?lang=en")
    (logo,) = visitor.tree().xpath("//header//img")
    assert logo.get("alt") == ""  # the name follows, and would else be read twice
    assert "Lotus & Linden" in visitor.tree().xpath("//a[@class='brand']")[0].text_content()
    answer = visitor.client.get(logo.get("src"))
    assert Image.open(io.BytesIO(answer.data)).size == (120, 80)
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert visitor.client.get(logo.get("src").replace(".png", ".jpg")).status_code == 404
    # A picture of the handbook is no logo: who is not signed in gets none by that way.
    assert visitor.client.get(f"/company/logo/{address(app).rpartition('/')[2]}").status_code == 404


def test_an_untouched_installation_is_whole(context: Flask) -> None:
    assert verify().faults == []


@pytest.mark.parametrize("how", ["another picture", "one bit", "lost"])
def test_a_picture_that_was_changed_on_the_disk_is_found(context: Flask, how: str) -> None:
    file = store().path(the_picture())
    data = bytearray(file.read_bytes())
    data[-20] ^= 1
    file.chmod(0o640)
    if how == "lost":
        file.unlink()
    else:
        file.write_bytes(bytes(data) if how == "one bit" else paintings.jpeg())
    assert ["picture counter.jpg" in fault for fault in verify().faults] == [True]


@pytest.mark.parametrize("column", ["source_sha256", "html_sha256", "pdf_sha256"])
def test_a_page_or_paper_that_was_changed_on_the_disk_is_found(context: Flask, column: str) -> None:
    file = store().path(getattr(queries.page(queries.edition(1).id, "everyone", "en"), column))
    file.chmod(0o640)
    file.write_bytes(file.read_bytes() + b" ")
    assert len(verify().faults) == 1


@pytest.mark.parametrize(
    "change",
    ["SET name = 'door.jpg'", "SET width = 1", "SET media_type = 'image/png'", "SET size = 1", "SET sha256 = 'ab'"],
)
def test_a_changed_row_of_a_picture_is_found(context: Flask, change: str) -> None:
    with db.engine.begin() as connection:
        guards.remove(connection)
        assert connection.execute(text(f"UPDATE picture {change}")).rowcount == 1
    assert ["picture counter.jpg" in fault for fault in verify().faults] == [True]


def test_nobody_takes_a_picture_away(context: Flask) -> None:
    with pytest.raises(Exception, match="insert-only"), db.engine.begin() as connection:
        connection.execute(text("DELETE FROM picture"))


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:9/a.png",
        "//127.0.0.1:9/a.png",
        "file:///etc/hostname",
        "/etc/hostname",
        "../../../../etc/hostname",
        "data:image/png;base64,iVBORw0KGgo=",
        "asset:" + "0" * 64,
        "/handbook/pictures/" + "0" * 64 + ".png",
        "pictures/counter.jpg?x=http://127.0.0.1:9/",
    ],
)
def test_no_other_address_ever_becomes_a_picture(context: Flask, address: str) -> None:
    known = queries.pictures_shown(f"![x](pictures/counter.jpg) ![x]({address})")
    assert set(known) == {"pictures/counter.jpg"}
    for written in (f"![A trap]({address})", f'<img alt="A trap" src="{address}">'):
        (html,) = render_apart([("trap", written)], pictures=known)
        assert isinstance(html, str)
        assert "<img" not in html
        assert "A trap" in html
