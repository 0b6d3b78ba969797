"""What is taken as a password or PIN."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask_babel import Babel

from handbook.people.password_rules import password_faults
from handbook.people.pins import is_pin, pin_faults

OWN = ["Asha Reddy", "Kristīne Bērziņa", "000512", "Lotus & Linden"]


@pytest.fixture(autouse=True)
def speaking() -> Iterator[None]:
    """Sentences need an application that knows a language."""
    app = Flask("speaking")
    Babel(app)
    with app.test_request_context():
        yield


@pytest.mark.parametrize(
    "password",
    ["violet-harbour-lantern-7", "abcdefghij klm", "ఆకుపచ్చని వాన మేఘం", "asha loves blue curtains", "x7#Kq9!mWz",
     " leading and trailing ", "0" * 5 + "1" * 5 + "23", "p" * 252 + "qrst"],
)  # fmt: skip
def test_it_takes_any_signs_and_scripts_of_ten_and_more(password: str):
    assert password_faults(password, OWN) == []


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("nine-nine", "10 signs at least"),
        ("x7#Kq9!mW" * 29, "256 signs at most"),
        ("1234567890", "tried first"),
        ("QwertyUiop", "tried first"),
        ("password123!", "tried first"),
        ("aaaaaaaaaaaa", "tried first"),
        ("AshaReddy512", "made of your name"),
        ("reddy.asha.000512", "made of your name"),
        ("lotus-linden-26", "made of your name"),
        ("berzina-kristine", "made of your name"),
        ("violet\0harbour-lantern", "NUL"),
    ],
)
def test_it_refuses_what_is_guessed_first(password: str, words: str):
    (fault,) = password_faults(password, OWN)
    assert words in fault


@pytest.mark.parametrize("pin", ["482915", "917306", "000001", "320199", "311399"])
def test_it_takes_six_digits(pin: str):
    assert pin_faults(pin, "000512") == []


@pytest.mark.parametrize(
    ("pin", "words"),
    [
        ("12345", "six digits"),
        ("1234567", "six digits"),
        ("48291a", "six digits"),
        ("౪౮౨౯౧౫", "six digits"),
        ("", "six digits"),
        ("482915\n", "six digits"),
        ("123456", "in a row"),
        ("654321", "in a row"),
        ("777777", "in a row"),
        ("000512", "staff number"),
        ("120584", "date of birth"),
        ("290200", "date of birth"),
        ("020326", "date of birth"),
    ],
)
def test_it_refuses_a_pin_that_is_guessed_first(pin: str, words: str):
    (fault,) = pin_faults(pin, "000512")
    assert words in fault


def test_a_staff_number_of_fewer_digits_is_no_pin_either():
    assert "staff number" in pin_faults("000742", "G-742")[0]


def test_no_password_that_is_taken_has_the_form_of_a_pin():
    assert is_pin("482915")
    assert password_faults("482915", []) != []


def test_a_day_that_no_calendar_has_is_no_birthday():
    assert pin_faults("290223", "000512") == []
