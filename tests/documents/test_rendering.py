"""What is rendered says what was written, looks the same, can be read by machines, and is the same each time."""

import io

import pikepdf
import pytest

from handbook.core import sandbox
from handbook.core.sandbox import SandboxFailed
from handbook.documents import seal
from tests.documents import papers


@pytest.fixture(scope="module")
def rendered():
    return {language: seal.render_document(papers.handbook(language), papers.CSS).pdf for language in papers.WORDS}


@pytest.mark.parametrize("language", papers.WORDS)
def test_every_word_comes_back_from_the_text_layer(rendered, language, tmp_path):
    missing = set(papers.WORDS[language].split()) - set(papers.words_of(rendered[language], tmp_path))
    assert missing == set()


@pytest.mark.parametrize("language", papers.WORDS)
def test_the_file_is_sound_tagged_in_its_language_and_carries_all_its_fonts(rendered, language, tmp_path):
    file = tmp_path / "base.pdf"
    file.write_bytes(rendered[language])
    papers.ask("qpdf", "--check", file)
    assert "Tagged:          yes" in papers.ask("pdfinfo", file)
    fonts = papers.ask("pdffonts", file).splitlines()[2:]
    assert fonts
    assert all(line.split()[-5:-2] == ["yes", "yes", "yes"] for line in fonts)
    with pikepdf.open(file) as pdf:
        assert str(pdf.Root.Lang) == language
        assert b"pdfuaid:part" in pdf.Root.Metadata.read_bytes()


def test_the_same_text_gives_the_same_bytes(rendered):
    assert seal.render_document(papers.handbook("te"), papers.CSS).pdf == rendered["te"]


def test_the_date_is_taken_from_the_argument_alone(rendered):
    dated = seal.render_document(papers.handbook("te"), papers.CSS, at=papers.AT).pdf
    with pikepdf.open(io.BytesIO(dated)) as pdf, pikepdf.open(io.BytesIO(rendered["te"])) as undated:
        assert str(pdf.docinfo.CreationDate) == "D:20261122051207Z"
        assert "/CreationDate" not in undated.docinfo


def test_it_counts_the_pages():
    assert seal.render_document(papers.handbook("en"), papers.CSS).page_count == 2


def test_pictures_are_given_by_their_hash():
    picture, name = papers.picture(40, 30)
    pdf = seal.render_document(
        papers.handbook("en", f'<img alt="Logo" src="asset:{name}">'), papers.CSS, {name: picture}
    ).pdf
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert [image.Width for image in opened.objects if isinstance(image, pikepdf.Stream)
                and image.get("/Subtype") == "/Image"] == [40]  # fmt: skip


def test_a_drawing_of_our_own_style_sheet_is_drawn():
    drawing = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><path d='M1 1h5v5z'/></svg>"
    css = papers.CSS + f'.tick {{ background: url("{drawing}"); height: 9mm }}'
    assert seal.render_document(papers.handbook("en", '<p class="tick">a</p>'), css).page_count == 2


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p style='unknown-thing: 3'>x</p>", "unknown-thing"),
        ('<p><a href="#nowhere">x</a></p>', "nowhere"),
        ("<p>a letter without a font: \U0010fffd</p>", "U+10FFFD"),
        ('<img src="asset:00">', "was not given"),
        (f'<img src="{papers.written_out(papers.picture(4, 4)[0])}">', "alt"),
    ],
)
def test_it_refuses_in_words_what_would_not_come_out_as_written(html, words):
    with pytest.raises(SandboxFailed) as failure:
        seal.render_document(papers.handbook("en", html), papers.CSS)
    assert failure.value.reason == "refused"
    assert words in str(failure.value)


def test_the_text_layer_is_still_hooked_in_and_still_reads_every_line():
    answer, _ = sandbox.run("tests.documents.looking:count", {}, [b""], sandbox.PUBLICATION)
    assert answer["lines"] > 10
    assert answer["unrecognised"] == 0


def test_the_text_layer_changes_no_point_of_the_picture(tmp_path):
    _, (with_layer, without) = sandbox.run("tests.documents.looking:both_ways", {}, [b""], sandbox.PUBLICATION)
    assert with_layer != without
    assert b"ActualText" in with_layer
    assert b"ActualText" not in without
    pictures = []
    for name, pdf in (("with", with_layer), ("without", without)):
        (tmp_path / f"{name}.pdf").write_bytes(pdf)
        papers.ask("pdftoppm", "-r", "100", tmp_path / f"{name}.pdf", tmp_path / name)
        pictures.append([file.read_bytes() for file in sorted(tmp_path.glob(f"{name}-*.ppm"))])
    assert len(pictures[0]) == 2
    assert pictures[0] == pictures[1]


def test_a_second_reader_finds_the_layer_well_formed(rendered):
    """Number runs that stick together once passed qpdf; each operand must parse, and spans must balance."""
    with pikepdf.open(io.BytesIO(rendered["te"])) as pdf:
        for page in pdf.pages:
            depth = 0
            for operands, operator in pikepdf.parse_content_stream(page):
                depth += {"BDC": 1, "BMC": 1, "EMC": -1}.get(str(operator), 0)
                assert depth >= 0
                if str(operator) == "BDC" and str(operands[0]) == "/Span":
                    assert str(operands[1].get("/ActualText", "?")).strip()
            assert depth == 0
