"""Finding a mail address in what a customer wrote about how to be reached."""

import pytest

from handbook.customers.addresses import address_in


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("anna@example.org", "anna@example.org"),
        ("Anna K. <anna.kalna+shop@mail.example.org>, after six", "anna.kalna+shop@mail.example.org"),
        ("write to anna@example.org.", "anna@example.org"),
    ],
)
def test_an_address_is_found_among_other_words(text: str, address: str):
    assert address_in(text) == address


@pytest.mark.parametrize(
    "text", ["", "+371 2000 0000", "anna@", "@example.org", "anna@example", "a..b@example.org", "anna.@example.org"]
)
def test_what_no_mail_would_reach_is_no_address(text: str):
    assert address_in(text) is None
