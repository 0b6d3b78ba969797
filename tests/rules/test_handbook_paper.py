"""The handbook on paper: what a reader finds at head, foot and edge of each page, and what a machine reads of it."""

import re
import unicodedata
from pathlib import Path

import pikepdf
import pytest
import yaml

from handbook.settings import ROOT
from tests.conftest import Template
from tests.documents.papers import picture
from tests.rules.printed import Printed, flat, published

pytestmark = pytest.mark.database
FEWEST = 100  # words on a page that is not the last of its chapter: fewer would look forgotten
TELUGU = ("greet-every-customer", "never-argue", "decide-on-the-spot", "heard-before-any-step")


def starter(folder: Path, languages: tuple[str, ...], only: tuple[str, ...] = ()) -> Path:
    """Lay the starter handbook down in a folder, with one profile that reads every rule."""
    frame = yaml.safe_load((ROOT / "rules" / "handbook.yaml").read_text(encoding="utf-8"))
    frame["languages"] = {code: frame["languages"][code] for code in languages}
    readers = frame["profiles"][0] | {"reads": ["everyone", "counter", "phone", "written"]}
    frame["profiles"] = [readers]
    _leave_out(frame, {"te", "hi", "lv"} - set(languages))
    folder.mkdir()
    (folder / "handbook.yaml").write_text(yaml.safe_dump(frame, allow_unicode=True), encoding="utf-8")
    for language in languages:
        (folder / language).mkdir()
        for path in (ROOT / "rules" / language).glob("*.md"):
            if not only or path.stem in only:
                (folder / language / path.name).write_bytes(path.read_bytes())
    return folder


def _leave_out(node: object, languages: set[str]) -> None:
    if isinstance(node, dict):
        for language in languages & node.keys():
            del node[language]
    for inner in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        _leave_out(inner, languages)


@pytest.fixture(scope="module")
def english(bare_template: Template, tmp_path_factory: pytest.TempPathFactory) -> Printed:
    """The whole starter handbook in English, of a company with a wide logo."""
    folder = tmp_path_factory.mktemp("english")
    logo, _name = picture(1600, 300)
    return published(bare_template, folder, starter(folder / "rules", ("en",)), logo)["en"]


@pytest.fixture(scope="module")
def telugu(bare_template: Template, tmp_path_factory: pytest.TempPathFactory) -> Printed:
    """Some of its rules in Telugu; what is not translated stands in English."""
    folder = tmp_path_factory.mktemp("telugu")
    tree = starter(folder / "rules", ("en", "te"), TELUGU)
    return published(bare_template, folder, tree)["te"]


@pytest.fixture(params=["english", "telugu"])
def paper(request: pytest.FixtureRequest) -> Printed:
    """Each of the two in turn."""
    return request.getfixturevalue(request.param)


def titles(language: str = "en") -> dict[str, str]:
    """Return the title of each rule of the starter handbook as its file begins, by id."""
    files = (ROOT / "rules" / language).glob("*.md")
    texts = {path.stem: path.read_text(encoding="utf-8") for path in files}
    return {name: re.search(r"^# (.+)$", text, re.MULTILINE)[1].strip() for name, text in texts.items()}


def chapters(paper: Printed) -> dict[str, range]:
    """Return the pages of each chapter or part of a paper by its title."""
    top = [one for one in paper.bookmarks if one.level == 1]
    ends = [one.page for one in top[1:]] + [len(paper.bodies) + 1]
    return {one.title: range(one.page, end) for one, end in zip(top, ends, strict=True)}


class TestWhatMachinesRead:
    """Fonts, tags, language, title, bookmarks."""

    def test_every_font_is_embedded_and_holds_only_the_signs_that_are_used(self, paper: Printed) -> None:
        assert len(paper.fonts) >= 4
        assert {(font[-5], font[-4], font[-3]) for font in paper.fonts} == {("yes", "yes", "yes")}
        assert all(re.match(r"[A-Z]{6}\+Noto-(Sans|Serif)", font[0]) for font in paper.fonts)

    @pytest.mark.parametrize(("name", "language"), [("english", "en"), ("telugu", "te")])
    def test_it_is_tagged_and_says_its_language_and_its_title(
        self, name: str, language: str, request: pytest.FixtureRequest
    ) -> None:
        paper: Printed = request.getfixturevalue(name)
        with pikepdf.open(paper.path) as pdf:
            assert pdf.Root.MarkInfo.Marked
            assert "/StructTreeRoot" in pdf.Root
            assert str(pdf.Root.Lang) == language
            assert pdf.Root.ViewerPreferences.DisplayDocTitle
            title = str(pdf.docinfo.Title)
            assert pdf.open_metadata()["dc:title"] == title
        frame = yaml.safe_load((ROOT / "rules" / "handbook.yaml").read_text(encoding="utf-8"))
        assert title.startswith(frame["title"][language])

    def test_the_bookmarks_are_the_chapters_and_their_rules_in_order(self, english: Printed) -> None:
        tops = [one.title for one in english.bookmarks if one.level == 1]
        frame = yaml.safe_load((ROOT / "rules" / "handbook.yaml").read_text(encoding="utf-8"))
        assert tops == ["Contents", "Preface", *(chapter["title"]["en"] for chapter in frame["chapters"])]
        rules = [one.title for one in english.bookmarks if one.level == 2]
        assert len(rules) == 37
        assert {re.sub(r"^\d+ ", "", title) for title in rules} == set(titles().values())
        numbers = [int(title.split()[0]) for title in rules]
        assert numbers == [*range(1, 33), *range(1, 6)]
        assert not [one for one in english.bookmarks if one.level > 2]

    def test_each_bookmark_leads_to_the_page_where_its_words_stand(self, paper: Printed) -> None:
        for one in paper.bookmarks:
            title = re.sub(r"^\d+ ", "", one.title)
            assert flat(title) in flat(paper.bodies[one.page - 1]), one

    def test_the_logo_is_the_one_figure_and_says_what_it_shows(self, english: Printed, telugu: Printed) -> None:
        assert english.figures == ["Logo of Lotus & Linden"]
        assert telugu.figures == []

    def test_a_wide_logo_fits_into_the_cover(self, english: Printed) -> None:
        pictures = [line.split() for line in english.ask("pdfimages", "-list").splitlines()[2:]]
        [line] = [one for one in pictures if one[0] == "1"]
        _page, _number, _kind, width, height, *_more, across, down, _size, _ratio = line
        assert int(width) / int(across) * 25.4 == pytest.approx(80, abs=1)
        assert int(height) / int(down) * 25.4 == pytest.approx(15, abs=1)


class TestFindingTheWay:
    """Contents, heads and feet."""

    def test_the_contents_give_each_rule_with_the_page_on_which_it_stands(self, paper: Printed) -> None:
        place = chapters(paper)[paper.bookmarks[0].title]
        lines = flat(" ".join(paper.bodies[page - 1] for page in place))
        listed = [one for one in paper.bookmarks[1:] if one.level == 1 or one.page < paper.bookmarks[-1].page]
        for one in listed:
            found = re.search(re.escape(flat(one.title)) + r" ?[. ]{3,}(\d+)\b", lines)
            assert found, one.title
            assert int(found[1]) == one.page

    def test_the_head_names_the_book_and_its_chapter_on_every_page_but_its_first(self, paper: Printed) -> None:
        assert not paper.heads[0]
        left = paper.heads[1]
        assert left
        for title, pages in chapters(paper).items():
            assert [paper.heads[page - 1] for page in pages] == [left, *[f"{left} {title}"] * (len(pages) - 1)]

    def test_the_foot_of_every_page_but_the_cover_names_edition_language_text_and_page(self, paper: Printed) -> None:
        language = "తెలుగు" if paper.path.stem == "te" else "English"
        total = len(paper.feet)
        assert total not in (0, 1)
        assert not re.search(r"\d+ / \d+", paper.feet[0])
        for number, foot in enumerate(paper.feet[1:], 2):
            found = re.fullmatch(rf"(.+) · {language} · \S+ ([0-9a-f]{{4}} ){{3}}\S+ {number} / {total}", foot)
            assert found, foot
            assert "1" in found[1]


class TestWhereAPageEnds:
    """Breaks where a reader wants them."""

    def test_a_chapter_begins_at_the_top_of_a_page(self, paper: Printed) -> None:
        for title, pages in chapters(paper).items():
            assert flat(paper.bodies[pages[0] - 1]).startswith(flat(title))

    def test_no_page_within_a_chapter_is_nearly_empty(self, english: Printed) -> None:
        short = {
            page: len(english.bodies[page - 1].split())
            for pages in chapters(english).values()
            for page in pages[:-1]
            if len(english.bodies[page - 1].split()) < FEWEST
        }
        assert short == {}

    def test_the_head_of_a_rule_is_never_parted_from_what_follows(self, english: Printed) -> None:
        for one in (mark for mark in english.bookmarks if mark.level == 2 and mark.page < english.bookmarks[-1].page):
            after = flat(english.bodies[one.page - 1]).partition(flat(one.title.partition(" ")[2]))[2]
            assert re.search(r"\bWhy\b", after), one.title

    def test_a_rule_stands_on_one_page_where_it_can(self, english: Printed) -> None:
        pages = [one.page for one in english.bookmarks if one.level == 2 and one.page < english.bookmarks[-1].page]
        assert len(set(pages)) == len(pages)  # each begins a page of its own
        ends = [*pages[1:], english.bookmarks[-1].page]
        longer = [page for page, end in zip(pages, ends, strict=True) if end - page > 1]
        assert len(longer) <= 2

    def test_the_promises_stand_together_and_are_signed_by_the_company(self, english: Printed) -> None:
        promises = english.bookmarks[-5:]
        assert {one.page for one in promises} == {len(english.bodies)}
        assert "The company's seal in the signed copy is its signature" in flat(english.bodies[-1])


class TestScripts:
    """Telugu as it is written: no sign without its font, and no slanted letters, which the script does not have."""

    def test_telugu_is_drawn_with_fonts_made_for_it(self, telugu: Printed) -> None:
        names = {font[0].partition("+")[2] for font in telugu.fonts}
        assert {"Noto-Serif-Telugu", "Noto-Serif-Telugu-Bold", "Noto-Sans-Telugu", "Noto-Sans-Telugu-Bold"} <= names

    def test_every_telugu_word_can_be_searched(self, telugu: Printed) -> None:
        text = unicodedata.normalize("NFC", " ".join(telugu.bodies))
        source = (ROOT / "rules" / "te" / "never-argue.md").read_text(encoding="utf-8")
        body = source.split("\n---\n", 1)[1]
        words = {word for word in re.findall(r"[\u0c00-\u0c7f\u200c]+", body) if len(word) > 2}
        assert len(words) > 100
        assert {word for word in words if word not in text} == set()
