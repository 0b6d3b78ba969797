"""The code that a customer copies, reads aloud and types again."""

import math

import pytest

from handbook.customers.codes import code_hash, new_code, typed


def test_a_code_has_five_groups_of_four_and_a_hundred_bits():
    code = new_code()
    assert [len(group) for group in code.split("-")] == [4] * 5
    assert len(code.replace("-", "")) * math.log2(32) >= 96
    assert len({new_code() for _ in range(200)}) == 200


def test_no_code_holds_a_sign_that_eyes_take_for_another():
    assert not set("".join(new_code() for _ in range(200))) & set("ILOU")


@pytest.mark.parametrize("as_typed", ["7k2mq9xa", "7K2M Q9XA", " 7k2m-q9xa ", "7K2M–Q9XA"])
def test_blanks_dashes_and_small_letters_do_not_matter(as_typed: str):
    assert typed(as_typed) == "7K2M-Q9XA"


def test_what_looks_alike_is_read_as_what_was_meant():
    assert typed("oil0-0000") == "0110-0000"


def test_what_is_kept_is_a_hash_of_the_code_however_it_was_typed():
    code = new_code()
    assert code_hash(code.lower().replace("-", " ")) == code_hash(code)
    assert len(code_hash(code)) == 32
    assert code.encode() not in code_hash(code)
