"""Markdown: what readers get of it, what is refused before any parser sees it, and what can never come through."""

import pytest

from handbook.core import markup
from handbook.core.errors import Invalid
from handbook.core.markdown import check, render, render_apart
from handbook.core.markdown_limits import LARGEST
from handbook.core.markdown_pictures import pictures
from handbook.core.sandbox import Limits


def test_it_keeps_headings_lists_tables_and_emphasis() -> None:
    html = render("# Greet\n\n- one\n- *two*\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n")
    assert '<h1 id="greet">Greet</h1>' in html
    assert "<li><em>two</em></li>" in html
    assert '<td align="right">2</td>' in html


def test_the_id_of_the_rule_stands_before_every_id_inside_it() -> None:
    html = render("# Greet {#top}\n\n## Why {.why}\n\nSee [above](#top)[^1].\n\n[^1]: Note.\n", "greet-all")
    assert '<h1 id="greet-all--top">' in html
    assert '<h2 class="why" id="greet-all--why">' in html or '<h2 id="greet-all--why" class="why">' in html
    assert '<a href="#greet-all--top">above</a>' in html
    assert 'href="#greet-all--fn:1"' in html
    assert 'id="greet-all--fn:1"' in html


def test_an_id_that_stands_twice_is_kept_once() -> None:
    assert render("# A {#x}\n\n# B {#x}\n", "r").count('id="r--x"') == 1


@pytest.mark.parametrize("word", ["why", "do", "dont", "broken", "how", "practice", "check"])
def test_the_marks_of_our_sections_stay(word: str) -> None:
    assert f'class="{word}"' in render(f"## Heading {{.{word}}}\n")


def test_any_other_class_goes() -> None:
    assert "class" not in render("## Heading {.btn .modal}\n\n<p class='notice'>words</p>\n")


def test_an_admonition_keeps_its_title_and_text() -> None:
    html = render('!!! note "Mind"\n    the step\n')
    assert '<div class="admonition note">' in html
    assert "Mind" in html
    assert "the step" in html


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>words",
        "<style>body{}</style>words",
        "<img src=x onerror=alert(1)>words",
        "<a href='javascript:alert(1)'>words</a>",
        "<a href='JaVaScRiPt:alert(1)'>words</a>",
        "[words](javascript:alert(1))",
        "[words](data:text/html,x)",
        "[words](vbscript:x)",
        "<iframe src='http://host.example'>words</iframe>",
        "<object data='x'>words</object>",
        "<form action='/sign'><button>words</button></form>",
        "<p onclick='x' style='position:fixed'>words</p>",
        "<svg onload=alert(1)><circle/></svg>words",
        "<math><mi xlink:href='javascript:x'></mi></math>words",
        "<link rel=stylesheet href=//host.example>words",
        "<base href='//host.example'>words",
        "<meta http-equiv=refresh content=0>words",
        '<p title="--><script>x</script>">words</p>',
        "<details open ontoggle=alert(1)><summary>words</summary></details>",
    ],
)
def test_raw_html_passes_only_as_far_as_the_list_lets_it(source: str) -> None:
    html = render(source)
    tree = markup.parse(html)
    assert "words" in html
    names = {name for element in tree.walk() for name in element.attributes}
    assert not {name for name in names if name.startswith("on")} | names & {"style", "srcset", "formaction"}
    assert not {one.tag for one in tree.walk()} & {"script", "style", "iframe", "object", "form", "svg", "math", "img"}
    links = [element.attributes["href"] for element in tree.walk() if "href" in element.attributes]
    assert all(link.startswith(("http:", "https:", "mailto:", "#")) for link in links)


def test_a_remote_picture_becomes_a_link_and_a_warning() -> None:
    source = "Words.\n\n![A plan](https://host.example/plan.png)\n"
    assert '<a href="https://host.example/plan.png" rel="noopener noreferrer">A plan</a>' in render(source)
    (fault,) = check(source)
    assert fault.warning
    assert fault.line == 3


def test_a_picture_inside_a_link_leaves_its_words_in_that_link() -> None:
    html = render("[![A plan](https://host.example/p.png)](https://other.example)")
    assert '<a href="https://other.example" rel="noopener noreferrer">A plan</a>' in html


@pytest.mark.parametrize("address", ["plan.png", "/etc/passwd", "//host.example/x.png", "data:image/png;base64,AA=="])
def test_any_other_picture_leaves_its_description(address: str) -> None:
    html = render(f"before ![A plan]({address}) after")
    assert markup.text_of(markup.parse(html)) == "before A plan after"


def test_it_finds_every_picture_with_its_line() -> None:
    found = pictures("![a](one.png)\n\n<img alt='b' src='https://host.example/two.png'>\n")
    assert [(one.line, one.address, one.is_remote) for one in found] == [
        (1, "one.png", False),
        (3, "https://host.example/two.png", True),
    ]


@pytest.mark.parametrize(
    ("link", "target"),
    [
        ("other-rule.md", "other-rule"),
        ("./Other_Rule.md#Some-Place", "other-rule#other-rule--Some-Place"),
        ("../deep/other-rule.markdown", "other-rule"),
        ("other-rule", "other-rule"),
        ("#place", "#me--place"),
        ("https://host.example/a.md", "https://host.example/a.md"),
        ("mailto:hr@host.example", "mailto:hr@host.example"),
    ],
)
def test_links_lead_to_texts_places_or_addresses(link: str, target: str) -> None:
    assert f'href="{target}"' in render(f"[words]({link})", "me")


@pytest.mark.parametrize("link", ["files/plan.pdf", "/sign", "//host.example", "ftp://host.example", "?lang=te"])
def test_a_link_that_leads_nowhere_leaves_its_words(link: str) -> None:
    assert render(f"[words]({link})") == "<p><span>words</span></p>"


@pytest.mark.parametrize(
    ("source", "line", "words"),
    [
        ("a" * (LARGEST + 1), 1, "at most 256 KB"),
        ("ok\n\n" + "* " * 1000 + "a", 3, "20 deep"),
        ("1. " * 1000, 1, "20 deep"),
        ("> " * 200 + "a", 1, "20 deep"),
        ("\n".join("    " * n + "- a" for n in range(30)), 21, "20 deep"),
        ("[" * 5000, 1, "run of"),
        ("![" * 10000, 1, "run of"),
        ("*" * 4000 + "a" + "*" * 4000, 1, "run of"),
        ("".join("`" * n + "a" for n in range(300)), 1, "run of"),
        ("[a" * 3000, 1, "Close the brackets"),
        ("<a " * 5000, 1, "Close the brackets"),
        ("- a\n" * 2001, 1, "list items"),
        ("<li>a" * 2001, 1, "list items"),
        ("|a" * 5001, 1, "table cells"),
        ("<td>a" * 5001, 1, "table cells"),
        ("".join("`" * (n % 50 + 3) + f"x{n}\n" for n in range(3000)), 1, "code fences"),
        ("a\x00b", 1, "U+0000"),
        ("a\n\x1b[31m", 2, "U+001B"),
        ("a\u202eb", 1, "U+202E"),
        ("a\u0002", 1, "U+0002"),
        ("\ud800", 1, "U+D800"),
    ],
    ids=lambda value: str(value)[:12].encode("ascii", "backslashreplace").decode(),
)
def test_it_refuses_before_parsing(source: str, line: int, words: str) -> None:
    faults = [fault for fault in check(source) if not fault.warning]
    assert any(words in fault.words and fault.line == line for fault in faults), faults
    with pytest.raises(Invalid):
        render(source)


def test_texts_as_long_as_may_be_are_looked_at_whatever_they_hold() -> None:
    bombs = ["[" * 200_000, "![" * 100_000, "* " * 100_000, "<a " * 80_000, "|" * 200_000, "<img " * 40_000]
    assert all(check(bomb) for bomb in bombs)
    assert check("\n" * 200_000) == []
    assert check("`a" * 100_000) == []


def test_honest_long_texts_pass() -> None:
    table = "| a | b |\n" + "|" + "-" * 120 + "|" + "-" * 120 + "|\n" + "| 1 | 2 |\n" * 400
    source = "Title\n" + "=" * 200 + "\n\n" + "- point\n" * 1500 + "\n" + table + "\n* * *\n\nThe end ....... here.\n"
    assert check(source) == []
    assert "The end" in render(source)


def test_zero_width_joiners_stay_because_scripts_need_them() -> None:
    word = "క్‌ష"
    assert word in render(word)


def test_raw_html_nested_too_deeply_is_refused_with_words() -> None:
    with pytest.raises(Invalid, match="nested too deeply"):
        render("<div>" * 150 + "a")


def test_a_table_cell_cannot_span_the_world() -> None:
    assert "65534" not in render("<table><tr><td colspan=65534 rowspan=65534>a</td></tr></table>")


def test_the_contents_mark_of_another_program_stays_a_word() -> None:
    assert "[TOC]" in render("[TOC]\n\n# A\n")


def test_no_arrow_is_added_to_footnotes() -> None:
    assert markup.text_of(markup.parse(render("A[^1]\n\n[^1]: B\n"))) == "A1 B"


class TestInTheChild:
    """Imported texts are rendered in a limited child."""

    def test_a_batch_comes_back_in_order(self) -> None:
        texts = [("a", "# A"), ("b", "# బి"), ("c", "# C")]
        assert render_apart(texts) == ['<h1 id="a--a">A</h1>', render("# బి", "b"), '<h1 id="c--c">C</h1>']

    def test_one_bad_text_is_named_and_the_others_come(self) -> None:
        first, second, third = render_apart([("a", "# A"), ("b", "* " * 1000), ("c", "# C")])
        assert isinstance(second, Invalid)
        assert "20 deep" in str(second)
        assert first == '<h1 id="a--a">A</h1>'
        assert third == '<h1 id="c--c">C</h1>'

    def test_what_no_check_foresees_is_stopped_in_words(self) -> None:
        slow = ("[a" * 299 + "\n\n") * 400
        assert check(slow) == []
        (result,) = render_apart([("slow", slow)], Limits(cpu_seconds=1, wall_seconds=5, memory_mb=512))
        assert isinstance(result, Invalid)
        assert "took too long" in str(result)
