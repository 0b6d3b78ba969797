"""What thousands of applications in one run would each do anew: templates, statements and routes are compiled once."""

import gc
from copy import copy
from operator import attrgetter
from types import CodeType
from typing import Any, ClassVar

from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.util import LRUCache
from werkzeug.routing import Map, Rule, RuleFactory
from werkzeug.routing.matcher import StateMachineMatcher

SETTINGS = ("default_subdomain", "strict_slashes", "merge_slashes", "redirect_defaults", "host_matching")


class KeptTemplates(BytecodeCache):
    """Compiled templates by name and checksum of their source."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take a template that was compiled before."""
        bucket.code = self._kept.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a compiled template."""
        self._kept[bucket.key, bucket.checksum] = bucket.code


class SharedRoutes(Map):
    """The routes of an application, compiled when first asked for, and once for all applications that have the same.

    A compiled route knows its words and the name of its endpoint; the function behind the name stays with its own
    application.
    """

    _compiled: ClassVar[dict[object, tuple[StateMachineMatcher, dict[Any, list[Rule]]]]] = {}
    _settings = attrgetter(*SETTINGS)
    _plain = attrgetter("rule", "endpoint", "subdomain", "host", "strict_slashes", "merge_slashes", "redirect_to")
    _flags = attrgetter("build_only", "alias", "websocket", "provide_automatic_options")

    def __init__(self, *arguments: Any, **options: Any) -> None:
        self._added: list[Rule] = []
        super().__init__(*arguments, **options)

    def add(self, rulefactory: RuleFactory) -> None:
        """Note a route; it is compiled when the first address is matched or built."""
        self._added.extend(rulefactory.get_rules(self))
        self._remap = True

    def update(self) -> None:
        """Take the compiled routes of the first application that had the same."""
        if not self._remap:
            return
        with self._remap_lock:
            key = self._key()
            if key not in self._compiled:
                self._compiled[key] = self._compile()
            self._matcher, self._rules_by_endpoint = self._compiled[key]
            self._remap = False

    def _key(self) -> object:
        routes = [
            (*self._plain(one), *self._flags(one), frozenset(one.methods or ()), tuple((one.defaults or {}).items()))
            for one in self._added
        ]
        return self._settings(self), tuple(self.converters.items()), tuple(routes)

    def _compile(self) -> tuple[StateMachineMatcher, dict[Any, list[Rule]]]:
        """Compile copies: what was added stays unbound, so that more can be added later."""
        whole = Map(**dict(zip(SETTINGS, self._settings(self), strict=True)), converters=self.converters)
        for rule in self._added:
            whole.add(copy(rule))
        whole.update()
        return whole._matcher, whole._rules_by_endpoint


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
    """Let all applications of this process share that work, and look for garbage less often than a server should.

    A test leaves little behind and a run holds much: to look through it after every 700 new things costs a sixth of it.
    """
    gc.freeze()
    gc.set_threshold(50_000, 10, 5)
    SharedStatements().install()
    Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": KeptTemplates()}
    Flask.url_map_class = SharedRoutes
