"""Password hashing: argon2id at the strength that OWASP asks for, and the same work for nobody as for somebody."""

import argon2
import pytest
from argon2 import Type

from handbook.people import passwords
from handbook.people.passwords import hash_password, verify_password

PASSWORD = "quiet-river-copper-42"


def test_it_is_argon2id_with_19_mebibytes_two_passes_and_one_lane():
    asked = argon2.extract_parameters(hash_password(PASSWORD))
    assert asked.type is Type.ID
    assert (asked.memory_cost, asked.time_cost, asked.parallelism) == (19 * 1024, 2, 1)
    assert (asked.salt_len, asked.hash_len) == (16, 32)


def test_the_hash_of_nobody_costs_the_same():
    asked = argon2.extract_parameters(passwords._NOBODY)
    assert asked == argon2.extract_parameters(hash_password(PASSWORD))


def test_two_people_with_one_password_have_two_hashes():
    assert hash_password(PASSWORD) != hash_password(PASSWORD)


def test_a_right_password_is_told_from_a_wrong_one():
    stored = hash_password(PASSWORD)
    assert verify_password(stored, PASSWORD)
    assert not verify_password(stored, PASSWORD + " ")
    assert not verify_password(stored, "")


@pytest.mark.parametrize("stored", [None, "", "plain", "$argon2id$broken"])
def test_without_a_usable_hash_every_password_is_wrong(stored: str | None):
    assert not verify_password(stored, PASSWORD)


def test_nobody_can_be_entered_by_the_hash_of_nobody():
    assert not verify_password(None, PASSWORD)


def test_long_passwords_are_never_cut():
    stored = hash_password("అ" * 255 + "a")
    assert verify_password(stored, "అ" * 255 + "a")
    assert not verify_password(stored, "అ" * 255 + "b")


@pytest.mark.parametrize("password", ["", "nine-nine", "x" * 257])
def test_it_refuses_a_new_password_of_another_length(password: str):
    with pytest.raises(ValueError, match="10 to 256 characters"):
        hash_password(password)


@pytest.mark.parametrize("password", ["1234567890", "x" * 256, "          "])
def test_it_takes_every_length_and_sign_in_between(password: str):
    assert verify_password(hash_password(password), password)
