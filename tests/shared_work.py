"""What thousands of applications in one run would each do anew: templates are compiled once, addresses when needed."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.routing import Rule

_compile_now = Rule._compile_builder


class KeptTemplates(BytecodeCache):
    """Compiled templates by name and checksum of their source, which Jinja compares."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take a template that was compiled before."""
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a compiled template."""
        self._kept[bucket.key] = bucket.bytecode_to_string()


class LateBuilder:
    """The function that builds the address of a route, compiled when `url_for` first asks for it."""

    def __init__(self, rule: Rule, append_unknown: bool) -> None:
        self._rule, self._append_unknown = rule, append_unknown

    def __get__(self, rule: Rule, _owner: object) -> Callable[..., Any]:
        return lambda *arguments, **values: self._compiled(*arguments, **values)

    @cached_property
    def _compiled(self) -> Callable[..., Any]:
        return _compile_now(self._rule, self._append_unknown).__get__(self._rule, None)  # type: ignore[no-any-return]


def share() -> None:
    """Let all applications of this process share that work."""
    Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": KeptTemplates()}
    Rule._compile_builder = _compile_late  # type: ignore[assignment]


def _compile_late(rule: Rule, append_unknown: bool = True) -> LateBuilder:
    return LateBuilder(rule, append_unknown)
