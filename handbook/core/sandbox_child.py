"""What happens inside a limited child: limits are set, doors are closed, one task runs, its answer is written."""

import ctypes
import importlib
import os
import resource
import signal
import site
import socket
import sys
import sysconfig
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn, cast

from handbook.core import sandbox_wire as wire

Task = Callable[[wire.Meta, Sequence[bytes]], tuple[wire.Meta, Sequence[bytes]]]

PR_SET_PDEATHSIG = 1
OPEN_FILES = 64
READABLE = (
    "/usr/share/fonts", "/usr/local/share/fonts", "/usr/share/fontconfig", "/etc/fonts", "/var/cache/fontconfig",
    "/usr/share/zoneinfo", "/usr/share/locale", "/usr/lib/locale", "/usr/share/mime", "/usr/share/icu",
)  # fmt: skip
READABLE_FILES = frozenset({"/dev/null", "/dev/urandom", "/etc/localtime", "/etc/mime.types", "/proc/self/status"})
CLOSED = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.system", "os.kill", "pty.",
          "os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate", "os.ch", "os.utime",
          "shutil.", "ctypes.dlopen", "urllib.", "http.", "ftplib.", "smtplib.", "webbrowser.",
          "sqlite3.connect")  # fmt: skip
LISTING = ("os.listdir", "os.scandir", "os.walk", "glob.glob")

PACKAGES = ("handbook.",)  # where tasks may live


class TaskRefused(Exception):
    """A task raises this with a sentence that an author understands; it becomes SandboxFailed('refused')."""


class DoorClosed(BaseException):
    """Something in the child tried to reach the network, a file or another program."""


def find(task: str) -> Task:
    """Return the function named `package.module:function`; only names inside this program are taken."""
    module, _, name = task.partition(":")
    if not module.startswith(PACKAGES) or not name.isidentifier():
        raise ValueError(f"{task!r} is not a task of this program.")
    return cast(Task, getattr(importlib.import_module(module), name))


def limit(cpu_seconds: int, wall_seconds: int, memory_mb: int) -> None:
    """Bound processor time, wall time, memory beyond what is in use now, open files and written bytes."""
    # Address space and not resident memory: it is the only bound on memory that the kernel enforces for one process.
    held = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    most = held + memory_mb * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.setitimer(signal.ITIMER_REAL, wall_seconds)


def die_with_parent() -> None:
    """Ask the kernel to kill this process when the process that forked it ends."""
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def close_doors() -> None:
    """Refuse from now on every connection, program, and file but libraries, fonts, locales and time zones."""
    roots = tuple(str(Path(root).resolve()) + "/" for root in _readable_roots())
    # The import system lists a folder again once something in it changed; it must not look where it may not.
    sys.path[:] = [path for path in sys.path if f"{Path(path).resolve()}/".startswith(roots)]

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if event == "open":
            _check_open(roots, *arguments[:3])
        elif event.startswith(CLOSED):
            raise DoorClosed(event)
        elif event in LISTING:
            _check_path(roots, (arguments and arguments[0]) or ".")

    sys.addaudithook(watch)


def live(channel: socket.socket, order: wire.Meta) -> NoReturn:
    """Be the child of one order (task, cpu, wall, memory): never return, never clean up the helper's things."""
    try:
        _keep_only(channel)
        die_with_parent()
        limit(cast(int, order["cpu"]), cast(int, order["wall"]), cast(int, order["memory"]))
        _work(channel, str(order["task"]))
    finally:
        os._exit(0)


def _work(channel: socket.socket, task: str) -> None:
    try:
        meta, blobs = wire.receive(channel)
        close_doors()
        answer, parts = find(task)(meta, blobs)
        signal.setitimer(signal.ITIMER_REAL, 0)
    except BaseException as error:  # noqa: BLE001 (WeasyPrint's fatal errors are no Exceptions; all are reported)
        wire.send(channel, _report(error))
    else:
        wire.send(channel, {"answer": answer}, parts)


def _keep_only(channel: socket.socket) -> None:
    """Close the helper's other channels, so that no child can speak in another's name."""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    os.closerange(3, channel.fileno())
    os.closerange(channel.fileno() + 1, min(most, 65536))


def _report(error: BaseException) -> wire.Meta:
    reason, message = "crash", f"{type(error).__name__}: {error}"
    if isinstance(error, TaskRefused):
        reason, message = "refused", str(error)
    elif isinstance(error, DoorClosed):
        reason, message = "refused", f"The text tried to reach something outside this program ({error})."
    elif isinstance(error, RecursionError):
        reason, message = "refused", "The text is nested too deeply; flatten its lists, quotations or groups."
    elif isinstance(error, MemoryError):
        reason, message = "memory", ""
    return {"failed": reason, "message": message, "trace": _trace(error) if reason == "crash" else ""}


def _trace(error: BaseException) -> str:
    """Name the places that the error passed; the lines themselves lie behind closed doors."""
    walked = traceback.walk_tb(error.__traceback__)
    return "\n".join(f"{frame.f_code.co_filename}:{line} {frame.f_code.co_name}" for frame, line in walked)


def _readable_roots() -> list[str]:
    paths = sysconfig.get_paths()
    fonts = [str(Path.home() / place) for place in (".fonts", ".local/share/fonts", ".cache/fontconfig")]
    code = [paths["stdlib"], paths["platstdlib"], paths["purelib"], paths["platlib"], *site.getsitepackages()]
    return [*code, str(Path(__file__).resolve().parents[1]), *fonts, *READABLE]


def _check_open(roots: tuple[str, ...], path: object, mode: object = None, flags: object = 0) -> None:
    writes = isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC)
    if writes or (isinstance(mode, str) and set(mode) & set("wax+")):
        raise DoorClosed(f"write {path!r}")
    _check_path(roots, path)


def _check_path(roots: tuple[str, ...], path: object) -> None:
    if isinstance(path, int):  # a descriptor that is open already
        return
    name = os.path.realpath(os.fsdecode(cast(str | bytes, path)))
    if name not in READABLE_FILES and not (name + "/").startswith(roots):
        raise DoorClosed(f"open {name}")
