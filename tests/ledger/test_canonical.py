"""Canonical JSON: the examples of RFC 8785, and the fast way against the package that follows the paper."""

from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from handbook.ledger.canonical import RowWriter, canonical, encode_json
from handbook.ledger.kinds import Kind
from handbook.ledger.leaves import LeafData, leaf_bytes
from handbook.ledger.normalising import WIDEST_INTEGER

values = st.recursive(
    st.none() | st.booleans() | st.integers(-WIDEST_INTEGER, WIDEST_INTEGER) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


def test_it_writes_strings_as_the_example_of_the_rfc():
    string = "\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"/"
    assert canonical({"string": string, "literals": [None, True, False]}) == (
        b'{"literals":[null,true,false],"string":"\xe2\x82\xac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )


def test_it_sorts_keys_by_utf_16_units_as_the_example_of_the_rfc():
    names = {
        "\u20ac": "Euro Sign",
        "\r": "Carriage Return",
        "\ufb33": "Hebrew Letter Dalet With Dagesh",
        "1": "One",
        "\U0001f600": "Emoji: Grinning Face",
        "\u0080": "Control",
        "\u00f6": "Latin Small Letter O With Diaeresis",
    }
    order = [names[key] for key in ("\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33")]
    written = canonical(names).decode()
    assert [written.index(name) for name in order] == sorted(written.index(name) for name in order)


@pytest.mark.parametrize(
    "value",
    [
        "\x7f",
        "\x1f\x00\b\f\t",
        "\u2028\u2029",
        "తెలుగు हिन्दी",
        {"\ue000": 1, "\U00010000": 2},
        {"a": {"\uffff": 1, "😀": 2}},
    ],
)
def test_it_writes_awkward_text_as_the_reference_package(value: object):
    assert canonical(value) == rfc8785.dumps(value)


@given(values)
def test_it_writes_any_value_as_the_reference_package(value: object):
    assert canonical(value) == rfc8785.dumps(value)


def test_it_refuses_half_of_a_surrogate_pair():
    with pytest.raises(ValueError, match="surrogates"):
        canonical({"a": "\ud800"})


@given(st.binary(min_size=32, max_size=32), st.integers(1, 99))
def test_a_leaf_is_the_canonical_json_of_its_four_parts(commitment: bytes, schema: int):
    at = "2026-11-22T16:55:03.120Z"
    parts = {"type": "toy.signed", "schema": schema, "at": at, "commitment": commitment.hex()}
    assert leaf_bytes(LeafData("toy.signed", schema, at, commitment)) == rfc8785.dumps(parts)


KINDS: tuple[Kind, ...] = ("text", "integer", "json", "boolean", "text", "json")
NAMES = ("a", "b", "c", "d", "e", "f")
rows = st.tuples(
    st.none() | st.text(),
    st.none() | st.integers(-WIDEST_INTEGER, WIDEST_INTEGER),
    st.none() | values.filter(lambda value: value is not None),
    st.none() | st.booleans(),
    st.none() | st.text(),
    st.none() | st.dictionaries(st.text(), st.text()),
)


@given(rows)
def test_a_row_filled_into_a_template_is_what_the_reference_package_writes(row: tuple[Any, ...]):
    written = [
        encode_json(value) if kind in ("json", "boolean") and value is not None else value
        for kind, value in zip(KINDS, row, strict=True)
    ]
    made = RowWriter(NAMES, KINDS).write(written)
    assert made in (None, rfc8785.dumps(dict(zip(NAMES, row, strict=True))))


def test_plain_text_of_any_script_needs_no_second_look():
    row = ["తెలుగు 😀\u200d", 5, '{"pen":"हिन्दी \\"x\\""}', "true", "a/b\x7f\u2028", None]
    assert RowWriter(NAMES, KINDS).write(row) == (
        '{"a":"తెలుగు 😀\u200d","b":5,"c":{"pen":"हिन्दी \\"x\\""},"d":true,"e":"a/b\x7f\u2028","f":null}'.encode()
    )


@pytest.mark.parametrize("text", ['"', "\\", "\n", "\x00", 'a","b":"', b"bytes", 1.5])
def test_a_value_that_needs_an_escape_is_left_to_the_careful_way(text: object):
    assert RowWriter(NAMES, KINDS).write([text, 5, None, None, "e", None]) is None


def test_keys_that_sort_otherwise_are_left_to_the_careful_way():
    assert RowWriter(NAMES, KINDS).write(["a", 5, '{"\ue000":1,"\U00010000":2}', None, "e", '{"x":"y"}']) is None
