"""The guards gone and anything altered: one command finds it, every time; and nothing where nothing was altered."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Column, Table, UniqueConstraint, func, select

from handbook.core import guards
from handbook.core.access_log import AccessEntry
from handbook.core.db import Base, db, new_id
from handbook.core.transaction import transaction
from handbook.documents.models import DocumentTail
from handbook.ledger import tree
from handbook.ledger.checkpoints import write_checkpoint
from handbook.ledger.leaves import LeafData, commitment, leaf_bytes
from handbook.ledger.models import EVIDENCE, Checkpoint, Leaf, Node, table_of
from handbook.ledger.nodes import count_at, keep
from handbook.ledger.records import moment_text, shape_of
from tests.heavy import story
from tests.heavy.conftest import Company, copied
from tests.heavy.forger import Forger, Row, others
from tests.installation import Installation, free_port

# The toys of other tests are evidence too, in tables of another base.
KINDS = {kind: table_of(model) for kind, model in sorted(EVIDENCE.items()) if issubclass(model, Base)}
LEAF, NODE, CHECKPOINT, READING, TAIL = (
    table_of(model) for model in (Leaf, Node, Checkpoint, AccessEntry, DocumentTail)
)
TABLES = {table.name: table for table in [*KINDS.values(), LEAF, NODE, CHECKPOINT, READING]}


@dataclass
class Scene:
    """A company with something in every table, its guards gone; an older copy of it, and a checkpoint kept outside."""

    company: Company
    older: Company
    forger: Forger
    outside: Path
    counted: dict[str, int] = field(default_factory=dict)

    def verify(self, checkpoint: Path | None = None, company: Company | None = None) -> int:
        """Run `flask ledger verify`, by default with the checkpoint kept outside, and return its exit code."""
        app = (company or self.company).app
        with app.app_context():
            command = ["ledger", "verify", "--checkpoint", str(checkpoint or self.outside)]
            done = app.test_cli_runner().invoke(args=command)
            db.session.remove()
        assert done.exit_code == (1 if done.stderr else 0), done.output
        return int(done.exit_code)

    def is_sound_in_itself(self, company: Company | None = None) -> bool:
        """Tell whether the command finds nothing where no checkpoint from outside is at hand."""
        app = (company or self.company).app
        with app.app_context():
            done = app.test_cli_runner().invoke(args=["ledger", "verify"])
            db.session.remove()
        return bool(done.exit_code == 0)

    def finds(self, what: str, detail: str = "") -> None:
        """Count an alteration that stands at this moment, and insist that it is found."""
        self.counted[what] = self.counted.get(what, 0) + 1
        assert self.verify() == 1, f"not found: {what} {detail}"


@pytest.fixture(scope="module")
def told(company: Company, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Scene]:
    """Tell the story, keep an older copy from its beginning, and drop the guards behind the program's back."""
    folder = tmp_path_factory.mktemp("outside")
    with ExitStack() as stack:
        with company.app.app_context():
            story.sign("meera")
            story.checkpoint()
        older = stack.enter_context(copied(company, folder / "older"))
        with company.app.app_context():
            story.tell()
            write_checkpoint(folder / "checkpoint.txt")
            with db.engine.begin() as connection:
                guards.remove(connection)
            db.session.remove()
        forger = Forger(company.settings.database)
        stack.callback(forger.close)
        scene = Scene(company, older, forger, folder / "checkpoint.txt")
        yield scene
        with request.config.pluginmanager.getplugin("capturemanager").global_and_fixture_disabled():
            print(f"\nmade on {company.database}, and each of them found: {scene.counted}")


@pytest.fixture
def scene(told: Scene) -> Iterator[Scene]:
    """The same for one test, which must leave everything as it was."""
    yield told
    assert told.verify() == 0, "the test has not put everything back"


def test_an_untouched_ledger_has_no_fault(scene: Scene):
    assert scene.verify() == 0


def test_the_story_leaves_a_row_in_every_table_of_evidence(scene: Scene):
    empty = [kind for kind, table in KINDS.items() if not scene.forger.rows(table)]
    assert not empty, f"Let the story in tests/heavy/story.py come by what writes {', '.join(empty)}."


@pytest.mark.parametrize("name", TABLES)
def test_another_value_in_any_column_is_found(scene: Scene, name: str):
    table = TABLES[name]
    rows, altered = scene.forger.rows(table), set()
    for column in table.columns:
        for row in _examples(rows, column.name):
            for other in others(column, row[column.name], is_sqlite=scene.forger.is_sqlite):
                with scene.forger.changed(table, row, **{column.name: other}):
                    scene.finds("a value changed", f"{name}.{column.name}: {row[column.name]!r} to {other!r}")
                altered.add(column.name)
    assert altered == set(table.columns.keys())


@pytest.mark.parametrize("name", TABLES)
def test_a_row_that_was_taken_out_is_found(scene: Scene, name: str):
    table = TABLES[name]
    for row in scene.forger.rows(table):
        scene.forger.delete(table, row)
        if table is not CHECKPOINT:  # nobody promises to keep each of them: that is why one is kept outside
            scene.finds("a row taken out", f"of {name}: {row}")
        scene.forger.insert(table, row)


@pytest.mark.parametrize("kind", KINDS)
def test_a_row_that_was_slipped_in_is_found(scene: Scene, kind: str):
    table = KINDS[kind]
    row = scene.forger.rows(table)[0]
    is_sqlite = scene.forger.is_sqlite
    unlike = {column.name: others(column, row[column.name], is_sqlite=is_sqlite)[0] for column in _unique(table)}
    slipped = row | unlike | {"id": new_id()}
    scene.forger.insert(table, slipped)
    scene.finds("a row slipped in", f"into {table.name}")
    scene.forger.delete(table, slipped)


def test_a_leaf_dropped_with_its_gap_closed_is_found_at_every_position(scene: Scene):
    leaves = scene.forger.rows(LEAF)
    for position in range(len(leaves)):
        with scene.forger.passing(LEAF):
            scene.forger.restore(LEAF, _numbered(leaves[:position] + leaves[position + 1 :]))
            scene.finds("a leaf dropped", f"at {position}")


def test_a_leaf_put_in_between_is_found_at_every_position(scene: Scene):
    leaves = scene.forger.rows(LEAF)
    for position, leaf in enumerate(leaves):
        with scene.forger.passing(LEAF):
            more = leaf | {"record_id": new_id()}
            scene.forger.restore(LEAF, _numbered([*leaves[:position], more, *leaves[position:]]))
            scene.finds("a leaf put in", f"at {position}")


def test_two_neighbours_that_changed_places_are_found_at_every_position(scene: Scene):
    leaves = scene.forger.rows(LEAF)
    for position in range(len(leaves) - 1):
        first, second = leaves[position : position + 2]
        with scene.forger.passing(LEAF):
            scene.forger.restore(LEAF, _numbered([*leaves[:position], second, first, *leaves[position + 2 :]]))
            scene.finds("two leaves exchanged", f"at {position}")


def test_a_forger_who_makes_the_whole_tree_anew_is_found_by_the_checkpoint_outside(scene: Scene):
    table = KINDS["acknowledgement.signed"]
    signature = scene.forger.rows(table)[0]
    with scene.forger.passing(LEAF, NODE, CHECKPOINT), scene.forger.changed(table, signature, typed_name="Somebody"):
        _recommit(scene, table, signature["id"])
        scene.forger.restore(CHECKPOINT, [])
        _grow_anew(scene)
        assert scene.is_sound_in_itself(), "nothing inside the database can tell any more"
        scene.finds("the whole tree made anew")


@pytest.mark.parametrize("cut", [1, 2, 7])
def test_a_ledger_cut_short_is_found_by_the_checkpoint_outside(scene: Scene, cut: int):
    leaves = scene.forger.rows(LEAF)
    size = len(leaves) - cut
    gone = [KINDS[leaf["type"]] for leaf in leaves[size:]]
    with scene.forger.passing(LEAF, NODE, CHECKPOINT, TAIL, *set(gone)):
        for leaf, table in zip(leaves[size:], gone, strict=True):
            scene.forger.delete(LEAF, leaf)
            scene.forger.delete(table, {"id": leaf["record_id"]})
        scene.forger.run("DELETE FROM ledger_node WHERE number >= ?", count_at(size))
        scene.forger.run("DELETE FROM ledger_checkpoint WHERE size > ?", size)
        scene.forger.run("DELETE FROM document_tail WHERE sha256 NOT IN (SELECT tail_sha256 FROM sealed_document)")
        assert scene.is_sound_in_itself(), "a shorter ledger is sound in itself"
        scene.finds("the end cut off", f"by {cut}")


def test_a_database_put_back_to_an_older_copy_is_found_and_stays_found_when_it_goes_on(scene: Scene):
    older = scene.older
    assert scene.is_sound_in_itself(older), "an older copy is sound in itself"
    assert scene.verify(company=older) == 1
    with older.app.app_context():
        while _size() <= len(scene.forger.rows(LEAF)):
            story.complain("ravi", customer="Mr Rao")
    assert scene.is_sound_in_itself(older)
    assert scene.verify(company=older) == 1
    scene.counted["the whole database put back"] = 2


def test_a_checkpoint_that_was_altered_outside_is_refused(scene: Scene, tmp_path: Path):
    note = scene.outside.read_text(encoding="utf-8")
    # Further lines below may be of other signers, and are left alone.
    text_and_plain_signature = note.index("\n", note.index("\n\n") + 2)
    altered = tmp_path / "altered.txt"
    for place in range(text_and_plain_signature):
        altered.write_text(note[:place] + chr(ord(note[place]) ^ 1) + note[place + 1 :], encoding="utf-8", newline="")
        assert scene.verify(altered) == 1, f"not found: character {place} of the checkpoint"
    scene.counted["a character of the checkpoint outside"] = text_and_plain_signature


def test_the_command_in_a_process_of_its_own_says_the_same(scene: Scene):
    here = Installation(scene.company.settings.data_dir, free_port(), {"DATABASE_URL": scene.company.settings.database})
    command = ("ledger", "verify", "--checkpoint", str(scene.outside))
    assert here.flask(*command).returncode == 0
    for kind in ("acknowledgement.signed", "edition.published", "step.served"):
        table = KINDS[kind]
        row = scene.forger.rows(table)[0]
        with scene.forger.changed(table, row, salt=bytes(32)):
            done = here.flask(*command)
        assert done.returncode == 1
        assert f"{kind} {row['id']}" in done.stderr


def _examples(rows: list[Row], column: str) -> list[Row]:
    """Return a row in which this column is filled, and one in which it is not, as far as there are such."""
    filled = [row for row in rows if row[column] is not None][:1]
    return filled + [row for row in rows if row[column] is None][:1]


def _unique(table: Table) -> list[Column[Any]]:
    """Return the columns of which no two rows have the same."""
    keys = [rule.columns for rule in table.constraints if isinstance(rule, UniqueConstraint)]
    keys += [index.columns for index in table.indexes if index.unique]
    return [column for key in keys for column in key]


def _numbered(leaves: list[Row]) -> list[Row]:
    return [leaf | {"index": index} for index, leaf in enumerate(leaves)]


def _recommit(scene: Scene, table: Table, record_id: str) -> None:
    """Do what a forger would who has read this program: make the leaf fit the altered row."""
    shape = shape_of(table)
    query = select(table.c.schema, table.c.salt, *shape.select).where(table.c.id == record_id)
    with scene.company.app.app_context(), db.engine.connect() as connection:
        schema, salt, *values = connection.execute(query).one()
    made = commitment(salt, shape.record_bytes(values, schema))
    scene.forger.run("UPDATE ledger_leaf SET commitment = ? WHERE record_id = ?", made, record_id)


def _grow_anew(scene: Scene) -> None:
    """Make every kept hash fit the leaves."""
    scene.forger.restore(NODE, [])
    with scene.company.app.app_context():
        leaves = db.session.execute(select(Leaf.type, Leaf.schema, Leaf.at, Leaf.commitment).order_by(Leaf.index)).all()
        data = [LeafData(kind, schema, moment_text(at), made) for kind, schema, at, made in leaves]
        with transaction() as session:
            keep(session, tree.Frontier().extend([tree.leaf_hash(leaf_bytes(leaf)) for leaf in data]))
        db.session.remove()


def _size() -> int:
    return db.session.scalar(select(func.count()).select_from(Leaf)) or 0
