"""The pictures of a Markdown text: found with line and words, given other addresses, shown where they are known."""

from handbook.core import markup
from handbook.core.markdown import render, render_apart
from handbook.core.markdown_pictures import addresses, pictures, readdressed, without_code

COUNTER = {"pictures/counter.jpg": {"src": "/handbook/pictures/ab.jpg", "width": "640", "height": "480"}}
IMG = '<img src="/handbook/pictures/ab.jpg" width="640" height="480" alt="The counter" loading="lazy">'


def test_it_finds_pictures_with_line_address_and_words() -> None:
    source = (
        "![ The counter ](pictures/counter.jpg \"Our counter\")\n\n<img src='a.png' width=5 alt='A door'>\n![](b.png)"
    )
    assert [tuple(one) for one in pictures(source)] == [
        (1, "pictures/counter.jpg", "The counter"),
        (3, "a.png", "A door"),
        (4, "b.png", ""),
    ]


def test_what_stands_in_code_is_no_picture() -> None:
    source = "`![a](a.png)`\n\n```\n![b](b.png)\n~~~\n![b](b.png)\n```\n![c](c.png)\n"
    assert addresses(source) == {"c.png"}
    assert len(without_code(source)) == len(source)


def test_an_unclosed_fence_hides_all_that_follows() -> None:
    assert addresses("~~~~\n![a](a.png)\n~~~\n![b](b.png)\n") == set()


def test_pictures_on_other_computers_have_no_address_here() -> None:
    assert (
        addresses("![a](https://host.example/a.png) ![b](//host.example/b.png) ![c](data:image/png;base64,AA)") == set()
    )


def test_it_changes_the_addresses_and_nothing_else() -> None:
    source = 'a.png ![a](a.png "a.png") `![a](a.png)` <img alt=\'a.png\' src="a.png"> ![b](b.png)\r\n'
    new = readdressed(source, {"a.png": "pictures/a.jpg"})
    assert new == (
        'a.png ![a](pictures/a.jpg "a.png") `![a](a.png)` <img alt=\'a.png\' src="pictures/a.jpg"> ![b](b.png)\r\n'
    )


def test_a_text_of_openings_takes_no_longer_than_its_length_asks_for() -> None:
    for opening in ("![", "<img src=", "`", "![a](", "<img alt='"):
        assert len(pictures(opening * 20_000)) <= 20_000


def test_a_known_picture_is_shown_by_the_address_of_its_bytes() -> None:
    assert IMG in render("![The counter](pictures/counter.jpg)", pictures=COUNTER)
    assert render_apart([("x", "![The counter](pictures/counter.jpg)")], pictures=COUNTER) == [f"<p>{IMG}</p>"]
    assert IMG in render("![The counter][c]\n\n[c]: pictures/counter.jpg", pictures=COUNTER)


def test_a_picture_may_be_a_link() -> None:
    html = render("[![The counter](pictures/counter.jpg)](https://host.example/)", pictures=COUNTER)
    assert f'<a href="https://host.example/" rel="noopener noreferrer">{IMG}</a>' in html


def test_a_picture_without_words_or_unknown_is_not_shown() -> None:
    assert "<img" not in render("![](pictures/counter.jpg) ![The door](pictures/door.jpg)", pictures=COUNTER)
    assert "The door" in render("![The door](pictures/door.jpg)", pictures=COUNTER)


def test_an_author_decides_on_no_attribute_of_a_picture() -> None:
    html = render(
        '<img src="pictures/counter.jpg" alt="The counter" width="9999" onerror="x()" srcset="//host.example/a 2x" '
        'style="position:fixed" class="why">',
        pictures=COUNTER,
    )
    assert html == f"<p>{IMG}</p>"


def test_the_words_of_a_picture_are_words_of_the_text() -> None:
    assert markup.text_of(markup.parse(f"<p>Look: {IMG}</p>")) == "Look: The counter"
