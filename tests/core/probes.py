"""Tasks that misbehave in a limited child, each in one way."""

import ctypes
import os
import resource
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from handbook.core import markdown
from handbook.core.sandbox import TaskRefused


def echo(meta, blobs):
    return {"said": meta, "pid": os.getpid(), "helper": os.getppid()}, [blob[::-1] for blob in blobs]


def spin(meta, blobs):
    while True:
        pass


def sleep(meta, blobs):
    time.sleep(60)


def fill(meta, blobs):
    return {"size": len(bytearray(4 << 30))}, []


def fill_in_c(meta, blobs):
    """Take memory as a C library does, and abort as glib does when there is no more."""
    libc = ctypes.pythonapi
    libc.PyMem_RawMalloc.restype = ctypes.c_void_p
    while address := libc.PyMem_RawMalloc(ctypes.c_size_t(16 << 20)):
        ctypes.memset(address, 1, 16 << 20)
    os.abort()


def crash(meta, blobs):
    os.abort()


def raise_base(meta, blobs):
    class Fatal(BaseException):
        pass

    raise Fatal("nobody catches this")


def refuse(meta, blobs):
    raise TaskRefused("Chapter 3 is missing. Write it.")


def recurse(meta, blobs):
    return recurse(meta, blobs)


def connect(meta, blobs):
    socket.create_connection(("127.0.0.1", meta["port"]), timeout=1)


def fetch(meta, blobs):
    urllib.request.urlopen(f"http://127.0.0.1:{meta['port']}/")


def read(meta, blobs):
    return {"read": Path(meta["path"]).read_text()}, []


def write(meta, blobs):
    Path(meta["path"]).write_text("here I was")


def listing(meta, blobs):
    return {"read": [path.name for path in Path(meta["path"]).iterdir()]}, []


def start(meta, blobs):
    subprocess.run(["touch", meta["path"]], check=True)


def fork(meta, blobs):
    os.fork()


def environment(meta, blobs):
    return {"names": sorted(os.environ), "modules": "weasyprint" in sys.modules}, []


def descriptors(meta, blobs):
    places = [Path(f"/proc/self/fd/{number}") for number in range(3, 64)]
    return {"open": [str(place.readlink()) for place in places if place.is_symlink()]}, []


def rendering(meta, blobs):
    """Render Markdown and tell what it cost this child: processor seconds, and memory beyond what it began with."""
    before = resource.getrusage(resource.RUSAGE_SELF)
    answer, pages = markdown.render_task(meta, blobs)
    after = resource.getrusage(resource.RUSAGE_SELF)
    memory = (after.ru_maxrss - before.ru_maxrss) / 1024
    return {**answer, "cpu": after.ru_utime + after.ru_stime, "memory_mb": memory}, pages
