"""The source of the program as syntax trees, for rules that speak about how it is written."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
# Rooms that belong to no feature; whatever else lies in handbook/ is a feature.
GROUND = {"core", "ledger", "documents", "migrations"}
FRAME = {"app", "cli", "api", "demo", "setup", "chrome"}


@dataclass(frozen=True)
class Module:
    """One file of the program."""

    path: Path

    @property
    def place(self) -> str:
        """The path as it is written in a message: handbook/rules/models.py."""
        return self.path.relative_to(ROOT).as_posix()

    @property
    def room(self) -> str:
        """The folder of handbook/ to which the module belongs, or its own name where it stands at the top."""
        return self.path.relative_to(ROOT).with_suffix("").parts[1]

    @property
    def name(self) -> str:
        """What is imported: handbook.rules.models."""
        parts = self.path.relative_to(ROOT).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @property
    def is_view(self) -> bool:
        """Tell whether the module is a view: views.py of a room, or a module of its folder views/."""
        return self.path.name == "views.py" or self.path.parent.name == "views"

    @property
    def text(self) -> str:
        """The source."""
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        """The syntax tree."""
        return ast.parse(self.text, self.place)

    def imports(self) -> Iterator[tuple[int, str]]:
        """Yield line and full dotted name of everything imported, also inside functions."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from ((node.lineno, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)

    def calls(self) -> Iterator[tuple[int, str, str]]:
        """Yield line, receiver and name of every call: `session.commit()` gives (3, "session", "commit")."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                yield node.lineno, ast.unparse(node.func.value), node.func.attr
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                yield node.lineno, "", node.func.id


@cache
def modules() -> tuple[Module, ...]:
    """Return every module of the program, migrations too."""
    return tuple(map(Module, sorted((ROOT / "handbook").rglob("*.py"))))


def told(advice: str, places: list[str]) -> str:
    """Return the message of a broken rule: what to do, and where."""
    return "\n".join([advice, *(f"  {place}" for place in sorted(places))])
