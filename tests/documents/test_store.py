"""The store keeps what it was given under its own hash, and notices when it no longer does."""

import hashlib
import os
import subprocess
import sys
import threading
from datetime import timedelta

import pytest

from handbook.core.errors import NotFound
from handbook.documents.store import Store, StoreDamaged
from tests.documents import papers


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "store")


def test_what_was_put_comes_back_under_its_hash(store):
    name = store.put(b"abc")
    assert name == hashlib.sha256(b"abc").hexdigest()
    assert store.get(name) == b"abc"
    assert store.path(name) == store.root / name[:2] / name[2:4] / name
    with store.open(name) as file:
        assert file.read(2) == b"ab"


def test_putting_it_again_changes_nothing(store):
    name = store.put(b"abc")
    before = store.path(name).stat().st_ino
    assert store.put(b"abc") == name
    assert store.path(name).stat().st_ino == before


def test_only_the_file_itself_is_left(store):
    name = store.put(b"abc")
    assert [file.name for file in store.path(name).parent.iterdir()] == [name]


def test_it_refuses_what_was_changed_on_the_disk(store):
    name = store.put(b"abc")
    store.path(name).chmod(0o600)
    store.path(name).write_bytes(b"abd")
    with pytest.raises(StoreDamaged, match=name):
        store.get(name)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "0" * 63, "0" * 64 + "\n", "G" * 64, "A" * 64])
def test_it_takes_nothing_for_a_name_that_is_none(store, name):
    for ask in (store.get, store.path, store.open):
        with pytest.raises(NotFound):
            ask(name)


def test_it_says_what_it_does_not_hold(store):
    with pytest.raises(NotFound, match="holds no file"):
        store.get("0" * 64)
    with pytest.raises(NotFound, match="holds no file"):
        store.open("0" * 64)


def test_file_and_folder_are_on_the_disk_before_the_name_is_given_out(store, tmp_path):
    """Ask the kernel: each file is synced before its renaming, its folder after it, and nothing is said in between."""
    program = (
        "import os, sys; from pathlib import Path; from handbook.documents.store import Store; done = []\n"
        "sync, move = os.fsync, Path.replace\n"
        "os.fsync = lambda handle: (done.append('folder' if os.path.isdir(f'/proc/self/fd/{handle}') else 'file'), "
        "sync(handle))[1]\n"
        "Path.replace = lambda path, to: (done.append('rename'), move(path, to))[1]\n"
        "Store(Path(sys.argv[1])).put(b'abc'); print(done[-3:])"
    )
    said = subprocess.run(
        [sys.executable, "-c", program, tmp_path / "store"], capture_output=True, text=True, check=True
    )
    assert said.stdout.strip() == "['file', 'rename', 'folder']"


def test_many_may_put_the_same_at_once(store):
    names = []
    threads = [threading.Thread(target=lambda: names.append(store.put(bytes(100_000)))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(names)) == 1
    assert len(names) == 8
    assert store.get(names[0]) == bytes(100_000)


def test_orphans_are_swept_after_a_day_and_nothing_else(store):
    kept, fresh, orphan = store.put(b"kept"), store.put(b"fresh"), store.put(b"orphan")
    half = store.path(orphan).with_name(orphan + ".0011.part")
    half.write_bytes(b"half")
    old = (papers.AT - timedelta(days=2)).timestamp()
    for path in (store.path(kept), store.path(orphan), half):
        os.utime(path, (old, old))
    os.utime(store.path(fresh), (papers.AT.timestamp(),) * 2)
    assert sorted(store.sweep({kept}, papers.AT)) == sorted([orphan, half.name])
    assert store.get(kept) == b"kept"
    assert store.get(fresh) == b"fresh"


def test_an_orphan_that_is_put_again_is_kept_for_another_day(store):
    name = store.put(b"abc")
    old = (papers.AT - timedelta(days=2)).timestamp()
    os.utime(store.path(name), (old, old))
    store.put(b"abc")
    assert store.sweep(set(), papers.AT) == []
