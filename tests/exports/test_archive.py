"""The ZIP in the making: whole for every reader, whatever the size, and gone on with wherever its writer died."""

import io
import zipfile
from pathlib import Path

import pytest

from handbook.core.errors import Conflict
from handbook.exports.archive import Archive, closing_records

NAMES = [f"paper-{number:02}.pdf" for number in range(12)]
BATCH = 3


class Dead(Exception):
    """The writer died here."""


def test_it_holds_what_was_written_and_the_list(tmp_path: Path):
    write(tmp_path)
    it_is_whole(tmp_path / "out.zip")


@pytest.mark.parametrize("at", range(1, len(NAMES) + 1))
def test_a_writer_that_dies_loses_a_batch_and_the_next_one_goes_on(tmp_path: Path, at: int):
    with pytest.raises(Dead):
        write(tmp_path, die_at=at)
    assert not (tmp_path / "out.zip").exists()
    again = write(tmp_path)
    assert again == NAMES[(at - 1) // BATCH * BATCH :], "what was kept is not done again"
    it_is_whole(tmp_path / "out.zip")


def test_a_writer_that_dies_over_each_batch_comes_to_an_end(tmp_path: Path):
    lives = 0
    while not (tmp_path / "out.zip").exists():
        lives += 1
        try:
            write(tmp_path, die_at=min(len(NAMES) + 1, lives * BATCH + 1))
        except Dead:
            continue
    assert lives == len(NAMES) // BATCH
    it_is_whole(tmp_path / "out.zip")


def test_a_writer_that_dies_before_the_whole_has_its_name_is_followed_by_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def die(*_all: object) -> None:
        raise Dead

    with monkeypatch.context() as patched, pytest.raises(Dead):
        patched.setattr("handbook.exports.archive.closing_records", die)
        write(tmp_path)
    assert write(tmp_path) == []
    it_is_whole(tmp_path / "out.zip")


def test_what_was_written_after_the_last_point_is_cut_away_even_where_it_looks_whole(tmp_path: Path):
    with pytest.raises(Dead):
        write(tmp_path, die_at=4)
    for name in ("entries", "directory", "index"):
        with (tmp_path / "work" / name).open("ab") as file:
            file.write(b"PK\x05\x06 half a record")
    write(tmp_path)
    it_is_whole(tmp_path / "out.zip")


def test_an_archive_of_nothing_is_an_archive(tmp_path: Path):
    with Archive(tmp_path / "work") as archive:
        archive.finish("list.txt", tmp_path / "out.zip")
    assert zipfile.ZipFile(tmp_path / "out.zip").namelist() == ["list.txt"]


def test_its_folder_is_gone_when_it_is_done(tmp_path: Path):
    write(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["out.zip"]


def test_two_writers_never_write_the_same(tmp_path: Path):
    with Archive(tmp_path / "work"), pytest.raises(Conflict, match="Another worker is writing this file"):
        Archive(tmp_path / "work")


def test_nobody_else_on_the_machine_reads_it_meanwhile(tmp_path: Path):
    with Archive(tmp_path / "work"):
        assert (tmp_path / "work").stat().st_mode & 0o777 == 0o700
        assert {path.stat().st_mode & 0o777 for path in (tmp_path / "work").iterdir()} == {0o600}


def test_readers_find_the_directory_of_an_archive_with_very_many_files(tmp_path: Path):
    """The count does not fit into the old record: readers must take it from the new one."""
    count = 65_536
    with Archive(tmp_path / "work") as archive:
        with archive.batch() as writer:
            for number in range(count):
                writer.writestr(f"{number}", b"")
        archive.keep(count)
        archive.finish("list.txt", tmp_path / "out.zip")
    assert len(zipfile.ZipFile(tmp_path / "out.zip").infolist()) == count + 1


def test_readers_find_the_directory_of_an_archive_beyond_four_gigabytes(tmp_path: Path):
    """A hole stands for the entries of before, so that the test writes next to nothing."""
    far = 1 << 32
    with Archive(tmp_path / "work") as archive:
        (tmp_path / "work" / "entries").open("r+b").truncate(far)
        with archive.batch() as writer:
            writer.writestr(NAMES[0], NAMES[0])
        archive.keep(1)
        archive.finish("list.txt", tmp_path / "out.zip")
    with zipfile.ZipFile(tmp_path / "out.zip") as whole:
        assert whole.getinfo(NAMES[0]).header_offset == far
        assert whole.read(NAMES[0]) == NAMES[0].encode()


def test_a_small_archive_needs_no_new_records():
    assert len(list(closing_records(2, 100, 1000))) == 1
    assert len(list(closing_records(65_535, 100, 1000))) == 3


def write(folder: Path, die_at: int = 0) -> list[str]:
    """Write what is missing in batches and return it; die over the entry of this number, counted from one."""
    written = []
    with Archive(folder / "work") as archive:
        while archive.point.done < len(NAMES):
            start = archive.point.done
            names = NAMES[start : start + BATCH]
            with archive.batch() as writer:
                for number, name in enumerate(names, start + 1):
                    writer.writestr(name, name * 50)
                    written.append(name)
                    if number == die_at:
                        raise Dead
            archive.index.write("".join(f"{name}\n" for name in names).encode())
            archive.keep(start + len(names))
        archive.finish("list.txt", folder / "out.zip")
    return written


def it_is_whole(path: Path) -> None:
    """See that every entry is there once, in order, with its bytes, and in the list."""
    data = path.read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [*NAMES, "list.txt"]
        assert [archive.read(name) for name in NAMES] == [(name * 50).encode() for name in NAMES]
        assert archive.read("list.txt").decode().split() == NAMES
