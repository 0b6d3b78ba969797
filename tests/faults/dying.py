"""Processes that a test lets die: each is forked from the test with the whole program loaded, and works for itself."""

import os
import signal
import socket
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask import Flask, has_app_context
from werkzeug.serving import WSGIRequestHandler, make_server

from handbook.core.db import db

NAME = "HANDBOOK_FAULT"


class _Quiet(WSGIRequestHandler):
    """Serves without a word on the terminal."""

    def log(self, type: str, message: str, *args: object) -> None:
        del type, message, args


@dataclass
class Process:
    """A forked process and how it ended."""

    pid: int
    url: str = ""
    status: int | None = None

    @property
    def killed_by(self) -> int | None:
        """Wait for its end and return the signal that ended it, or None where it ended by itself."""
        if self.status is None:
            _pid, self.status = os.waitpid(self.pid, 0)
        return os.WTERMSIG(self.status) if os.WIFSIGNALED(self.status) else None

    def end(self) -> None:
        """End it by its id where it still runs."""
        if self.status is None:
            os.kill(self.pid, signal.SIGKILL)
            _pid, self.status = os.waitpid(self.pid, 0)


def forked(app: Flask, work: Callable[[], object], fault: str = "") -> Process:
    """Do a piece of work in a process of its own, armed with a fault; no connection of the test crosses the fork."""
    assert not has_app_context(), "fork outside of an application context: requests of the child would share it"
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    app.extensions["handbook.queue"].storage.close()
    pid = os.fork()
    if pid:
        return Process(pid)
    code = 1
    try:
        sys.stderr = sys.__stderr__  # what goes wrong here is for the reader of the test's report
        os.environ[NAME] = fault
        work()
        code = 0
    except BaseException:  # noqa: BLE001  # the copy of the test must never go on as a test
        traceback.print_exc()
    finally:
        os._exit(code)


@contextmanager
def serving(app: Flask, fault: str = "") -> Iterator[Process]:
    """Give a web process on a port of this machine; it answers one request after another until it dies or is ended."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

        def serve() -> None:
            make_server("127.0.0.1", port, app, request_handler=_Quiet, fd=listener.fileno()).serve_forever()

        process = forked(app, serve, fault)
    process.url = f"http://127.0.0.1:{port}"
    try:
        yield process
    finally:
        process.end()
