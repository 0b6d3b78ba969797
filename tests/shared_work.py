"""What thousands of applications in one run would each do anew: templates and statements are compiled once, addresses
when they are needed.
"""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.util import LRUCache
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


class SharedStatements:
    """The statements that SQLAlchemy has compiled, kept for all engines of one kind of database.

    The key of a compiled statement holds the dialect of its engine. In one run all dialects of a kind are set up alike,
    so they count as equal here, and each test's own engine finds what another one compiled.
    """

    def __init__(self) -> None:
        self._kept: LRUCache[Any, Any] = LRUCache(4000)

    def install(self) -> None:
        """Give this cache to every engine when it connects."""

        def share_with(connection: Connection) -> None:
            connection.engine._compiled_cache = self._kept

        event.listen(Engine, "engine_connect", share_with)
        DefaultDialect.__eq__ = lambda mine, other: type(mine) is type(other)  # type: ignore[method-assign, assignment]
        DefaultDialect.__hash__ = lambda mine: hash(type(mine))  # type: ignore[method-assign, assignment]


def share() -> None:
    """Let all applications of this process share that work."""
    SharedStatements().install()
    Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": KeptTemplates()}
    Rule._compile_builder = _compile_late  # type: ignore[assignment]


def _compile_late(rule: Rule, append_unknown: bool = True) -> LateBuilder:
    return LateBuilder(rule, append_unknown)
