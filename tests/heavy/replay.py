"""The history of a handbook lived through again, a revision an edition; and checks that know nothing of our code.

`python -m tests.heavy.replay REPOSITORY [--most N]` replays the Markdown files at the top of a git repository along its
first parents. Nothing of them is kept: the installation lies in a folder that goes when the replay ends.
"""

import argparse
import io
import subprocess
import tarfile
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

import lxml.html
from flask import Flask
from flask.testing import FlaskClient

from handbook.acknowledgements.delta import Earlier, delta_of
from handbook.app import create_app
from handbook.core.errors import Invalid
from handbook.rules import changes, checks, compiling, operations, queries
from handbook.rules.changes import RuleChange
from handbook.rules.queries import EditionRow
from handbook.settings import Settings
from handbook.setup.operations import bring_up_to_date
from tests import factories

PROFILE, LANGUAGE = "everyone", "en"
UNCHANGED = "Nothing has changed since edition"
Files = Mapping[str, str]


@dataclass
class Lived:
    """One edition of the replay: the texts as the handbook holds them, and what it cost to publish them."""

    edition: EditionRow
    sources: dict[str, str]
    pages: dict[str, str]
    seconds: float
    rendered: int
    touched: int


@dataclass
class Replay:
    """A history that was published; `refused` counts revisions that the checks of the rules did not let pass."""

    lived: list[Lived] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    unchanged: int = 0

    def live(self, history: Iterable[Files], folder: Path) -> None:
        """Import and publish each revision that changes a text (inside an application context)."""
        for number, files in enumerate(history, 1):
            _write(folder, files)
            try:
                self._publish(folder, number)
            except Invalid as error:
                if UNCHANGED in str(error):
                    self.unchanged += 1
                else:
                    self.refused.append(f"revision {number}: {error}")

    def _publish(self, folder: Path, number: int) -> None:
        begun = time.perf_counter()
        found = checks.read_language(folder, LANGUAGE)
        operations.import_texts("replay", LANGUAGE, found.sources, found.outline)
        with _counted() as rendered:
            edition = operations.publish("replay", f"Revision {number}.")
        seconds = time.perf_counter() - begun
        texts = {text.rule_id: text for text in queries.texts_of(edition, LANGUAGE)}
        sources = {source.id: source.body for source in found.sources}
        before = self.lived[-1].sources if self.lived else {}
        touched = sum(before.get(rule_id) != body for rule_id, body in sources.items())
        pages = {rule_id: text.html for rule_id, text in texts.items()}
        self.lived.append(Lived(edition, sources, pages, seconds, sum(rendered), touched))


def differences_are_right(older: Lived, newer: Lived) -> int:
    """Hold that what is told to differ is what differs; return how many rules do."""
    told = {one.rule_id: one for one in changes.between(older.edition, newer.edition, LANGUAGE)}
    gone, come = older.pages.keys() - newer.pages.keys(), newer.pages.keys() - older.pages.keys()
    other = {one for one in older.pages.keys() & newer.pages.keys() if older.sources[one] != newer.sources[one]}
    assert {one for one, change in told.items() if change.change == "removed"} == gone
    assert {one for one, change in told.items() if change.change == "new"} == come
    assert other <= told.keys() - gone - come
    for rule_id, change in told.items():
        _words_add_up(change, older.pages.get(rule_id, ""), newer.pages.get(rule_id, ""))
    return len(told)


def delta_is_right(signed: Lived, now: Lived) -> int:
    """Hold that who signed one edition must read exactly the texts that are other ones now; return how many."""
    page = queries.page(now.edition.id, PROFILE, LANGUAGE)
    earlier = Earlier(signed.edition.number, signed.edition.id, PROFILE, LANGUAGE)
    delta = delta_of(now.edition, page, [earlier])
    other = {one for one, body in now.sources.items() if signed.sources.get(one) != body}
    assert other <= set(delta.required)
    # A rule can also be asked for because something about it changed that is no word of it: its number, its chapter.
    assert all(one in other or now.sources[one] == signed.sources[one] for one in delta.required)
    assert {one.rule_id for one in delta.removed} == signed.sources.keys() - now.sources.keys()
    return len(delta.required)


def page_speed(client: FlaskClient, address: str, times: int = 40) -> float:
    """Return the median seconds of a page, asked for so many times."""
    seconds = []
    for _each in range(times):
        begun = time.perf_counter()
        answer = client.get(address)
        seconds.append(time.perf_counter() - begun)
        assert answer.status_code == 200, answer.status_code
    return median(seconds)


def _words_add_up(change: RuleChange, before: str, after: str) -> None:
    """Hold that the blocks lead from one page to the other: sign by sign, and in the order in which they stand."""
    old, new = _plain(before), _plain(after)
    balance = Counter(new)
    balance.subtract(old)
    at = {"removed": 0, "added": 0}
    for block in change.blocks:
        for side, page in (("removed", old), ("added", new)):
            words = _squeezed("".join(part.text for part in block if part.kind in ("same", side)))
            found = page.find(words, at[side])
            assert found >= 0, f"{change.rule_id}: these words do not stand there: {words[:200]!r}"
            at[side] = found + len(words)
        for part in block:
            if part.kind != "same":
                signs = Counter(_squeezed(part.text))
                balance.subtract(signs) if part.kind == "added" else balance.update(signs)
    wrong = {sign: count for sign, count in balance.items() if count}
    assert not wrong, f"{change.rule_id}: the difference leaves a rest: {wrong}"


def _plain(html: str) -> str:
    return _squeezed(lxml.html.fromstring(f"<div>{html}</div>").text_content()) if html else ""


def _squeezed(words: str) -> str:
    return "".join(words.split())


@contextmanager
def _counted() -> Iterator[list[int]]:
    """Count the texts that are rendered while an edition is published."""
    seen: list[int] = []
    render = compiling.render_apart

    def counted(texts: Sequence[tuple[str, str]], **more: Any) -> Any:
        seen.append(len(texts))
        return render(texts, **more)

    compiling.render_apart = counted
    try:
        yield seen
    finally:
        compiling.render_apart = render


def _write(folder: Path, files: Files) -> None:
    for path in folder.glob("*.md"):
        path.unlink()
    for name, words in files.items():
        (folder / name).write_text(words, encoding="utf-8")


def revisions(repository: Path, most: int, every: int = 1) -> Iterator[Files]:
    """Yield the Markdown files at the top of a repository, revision by revision, the oldest first."""
    listed = _git(repository, "rev-list", "--reverse", "--first-parent", "HEAD", "--", "*.md").decode().split()
    for commit in listed[::every][:most]:
        with tarfile.open(fileobj=io.BytesIO(_git(repository, "archive", "--format=tar", commit))) as tar:
            members = [one for one in tar if one.isfile() and "/" not in one.name and one.name.endswith(".md")]
            yield {one.name: tar.extractfile(one).read().decode("utf-8", "replace") for one in members}  # type: ignore[union-attr]


def _git(repository: Path, *words: str) -> bytes:
    return subprocess.run(["git", "-C", str(repository), *words], capture_output=True, check=True).stdout


def founded(folder: Path) -> Flask:
    """Found a company with people and no handbook."""
    app = create_app(Settings(handbook_data=folder, handbook_base_url="http://localhost"))
    with app.app_context():
        bring_up_to_date()
        factories.found_company()
    return app


def judge(replay: Replay) -> None:
    """Check each step, each edition beside the last, and each delta; raise AssertionError for a fault."""
    lived = replay.lived
    steps = sum(differences_are_right(older, newer) for older, newer in pairwise(lived))
    wide = sum(differences_are_right(one, lived[-1]) for one in lived[:-1])
    deltas = sum(delta_is_right(one, lived[-1]) for one in lived[:-1])
    middle = lived[len(lived) // 2]
    deltas += sum(delta_is_right(one, middle) for one in lived[: len(lived) // 2])
    dear = [one.edition.number for one in lived if one.rendered > one.touched]
    assert not dear, f"these editions rendered texts that had not changed: {dear[:10]}"
    print(
        f"{len(lived)} editions, {replay.unchanged} revisions without a change of text, {len(replay.refused)} refused"
    )
    print(
        f"differences: {steps} from edition to edition, {wide} to the last one; {deltas} sections to read again: right"
    )


def told_cost(lived: list[Lived], app: Flask) -> None:
    """Print what an edition and a page cost at the beginning and at the end."""
    few = max(2, min(20, len(lived) // 4))
    for name, those in (("first", lived[1 : few + 1]), ("last", lived[-few:])):
        pages = those[-1].pages.values()
        words = sum(len(page.split()) for page in pages)
        each = median(one.seconds for one in those)
        print(f"{name} {few}: {each:.2f} s an edition, {len(pages)} texts, {words} words")
    client = app.test_client()
    with app.app_context():
        token = factories.session_of("asha")
    with client.session_transaction() as kept:
        kept.update(language="en", _user_id=token, _fresh=True)
    rule_id = min(lived[0].pages.keys() & lived[-1].pages.keys())
    for one in (lived[0], lived[-1]):
        number = one.edition.number
        contents = page_speed(client, f"/handbook/{number}/en")
        text = page_speed(client, f"/handbook/{number}/en/rules/{rule_id}")
        print(f"edition {number}: contents {contents * 1000:.1f} ms, the rule {rule_id} {text * 1000:.1f} ms")


def main() -> None:
    """Replay a repository and print what was found."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("repository", type=Path)
    asked.add_argument("--most", type=int, default=10_000)
    asked.add_argument("--every", type=int, default=1)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as place:
        app = founded(Path(place, "data"))
        folder = Path(place, "texts")
        folder.mkdir()
        replay = Replay()
        with app.app_context():
            replay.live(revisions(given.repository, given.most, given.every), folder)
            judge(replay)
        told_cost(replay.lived, app)
        for words in replay.refused:
            print(words)


if __name__ == "__main__":
    main()
