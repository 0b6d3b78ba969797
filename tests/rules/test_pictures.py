"""Pictures that lie beside the texts: taken along, named for ever, shown in pages and papers, given back on export."""

import shutil
from hashlib import sha256
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from handbook.core.db import db
from handbook.core.errors import Invalid
from handbook.documents.queries import store
from handbook.rules import changes, checks, drafts, exporting, operations, queries
from handbook.rules.models import HandbookPicture
from handbook.rules.pictures import PictureRow
from tests import paintings
from tests.rules.files import rule, whole_body, write_tree

pytestmark = pytest.mark.database
WHO = "command line"
SHOWS = "![The counter, seen from the door](pictures/counter.jpg)"


@pytest.fixture
def shop(tree: Path) -> Path:
    """A handbook whose first rule shows the picture of a counter, which lies beside the languages."""
    show(tree, SHOWS)
    lay(tree / "pictures/counter.jpg")
    return tree


def show(tree: Path, *lines: str, rule_id: str = "greet-all", number: int = 1) -> int:
    """Write a rule that says this below its sentence, and return the line of its file on which that begins."""
    text = rule(rule_id, whole_body("Greet all").replace("\n\n> **At", "\n\n" + "\n\n".join(lines) + "\n\n> **At"),
                number=number)  # fmt: skip
    write_tree(tree, {f"en/{rule_id}.md": text}, None)
    return next(number for number, line in enumerate(text.split("\n"), 1) if line == lines[0])


def lay(path: Path, data: bytes | None = None) -> bytes:
    """Put a picture onto the disk."""
    data = data or paintings.jpeg()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return data


def kept() -> list[HandbookPicture]:
    """Return every picture that is kept, by name."""
    return list(db.session.scalars(select(HandbookPicture).order_by(HandbookPicture.name)))


def stored() -> list[Path]:
    """Return the files in the store."""
    return [path for path in store().root.glob("??/??/*") if path.is_file()]


def source(rule_id: str = "greet-all") -> str:
    """Return a rule of the draft in English."""
    return drafts.draft().texts[rule_id, "en"]


def refusal(tree: Path) -> str:
    """Import a folder that is refused, and return what is said."""
    with pytest.raises(Invalid) as caught:
        operations.import_tree(WHO, tree)
    assert drafts.draft().texts == {}
    assert kept() == []
    return "\n".join(caught.value.faults)


def test_a_picture_beside_the_texts_is_taken_along(bare: Flask, shop: Path) -> None:
    assert operations.import_tree(WHO, shop) == []
    (one,) = kept()
    assert (one.name, one.media_type, one.width, one.height) == ("counter.jpg", "image/jpeg", 320, 200)
    assert (one.words, one.added_by) == ("The counter, seen from the door", WHO)
    assert store().get(one.sha256) != (shop / "pictures/counter.jpg").read_bytes()
    assert SHOWS in source()


def test_a_folder_of_one_language_takes_the_pictures_above_it(bare: Flask, shop: Path) -> None:
    found = checks.read_language(shop / "en", "en")
    operations.import_texts(WHO, "en", found.sources, found.outline, found.pictures)
    assert [one.name for one in kept()] == ["counter.jpg"]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("![](pictures/counter.jpg)", "Say in words what the picture shows"),
        ("![The door](pictures/door.jpg)", "The picture pictures/door.jpg is not there."),
        ("![Up](../pictures/counter.jpg)", "The picture ../pictures/counter.jpg is not there."),
        ("![Up](pictures/../pictures/counter.jpg)", "is not there."),
        ("![Root](/etc/hostname)", "The picture /etc/hostname is not there."),
        ("![Hidden](pictures/.counter.jpg)", "is not there."),
        ("![Link](pictures/link.jpg)", "is not there."),
        ("![Linked folder](linked/counter.jpg)", "is not there."),
        ("![A drawing](pictures/drawing.svg)", "no picture that can be read"),
        ("![A bomb](pictures/bomb.png)", "12 million points"),
    ],
)
def test_an_author_is_told_which_line_shows_what_cannot_be_shown(
    bare: Flask, shop: Path, tmp_path: Path, line: str, words: str
) -> None:
    lay(shop / "pictures/.counter.jpg")
    lay(shop / "pictures/drawing.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>')
    lay(shop / "pictures/bomb.png", paintings.png_bomb())
    lay(tmp_path / "outside/counter.jpg")
    (shop / "pictures/link.jpg").symlink_to(tmp_path / "outside/counter.jpg")
    (shop / "linked").symlink_to(tmp_path / "outside")
    number = show(shop, line, SHOWS)
    said = refusal(shop)
    assert words in said
    assert said.startswith(f"en/greet-all.md:{number}: ")
    assert [str(one) for one in checks.check_tree(shop) if not one.warning] == [said]


def test_pictures_in_other_peoples_markdown_stop_nothing(bare: Flask, tmp_path: Path) -> None:
    shown = ("![The door](img/Our%20Door.PNG)", "![](img/Our%20Door.PNG)", "![Gone](../gone.png)", "![Bad](bad.png)")
    words = "\n\n".join(("# Doors", *shown)) + "\n"
    folder = write_tree(tmp_path / "theirs", {"doors.md": words}, None)
    lay(folder / "img/Our Door.PNG", paintings.written(paintings.drawing(), "PNG"))
    lay(folder / "bad.png", b"nothing")
    found = checks.read_language(folder, "en")
    warnings = [*found.warnings, *operations.import_texts(WHO, "en", found.sources, beside=found.pictures)]
    assert [(one.line, one.warning) for one in warnings] == [(5, True), (7, True), (9, True)]
    assert "![The door](pictures/our-door.png)" in source("doors")
    assert "![Gone](../gone.png)" in source("doors")


def test_two_files_of_one_picture_are_stored_once(bare: Flask, shop: Path) -> None:
    lay(shop / "en/here.jpg")
    show(shop, SHOWS, "![The same](here.jpg)")
    operations.import_tree(WHO, shop)
    (one,) = kept()
    assert len(stored()) == 1
    assert source().count(f"](pictures/{one.name})") == 2


def test_another_picture_of_the_same_name_gets_another_name(bare: Flask, shop: Path) -> None:
    operations.import_tree(WHO, shop)
    before = source()
    lay(shop / "pictures/counter.jpg", paintings.jpeg(shade=200))
    for _ in range(2):
        operations.import_tree(WHO, shop)
        assert source() == before.replace("counter.jpg", "counter-2.jpg")
        assert [one.name for one in kept()] == ["counter-2.jpg", "counter.jpg"]


def test_a_folder_that_comes_again_changes_nothing_and_is_not_written_anew(
    bare: Flask, shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    operations.import_tree(WHO, shop)
    before = drafts.draft().fingerprint
    monkeypatch.setattr("handbook.rules.pictures_kept.re_encoded", None)
    operations.import_tree(WHO, shop)
    assert drafts.draft().fingerprint == before


def test_a_preface_may_show_a_picture_that_is_known(bare: Flask, shop: Path) -> None:
    operations.import_tree(WHO, shop)
    path = shop / "handbook.yaml"
    path.write_text(path.read_text().replace('"Put the customer **first**."', f'"{SHOWS}"'), encoding="utf-8")
    operations.import_tree(WHO, shop)
    edition = operations.publish(WHO, "With a picture.")
    (one,) = kept()
    page = queries.page(edition.id, "everyone", "en")
    assert queries.body(page.html_sha256).decode().count(f'src="/handbook/pictures/{one.sha256}.jpg"') == 2


class TestAnEdition:
    """One edition with pictures, looked at from all sides; publishing it takes a while."""

    @pytest.fixture
    def edition(self, bare: Flask, shop: Path) -> queries.EditionRow:
        lay(shop / "pictures/plan.png", paintings.written(paintings.drawing(), "PNG"))
        show(shop, SHOWS, "![The way out](pictures/plan.png)", "![The counter again](pictures/counter.jpg)")
        operations.import_tree(WHO, shop)
        return operations.publish(WHO, "The first one.")

    def test_it_names_every_picture_by_its_bytes(self, edition: queries.EditionRow, tmp_path: Path) -> None:
        counter, plan = kept()
        page = queries.page(edition.id, "everyone", "en")
        html = queries.body(page.html_sha256).decode()
        for one, end, words in ((counter, "jpg", "The counter, seen from the door"), (plan, "png", "The way out")):
            assert (
                f'<img src="/handbook/pictures/{one.sha256}.{end}" width="{one.width}" height="{one.height}" '
                f'alt="{words}" loading="lazy">'
            ) in html
        manifest = queries.manifest(edition.id)
        assert set(manifest["pictures"]) == {counter.sha256, plan.sha256}
        assert manifest["pictures"][counter.sha256]["name"] == "counter.jpg"

        exporting.export_edition(edition, tmp_path / "out")
        assert sha256((tmp_path / "out/pictures/counter.jpg").read_bytes()).hexdigest() == counter.sha256
        before = drafts.draft()
        operations.import_tree(WHO, tmp_path / "out")
        assert drafts.draft().texts == before.texts
        assert len(kept()) == 2

    def test_a_reader_of_the_difference_sees_that_the_picture_is_another_one(
        self, edition: queries.EditionRow, shop: Path
    ) -> None:
        lay(shop / "pictures/plan.png", paintings.written(paintings.drawing(90, 90), "PNG"))
        operations.import_tree(WHO, shop)
        newer = operations.publish(WHO, "Another plan.")
        (change,) = changes.between(edition, newer)
        (block,) = change.blocks
        told = {part.kind: part.text for part in block if part.kind != "same"}
        first, second = (one.sha256[:8] for one in kept() if one.name in ("plan.png", "plan-2.png"))
        assert {told["added"], told["removed"]} == {first, second}
        assert change.change == "material"


def test_a_picture_knows_how_pages_and_texts_call_it() -> None:
    row = PictureRow("ab" * 32, "counter.jpg", "image/jpeg", 640, 480, 1000)
    assert row.address == "pictures/counter.jpg"
    assert row.attributes == {"src": f"/handbook/pictures/{'ab' * 32}.jpg", "width": "640", "height": "480"}


def test_nothing_is_left_of_an_import_that_is_refused_for_another_reason(bare: Flask, shop: Path) -> None:
    write_tree(shop, {"en/x.md": rule("x", number=2, chapter="weather")}, None)
    assert "weather" in refusal(shop)
    shutil.rmtree(shop)
