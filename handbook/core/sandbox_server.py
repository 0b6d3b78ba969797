"""The helper process that holds the heavy imports and forks one limited child for each job."""

import ctypes
import gc
import importlib
import json
import os
import selectors
import signal
import socket
import sys
from dataclasses import dataclass

from handbook.core import sandbox_child as child
from handbook.core import sandbox_wire as wire

CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000


@dataclass
class Running:
    """One child at work: its process, the parent's channel, and the memory it may take (bytes)."""

    pid: int
    channel: socket.socket
    memory: int


def main() -> None:
    """Serve jobs from the socket whose number is the first argument until the other side closes it."""
    control = socket.socket(fileno=int(sys.argv[1]))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a Ctrl-C in the terminal is for the parent, whose end ends us
    leave_network()
    with selectors.DefaultSelector() as waiting:
        waiting.register(control, selectors.EVENT_READ, None)
        while True:
            for key, _ in waiting.select():
                if key.data is not None:
                    waiting.unregister(key.fd)
                    bury(key.fd, key.data)
                elif not accept(control, waiting):
                    end_all(waiting)
                    return


def leave_network() -> None:
    """Move into a network of our own that reaches nobody, where the kernel allows it."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWNET) != 0:
        libc.unshare(CLONE_NEWUSER | CLONE_NEWNET)


def accept(control: socket.socket, waiting: selectors.BaseSelector) -> bool:
    """Take one job and fork its child; return False when the parent has gone."""
    message, descriptors, _, _ = socket.recv_fds(control, 65536, 1)
    if not message:
        return False
    order, channel = json.loads(message), socket.socket(fileno=descriptors[0])
    prepare(order["task"])
    pid = os.fork()
    if pid == 0:
        child.live(channel, order)
    waiting.register(os.pidfd_open(pid), selectors.EVENT_READ, Running(pid, channel, order["memory"] << 20))
    return True


def prepare(task: str) -> None:
    """Import the task's module once, here, so that each child finds it warm; a faulty name fails in the child."""
    name = task.partition(":")[0]
    if name in sys.modules or not name.startswith(child.PACKAGES):
        return
    try:
        module = importlib.import_module(name)
    except ImportError:
        return
    getattr(module, "warm_up", lambda: None)()
    gc.collect()
    gc.freeze()  # a child that collects would copy every page of the parent


def bury(descriptor: int, running: Running) -> None:
    """Collect an ended child and tell the parent how it died, where it could not say so itself."""
    os.close(descriptor)
    _, status, usage = os.wait4(running.pid, 0)
    if os.WIFSIGNALED(status):
        running.channel.setblocking(False)
        try:
            wire.send(running.channel, verdict(os.WTERMSIG(status), usage.ru_maxrss * 1024, running.memory))
        except OSError:
            running.channel.close()  # the parent has stopped listening: nobody is left to be told
            return
    running.channel.close()


def verdict(number: int, used: int, allowed: int) -> wire.Meta:
    """Say in the wire's words why a signal ended the child (bytes used and allowed)."""
    if number in (signal.SIGXCPU, signal.SIGALRM, signal.SIGKILL):
        return {"failed": "time", "message": "", "trace": signal.Signals(number).name}
    # C libraries abort where Python would raise MemoryError.
    reason = "memory" if used > allowed // 2 else "crash"
    return {"failed": reason, "message": "", "trace": signal.Signals(number).name}


def end_all(waiting: selectors.BaseSelector) -> None:
    """Kill the children that are still at work."""
    for key in list(waiting.get_map().values()):
        if isinstance(key.data, Running):
            os.kill(key.data.pid, signal.SIGKILL)
            os.waitpid(key.data.pid, 0)


if __name__ == "__main__":
    main()
