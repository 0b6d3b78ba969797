"""YAML whose every value knows its line, so that a fault can name it."""

from dataclasses import dataclass, field
from typing import Any

import yaml

Path = tuple[str | int, ...]
DEEPEST = 20


class BadYaml(ValueError):
    """The text is no YAML; `line` counts from 1."""

    def __init__(self, line: int, words: str) -> None:
        super().__init__(words)
        self.line = line


@dataclass(frozen=True, slots=True)
class Located:
    """Plain data (dict, list, str, int, bool, date, None) and the line on which each of its parts begins."""

    data: Any
    lines: dict[Path, int] = field(default_factory=dict)

    def line(self, *path: str | int) -> int:
        """Return the line of this part, or of the nearest part around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def load(text: str, first_line: int = 1) -> Located:
    """Read YAML by its safe schema, without anchors and aliases; raise BadYaml."""
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        data = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise BadYaml(first_line + (mark.line if mark else 0), str(error.problem or error.context)) from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise BadYaml(first_line, "This is not YAML that can be read.") from error
    lines: dict[Path, int] = {}
    if node is not None:
        _note(node, (), first_line, lines, set())
    return Located(data, lines)


def _note(node: yaml.Node, path: Path, first_line: int, lines: dict[Path, int], seen: set[int]) -> None:
    line = first_line + node.start_mark.line
    if id(node) in seen:
        raise BadYaml(line, "Write the value out instead of pointing to another place with *.")
    if path in lines or len(path) > DEEPEST:
        raise BadYaml(line, "This is written twice or nested too deeply.")
    seen.add(id(node))
    lines[path] = line
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            _note(value, (*path, key.value), first_line, lines, seen)
            lines[*path, key.value] = first_line + key.start_mark.line
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            _note(value, (*path, index), first_line, lines, seen)
