"""A PostgreSQL server of the tests' own; `python -m tests.postgres COMMAND ...` lends it to a command."""

import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import psycopg

from tests.installation import free_port

NAME = "TEST_POSTGRES_URL"
CONFIGURATION = """
listen_addresses = '127.0.0.1'
port = {port}
unix_socket_directories = '{folder}'
fsync = {flush}
full_page_writes = {flush}
shared_buffers = 64MB
max_connections = 200
"""


@contextmanager
def server(durable: bool = False) -> Iterator[str]:
    """Start a server with an empty database and give its URL; it listens on this machine only.

    Tests need no disk; with `durable` every commit waits for it, as on a real installation.
    """
    folder = Path(tempfile.mkdtemp(prefix="handbook-pg-"))
    port = free_port()
    user = _owner()
    if user:
        shutil.chown(folder, user)
    data = folder / "data"
    try:
        _call(user, "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
        with (data / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.write(CONFIGURATION.format(folder=folder, port=port, flush="on" if durable else "off"))
        _call(user, "pg_ctl", "-D", data, "-l", folder / "log", "-w", "start")
        try:
            yield f"postgresql://postgres@127.0.0.1:{port}/postgres"
        finally:
            _call(user, "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder)


@contextmanager
def fresh_database(template: str = "template0") -> Iterator[str | None]:
    """Give the URL of an empty database, or of a copy of `template`; None where the environment names no server."""
    url = os.environ.get(NAME)
    if url is None:
        yield None
        return
    name = f"t{secrets.token_hex(8)}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        try:
            yield f"{url.rpartition('/')[0]}/{name}"
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def restart(url: str) -> None:
    """Stop the server behind this URL as a power cut would, and start it again."""
    with psycopg.connect(url) as connection:
        data = Path(str(connection.execute("SHOW data_directory").fetchone()[0]))  # type: ignore[index]  # one row
    log = data.parent / "log"
    _call(_owner(), "pg_ctl", "-D", data, "-l", log, "-m", "immediate", "-w", "restart")


def _owner() -> str | None:
    """Return whom the server runs as: PostgreSQL refuses to run as root."""
    return "postgres" if os.geteuid() == 0 else None


def _call(user: str | None, program: str, *arguments: str | Path) -> None:
    command = [_programs() / program, *arguments]
    # A file, not a pipe: the server keeps the descriptors of pg_ctl, and a pipe would never end.
    with tempfile.TemporaryFile() as output:
        done = subprocess.run(command, user=user, group=user, cwd="/", stdout=output, stderr=output, check=False)
        output.seek(0)
        assert done.returncode == 0, f"{program} failed: {output.read().decode()}"


def _programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    somewhere = shutil.which("initdb")
    assert somewhere, "The tests need PostgreSQL's own programs: apt-get install -y postgresql"
    return Path(somewhere).resolve().parent


def main(command: list[str]) -> int:
    """Run a command with the URL of a fresh server in its environment and return its exit code."""
    signal.signal(signal.SIGTERM, _leave)
    with server() as url:
        return subprocess.run(command, env=os.environ | {NAME: url}, check=False).returncode


def _leave(*_: object) -> NoReturn:
    sys.exit(143)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
