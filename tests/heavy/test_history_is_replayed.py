"""A handbook whose texts live: sixty revisions, told as differences and as what each earlier signer must read again."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.heavy.replay import Files, Replay, judge, told_cost

pytestmark = pytest.mark.database
REVISIONS, SEED = 60, 20261123
SPOKEN = (
    "greet listen customer, counter; “please” telephone: 24 hours € 50 queue gently సేవ కస్టమర్‌కు ग्राहक को नमस्ते "
    "klients laipni gaida apology again — never *always* `till` promise e\u0301clair naïve smile"
)
WORDS = SPOKEN.split()


class Author:
    """Somebody who rewrites a folder of Markdown at random, the same way each time."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.files = {f"text-{number}.md": self.text(number) for number in range(5)}
        self.past: list[dict[str, str]] = []

    def sentence(self) -> str:
        """Return a sentence of words in several scripts."""
        return " ".join(self.chance.choices(WORDS, k=self.chance.randint(4, 14))) + "."

    def block(self) -> str:
        """Return a paragraph, a list, a table, a quotation or a heading with a paragraph."""
        made = self.chance.choice(("paragraph", "list", "table", "quotation", "heading"))
        if made == "list":
            return "\n".join(f"- {self.sentence()}" for _each in range(self.chance.randint(2, 5)))
        if made == "table":
            return "| One | Two |\n|---|---|\n" + "\n".join(f"| {self.sentence()} | {number} |" for number in range(3))
        return {"quotation": "> ", "heading": "## Part\n\n"}.get(made, "") + self.sentence()

    def text(self, number: int) -> str:
        """Return a whole text."""
        return "\n\n".join([f"# Text {number}", *(self.block() for _each in range(self.chance.randint(3, 9)))]) + "\n"

    def revise(self) -> None:
        """Change one to three things in the folder."""
        self.past.append(dict(self.files))
        for _each in range(self.chance.randint(1, 3)):
            self.chance.choice((self.reword, self.reword, self.reword, self.move, self.add, self.drop, self.go_back))()

    def reword(self) -> None:
        """Exchange, add or take away a word of a paragraph."""
        name, blocks = self.some()
        place = self.chance.randrange(1, len(blocks))
        words = blocks[place].split(" ")
        words[self.chance.randrange(len(words)) :][:1] = [self.chance.choice(WORDS)]
        words.insert(self.chance.randint(1, len(words)), self.chance.choice(WORDS))
        blocks[place] = " ".join(words)
        self.files[name] = "\n\n".join(blocks)

    def move(self) -> None:
        """Put a paragraph elsewhere, or take it out and write another."""
        name, blocks = self.some()
        moved = blocks.pop(self.chance.randrange(1, len(blocks)))
        blocks.insert(self.chance.randint(1, len(blocks)), self.chance.choice((moved, self.block())))
        self.files[name] = "\n\n".join(blocks)

    def add(self) -> None:
        """Write a new text."""
        number = len(self.past) + 100
        self.files[f"text-{number}.md"] = self.text(number)

    def drop(self) -> None:
        """Take a text out, as long as some are left."""
        if len(self.files) > 3:
            del self.files[self.chance.choice(sorted(self.files))]

    def go_back(self) -> None:
        """Take one text as it was in an earlier revision: whoever signed it then need not read it again."""
        earlier = self.chance.choice(self.past)
        name = self.chance.choice(sorted(earlier))
        self.files[name] = earlier[name]

    def some(self) -> tuple[str, list[str]]:
        """Return a text with more than its title, in blocks."""
        name = self.chance.choice(sorted(self.files))
        blocks = self.files[name].rstrip("\n").split("\n\n")
        return name, blocks if len(blocks) > 1 else [*blocks, self.block()]


def history() -> Iterator[Files]:
    """Yield the folder as it stands in each revision."""
    author = Author(SEED)
    yield dict(author.files)
    for _each in range(REVISIONS - 1):
        author.revise()
        yield dict(author.files)


def test_every_difference_and_every_delta_is_right(bare_app: Flask, tmp_path: Path):
    folder = tmp_path / "texts"
    folder.mkdir()
    replay = Replay()
    with bare_app.app_context():
        replay.live(history(), folder)
        judge(replay)
    told_cost(replay.lived, bare_app)
    assert not replay.refused, replay.refused
    assert len(replay.lived) + replay.unchanged == REVISIONS
    assert len(replay.lived) > REVISIONS * 0.8
