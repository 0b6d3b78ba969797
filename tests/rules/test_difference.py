"""Differences: block by block, then word by word, so that one sees exactly what is out and what is new."""

from hypothesis import given
from hypothesis import strategies as st

from handbook.rules.difference import Part, blocks, parts, words


def kinds(found: list[Part]) -> list[tuple[str, str]]:
    return [(part.kind, part.text) for part in found]


def test_one_word_of_a_sentence() -> None:
    assert kinds(parts("Check the recipt, the name.", "Check the receipt, the name.")) == [
        ("same", "Check the "),
        ("removed", "recipt"),
        ("added", "receipt"),
        ("same", ", the name."),
    ]


def test_neighbouring_changes_read_as_one() -> None:
    found = parts("Say what you can do before you say what you cannot.", "Say what you can do and offer a choice.")
    assert kinds(found) == [
        ("same", "Say what you can do "),
        ("removed", "before you say what you cannot"),
        ("added", "and offer a choice"),
        ("same", "."),
    ]


def test_a_telugu_word_is_never_cut_inside() -> None:
    found = parts("కస్టమర్ దగ్గరికి రాగానే చిరునవ్వుతో పలకరించండి.", "కస్టమర్ దగ్గరికి రాగానే ఆప్యాయతతో పలకరించండి.")
    assert [part.text for part in found if part.kind != "same"] == ["చిరునవ్వుతో", "ఆప్యాయతతో"]


def test_a_hindi_word_is_never_cut_inside() -> None:
    assert list(words("ग्राहक से बहस न करें।")) == ["ग्राहक", " ", "से", " ", "बहस", " ", "न", " ", "करें", "।"]


def test_paragraphs_that_stay_are_not_compared_word_by_word() -> None:
    old, new = ["One.", "Two words.", "Three."], ["One.", "Two new words.", "Three.", "Four."]
    assert [kinds(block) for block in blocks(old, new)] == [
        [("same", "One.")],
        [("same", "Two"), ("added", " new"), ("same", " words.")],
        [("same", "Three.")],
        [("added", "Four.")],
    ]


def test_a_paragraph_that_goes_is_wholly_out() -> None:
    assert [kinds(block) for block in blocks(["One.", "Two."], ["Two."])] == [[("removed", "One.")], [("same", "Two.")]]


TEXT = st.text(st.sampled_from("ab ,.కి్ని\n\u200c"), max_size=30)


@given(TEXT, TEXT)
def test_both_texts_can_be_put_together_again(old: str, new: str) -> None:
    found = parts(old, new)
    assert "".join(part.text for part in found if part.kind != "added") == old
    assert "".join(part.text for part in found if part.kind != "removed") == new


@given(st.lists(TEXT, max_size=5), st.lists(TEXT, max_size=5))
def test_so_can_paragraphs(old: list[str], new: list[str]) -> None:
    found = [part for block in blocks(old, new) for part in block]
    assert "".join(part.text for part in found if part.kind != "added") == "".join(old)
    assert "".join(part.text for part in found if part.kind != "removed") == "".join(new)


@given(TEXT)
def test_words_lose_nothing(text: str) -> None:
    assert "".join(words(text)) == text
