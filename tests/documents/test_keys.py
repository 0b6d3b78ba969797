"""The sealing keys are made once, kept to the owner alone, and never made anew behind anybody's back."""

import os
import stat
from datetime import timedelta

import pytest

from handbook.documents import keys
from handbook.documents.keys import KeysUnusable
from tests.documents import papers


@pytest.fixture
def folder(tmp_path):
    keys.seal_keys(tmp_path / "secrets", expected=False, at=papers.AT, company="Godavari Stores")
    return tmp_path / "secrets"


def test_the_first_run_makes_an_authority_for_twenty_years_and_a_key_for_two(folder):
    made = keys.load(folder)
    assert made.authority.not_valid_after_utc - papers.AT > timedelta(days=20 * 365)
    assert timedelta(days=729) < made.lasts_until - papers.AT < timedelta(days=731)
    assert len(made.ca_fingerprint) == len(made.key_id) == 64
    made.certificate.verify_directly_issued_by(made.authority)


def test_files_and_folder_belong_to_the_owner_alone(folder):
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}
    assert {file.name for file in folder.iterdir()} == set(keys.FILES)


def test_the_keys_stay_the_same(folder):
    assert keys.seal_keys(folder, expected=True, at=papers.AT) == keys.load(folder)
    assert keys.load(folder).key is keys.load(folder).key


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o660, 0o604, 0o620])
@pytest.mark.parametrize("name", keys.FILES)
def test_it_refuses_keys_that_others_can_read_or_change(folder, name, mode):
    (folder / name).chmod(mode)
    with pytest.raises(KeysUnusable, match="chmod 600"):
        keys.seal_keys(folder, expected=True, at=papers.AT)


@pytest.mark.parametrize("name", keys.FILES)
def test_it_refuses_when_one_file_is_gone_and_makes_nothing_anew(folder, name):
    (folder / name).unlink()
    before = sorted(file.name for file in folder.iterdir())
    with pytest.raises(KeysUnusable, match="backup"):
        keys.seal_keys(folder, expected=True, at=papers.AT)
    assert sorted(file.name for file in folder.iterdir()) == before


def test_missing_keys_are_never_replaced_while_sealed_documents_exist(tmp_path):
    with pytest.raises(KeysUnusable, match="backup"):
        keys.seal_keys(tmp_path / "secrets", expected=True, at=papers.AT)
    assert not (tmp_path / "secrets").exists()


def test_it_refuses_a_key_of_another_user(folder, monkeypatch):
    stranger = os.geteuid() + 1
    monkeypatch.setattr(os, "geteuid", lambda: stranger)  # only root could give the file itself away
    with pytest.raises(KeysUnusable, match="another user"):
        keys.load(folder)


def test_it_refuses_a_link_in_place_of_a_key(folder, tmp_path):
    (folder / keys.LEAF_KEY).rename(tmp_path / "elsewhere")
    (folder / keys.LEAF_KEY).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(KeysUnusable, match="plain file"):
        keys.load(folder)


def test_it_refuses_a_key_and_a_certificate_that_do_not_belong_together(folder, tmp_path):
    other = tmp_path / "other"
    keys.seal_keys(other, expected=False, at=papers.AT)
    (folder / keys.LEAF_KEY).write_bytes((other / keys.LEAF_KEY).read_bytes())
    keys._read.cache_clear()
    with pytest.raises(KeysUnusable, match="belong together"):
        keys.load(folder)


def test_it_refuses_a_certificate_of_another_authority(folder, tmp_path):
    other = tmp_path / "other"
    keys.seal_keys(other, expected=False, at=papers.AT, company="Godavari Stores")
    (folder / keys.AUTHORITY_CERTIFICATE).write_bytes((other / keys.AUTHORITY_CERTIFICATE).read_bytes())
    keys._read.cache_clear()
    with pytest.raises(KeysUnusable, match="not issued by"):
        keys.load(folder)


def test_a_key_near_its_end_is_renewed_under_the_same_authority_and_its_certificate_kept(folder):
    old = keys.load(folder)
    later = old.lasts_until - timedelta(days=20)
    new = keys.seal_keys(folder, expected=True, at=later)
    assert new.ca_fingerprint == old.ca_fingerprint
    assert new.key_id != old.key_id
    assert new.lasts_until - later > timedelta(days=700)
    (kept,) = folder.glob("seal-*.pem")
    assert kept.read_bytes() == old.certificate.public_bytes(keys.Encoding.PEM)
    assert keys.load(folder) == new
