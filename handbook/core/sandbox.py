"""One limited child for each Markdown or PDF job: bounded time and memory, no network, no file, no other program."""

import atexit
import contextlib
import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from handbook.core import sandbox_wire as wire
from handbook.core.errors import HandbookError
from handbook.core.sandbox_child import TaskRefused

__all__ = ["PREVIEW", "PUBLICATION", "Limits", "SandboxFailed", "TaskRefused", "run"]

Reason = Literal["time", "memory", "crash", "refused"]

SERVER = "handbook.core.sandbox_server"
AT_ONCE = 4
PATIENCE = 15  # seconds beyond the wall limit: the helper may have to import WeasyPrint first


def N_(sentence: str) -> str:  # noqa: N802 (the name by which gettext's tools find a sentence)
    """Mark a sentence for the translators; the page that shows it translates it."""
    return sentence


SENTENCES: dict[str, str] = {
    "time": N_("This took too long and was stopped. Make the text shorter or its tables and lists simpler."),
    "memory": N_("This needed too much memory and was stopped. Use smaller pictures or a shorter text."),
    "crash": N_("This text could not be worked on. Take out what was changed last and try again."),
}


@dataclass(frozen=True)
class Limits:
    """What one job may spend: processor seconds, wall seconds, and memory beyond the helper's own in MiB."""

    cpu_seconds: int
    wall_seconds: int
    memory_mb: int


PREVIEW = Limits(cpu_seconds=10, wall_seconds=15, memory_mb=512)
PUBLICATION = Limits(cpu_seconds=60, wall_seconds=90, memory_mb=1024)


class SandboxFailed(HandbookError):
    """A job was stopped or refused: `reason` says which, the message what to change, `detail` what a log may keep."""

    status = 422

    def __init__(self, reason: Reason, message: str, detail: str = "") -> None:
        super().__init__(message)
        self.reason = reason
        self.detail = detail


class _Helper:
    """The helper process of this process: started at the first job, replaced when it has gone, forgotten by forks."""

    def __init__(self) -> None:
        self.control: socket.socket | None = None
        self.process: subprocess.Popen[bytes] | None = None
        self._fresh()

    def _fresh(self) -> None:
        self.lock = threading.Lock()
        self.places = threading.BoundedSemaphore(AT_ONCE)

    def forget(self) -> None:
        """Drop what a fork inherited: the helper serves the process that started it, and ends with it."""
        if self.control is not None:
            self.control.close()
        self.control = self.process = None
        self._fresh()

    def submit(self, task: str, limits: Limits) -> socket.socket:
        """Order one child and return the channel to it."""
        ours, theirs = socket.socketpair()
        order = {"task": task, "cpu": limits.cpu_seconds, "wall": limits.wall_seconds, "memory": limits.memory_mb}
        with theirs, self.lock:
            try:
                socket.send_fds(self._running(), [json.dumps(order).encode()], [theirs.fileno()])
            except OSError:
                self.stop()  # the helper was killed from outside: a new one takes the job
                socket.send_fds(self._running(), [json.dumps(order).encode()], [theirs.fileno()])
        ours.settimeout(limits.wall_seconds + PATIENCE)
        return ours

    def _running(self) -> socket.socket:
        if self.control is None or self.process is None or self.process.poll() is not None:
            self.stop()
            self.control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            with theirs:
                command = [sys.executable, "-m", SERVER, str(theirs.fileno())]
                self.process = subprocess.Popen(command, pass_fds=[theirs.fileno()], env=_environment())
        return self.control

    def stop(self) -> None:
        """End the helper; the next job starts a new one."""
        if self.control is not None:
            self.control.close()
            self.control = None
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None


_HELPER = _Helper()
os.register_at_fork(after_in_child=_HELPER.forget)
atexit.register(_HELPER.stop)


def run(
    task: str, meta: wire.Meta, blobs: Sequence[bytes] = (), limits: Limits = PREVIEW
) -> tuple[wire.Meta, list[bytes]]:
    """Run `task` ("handbook.documents.rendering.tasks:render") in a limited child and return its answer.

    The task is a function `(meta, blobs) -> (meta, blobs)`; what goes in and out is JSON and raw bytes.
    Raises SandboxFailed with a sentence for the author. A task refuses by raising TaskRefused.
    """
    with _HELPER.places, _HELPER.submit(task, limits) as channel:
        try:
            # A child that dies before it has read everything still leaves its verdict to be read.
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                wire.send(channel, meta, blobs)
            answer, parts = wire.receive(channel)
        except TimeoutError as error:
            raise SandboxFailed("time", SENTENCES["time"]) from error
        except (wire.Broken, ConnectionError) as error:
            raise SandboxFailed("crash", SENTENCES["crash"], str(error)) from error
    if "answer" in answer:
        return answer["answer"], parts  # type: ignore[return-value]
    raise _failure(answer)


def _failure(answer: wire.Meta) -> SandboxFailed:
    reason, message, trace = str(answer["failed"]), str(answer["message"]), str(answer["trace"])
    if reason == "refused":
        return SandboxFailed("refused", message)
    return SandboxFailed(reason, SENTENCES[reason], f"{message}\n{trace}".strip())  # type: ignore[arg-type]


def _environment() -> dict[str, str]:
    """What the helper may know: no secret and no address of the parent's environment."""
    kept = ("PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "XDG_CACHE_HOME", "FONTCONFIG_FILE", "FONTCONFIG_PATH")
    root = str(Path(__file__).resolve().parents[2])
    return {name: os.environ[name] for name in kept if name in os.environ} | {"PYTHONPATH": root, "PYTHONHASHSEED": "0"}
