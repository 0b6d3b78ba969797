"""The key file: private, written once, never replaced."""

import stat
from pathlib import Path

import pytest

from handbook.core.errors import Invalid, Unavailable
from handbook.ledger.keys import FILE, create_key, load_key, parse_verifier


def test_a_new_key_is_private_and_can_be_read_again(tmp_path: Path):
    key = create_key(tmp_path / "secrets", "handbook.example/ledger")
    assert stat.S_IMODE((tmp_path / "secrets" / FILE).stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "secrets").stat().st_mode) == 0o700
    assert load_key(tmp_path / "secrets") == key
    assert parse_verifier(str(key.verifier)) == key.verifier


def test_two_keys_are_never_the_same(tmp_path: Path):
    assert create_key(tmp_path / "a", "log").seed != create_key(tmp_path / "b", "log").seed


def test_it_never_writes_over_a_key(tmp_path: Path):
    key = create_key(tmp_path, "log")
    with pytest.raises(FileExistsError):
        create_key(tmp_path, "log")
    assert load_key(tmp_path) == key


def test_the_secret_is_not_in_what_a_log_would_show(tmp_path: Path):
    key = create_key(tmp_path, "log")
    assert repr(key) == "SigningKey('log')"


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o644, 0o601])
def test_it_refuses_a_key_that_others_may_touch(tmp_path: Path, mode: int):
    create_key(tmp_path, "log")
    (tmp_path / FILE).chmod(mode)
    with pytest.raises(Unavailable, match="chmod 600"):
        load_key(tmp_path)


@pytest.mark.parametrize("text", ["", "log+c74f20a3", "PRIVATE+KEY+log+00000000+AQ==", "PRIVATE+KEY+log"])
def test_it_refuses_a_file_that_holds_no_key(tmp_path: Path, text: str):
    create_key(tmp_path, "log")
    (tmp_path / FILE).write_text(text)
    with pytest.raises(Unavailable, match="does not hold a key"):
        load_key(tmp_path)


def test_it_refuses_a_key_whose_parts_do_not_belong_together(tmp_path: Path):
    create_key(tmp_path, "log")
    text = (tmp_path / FILE).read_text()
    (tmp_path / FILE).write_text(text.replace("+log+", "+other+"))
    with pytest.raises(Unavailable, match="does not hold a key"):
        load_key(tmp_path)


@pytest.mark.parametrize("name", ["", "with space", "plus+sign", "two\nlines", "thin\u2009space", "cosignature/v1"])
def test_it_refuses_a_name_that_a_note_cannot_carry(tmp_path: Path, name: str):
    with pytest.raises(Invalid, match="cannot name a ledger"):
        create_key(tmp_path, name)
    assert not (tmp_path / FILE).exists()
