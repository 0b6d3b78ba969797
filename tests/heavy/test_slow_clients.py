"""Clients that never finish their request must not stop the others: the real web server, with fifty of them."""

import socket
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.installation import Installation, installation

STUCK = 50
HEAD = b"GET /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "
FORM = (
    b"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    b"Content-Length: 100000\r\n\r\nstaff_number=0"
)


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with installation(tmp_path_factory.mktemp("slow")) as here:
        done = here.flask("upgrade")
        assert done.returncode == 0, done.stderr
        here.start("web")
        yield here


@pytest.mark.parametrize("beginning", [HEAD, FORM], ids=["in the head", "in the form"])
def test_fifty_clients_that_stop_half_way_do_not_stop_the_others(live: Installation, beginning: bytes):
    with ExitStack() as stack:
        for _ in range(STUCK):
            stack.enter_context(socket.create_connection(("127.0.0.1", live.port))).sendall(beginning)
        for _ in range(20):
            with urllib.request.urlopen(f"{live.url}/sign-in", timeout=30) as answer:
                assert answer.status == 200


def test_the_web_server_listens_on_this_machine_only(live: Installation):
    listening = [line.split()[1] for line in Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]]
    mine = {address.partition(":")[0] for address in listening if int(address.partition(":")[2], 16) == live.port}
    assert mine == {"0100007F"}, "127.0.0.1 as the kernel writes it"
