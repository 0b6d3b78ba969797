"""Signed notes: published examples, round trip, and the refusal of everything else."""

import base64
from datetime import UTC, datetime
from pathlib import Path

import pytest

from handbook.core.errors import Invalid
from handbook.ledger.keys import FILE, SigningKey, load_key, parse_verifier
from handbook.ledger.notes import TreeHead, parse_note, sign_note, signed_at, verify_note

AT = datetime(2026, 11, 22, 17, 0, 5, tzinfo=UTC)
KEY = SigningKey("handbook.example/ledger", bytes(range(32)))
HEAD = TreeHead(KEY.name, 42, bytes(32))
NOTE = sign_note(HEAD, AT, KEY)

# The example of the note package of the Go project: signed by Peter Neumann's key.
PUBLISHED_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PUBLISHED_SECRET = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
PUBLISHED_TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
PUBLISHED_SIGNATURE = "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="


def test_it_agrees_with_a_published_key_and_signature():
    key = parse_verifier(PUBLISHED_KEY)
    made = base64.b64decode(PUBLISHED_SIGNATURE)
    assert str(key) == PUBLISHED_KEY
    assert made[:4] == key.key_id(1)
    assert key.verifies(PUBLISHED_TEXT.encode(), made[4:])


def test_it_signs_as_others_do_with_a_published_secret_key(tmp_path: Path):
    (tmp_path / FILE).touch(mode=0o600)
    (tmp_path / FILE).write_text(PUBLISHED_SECRET)
    key = load_key(tmp_path)
    assert str(key.verifier) == PUBLISHED_KEY
    assert key.verifier.key_id(1) + key.sign(PUBLISHED_TEXT.encode()) == base64.b64decode(PUBLISHED_SIGNATURE)


def test_a_note_is_three_lines_an_empty_line_and_two_signatures_of_the_same_key():
    origin, size, root, empty, plain, dated, end = NOTE.split("\n")
    assert (origin, size, empty, end) == ("handbook.example/ledger", "42", "", "")
    assert base64.b64decode(root) == bytes(32)
    assert plain.startswith("— handbook.example/ledger ")
    assert dated.startswith("— handbook.example/ledger ")


def test_what_was_signed_comes_back():
    assert verify_note(NOTE, KEY.verifier) == HEAD
    assert signed_at(NOTE, KEY.verifier) == AT
    assert parse_note(NOTE).head == HEAD


def test_the_dated_line_is_a_cosignature_over_time_and_text():
    dated = base64.b64decode(NOTE.split("\n")[5].split(" ")[2])
    message = f"cosignature/v1\ntime {int(AT.timestamp())}\n{HEAD.text()}"
    assert dated[:4] == KEY.verifier.key_id(4)
    assert int.from_bytes(dated[4:12]) == int(AT.timestamp())
    assert KEY.verifier.verifies(message.encode(), dated[12:])


def test_signatures_of_witnesses_are_left_alone():
    witness = SigningKey("witness.example", bytes(32))
    more = sign_note(HEAD, AT, witness).split("\n\n")[1]
    assert verify_note(NOTE + more, KEY.verifier) == HEAD


def test_it_refuses_a_note_that_only_another_key_signed():
    stranger = SigningKey(KEY.name, bytes(32))
    with pytest.raises(Invalid, match="not signed with the key of the ledger"):
        verify_note(sign_note(HEAD, AT, stranger), KEY.verifier)


def test_it_refuses_a_note_of_another_log_signed_with_this_key():
    with pytest.raises(Invalid, match="signature of this checkpoint is wrong"):
        verify_note(sign_note(TreeHead("other.example/ledger", 42, bytes(32)), AT, KEY), KEY.verifier)


def changed(place: int) -> str:
    return NOTE[:place] + ("A" if NOTE[place] != "A" else "B") + NOTE[place + 1 :]


def test_it_refuses_a_note_with_any_character_altered_up_to_its_first_signature():
    for place in range(NOTE.rindex("\n—") + 1):
        with pytest.raises(Invalid):
            verify_note(changed(place), KEY.verifier)


def test_a_dated_line_with_any_character_altered_is_refused_or_dates_nothing():
    for place in range(NOTE.rindex("\n—") + 1, len(NOTE)):
        try:
            verify_note(changed(place), KEY.verifier)
        except Invalid:
            continue
        assert signed_at(changed(place), KEY.verifier) is None


def test_it_refuses_a_dated_line_whose_time_was_moved():
    line = NOTE.split("\n")[5].split(" ")[2]
    moved = bytearray(base64.b64decode(line))
    moved[11] ^= 1
    with pytest.raises(Invalid, match="wrong"):
        verify_note(NOTE.replace(line, base64.b64encode(moved).decode()), KEY.verifier)


def test_it_refuses_a_dated_line_that_was_cut_short():
    line = NOTE.split("\n")[5].split(" ")[2]
    short = base64.b64encode(base64.b64decode(line)[:-1]).decode()
    with pytest.raises(Invalid, match="wrong"):
        verify_note(NOTE.replace(line, short), KEY.verifier)


def test_a_note_without_a_dated_line_has_no_time():
    plain = "\n".join(NOTE.split("\n")[:5]) + "\n"
    assert verify_note(plain, KEY.verifier) == HEAD
    assert signed_at(plain, KEY.verifier) is None


ROOT = base64.b64encode(bytes(32)).decode()
LINE = NOTE.split("\n")[4]


@pytest.mark.parametrize(
    "note",
    [
        "",
        "\n\n",
        f"log\n1\n{ROOT}\n",
        f"log\n1\n{ROOT}\n\n",
        f"log\n1\n{ROOT}\n\n{LINE}",
        f"log\n{ROOT}\n\n{LINE}\n",
        f"\n1\n{ROOT}\n\n{LINE}\n",
        f"log\n01\n{ROOT}\n\n{LINE}\n",
        f"log\n-1\n{ROOT}\n\n{LINE}\n",
        f"log\n²\n{ROOT}\n\n{LINE}\n",
        f"log\n1\n{ROOT[:-4]}\n\n{LINE}\n",
        f"log\n1\n{ROOT[:-2]}B=\n\n{LINE}\n",
        f"log\n1\nnot base64!\n\n{LINE}\n",
        f"log\n1\n{ROOT}\n\n- log AAAAAAAA\n",
        f"log\n1\n{ROOT}\n\n— log AAAA\n",
        f"log\n1\n{ROOT}\n\n—  AAAAAAAA\n",
        f"log\r\n1\n{ROOT}\n\n{LINE}\n",
        f"log\n1\n{ROOT}\n\n" + f"{LINE}\n" * 200,
    ],
)
def test_it_refuses_what_has_not_the_form_of_a_checkpoint(note: str):
    with pytest.raises(Invalid, match="not a checkpoint"):
        parse_note(note)


@pytest.mark.parametrize("text", ["", "a+b", "a+00000000+????", PUBLISHED_KEY[:-4] + "AAAA", "a+00000000+AQ=="])
def test_it_refuses_what_is_not_a_public_key(text: str):
    with pytest.raises(Invalid, match="not the public key"):
        parse_verifier(text)
