"""Two dozen connections that say half a sentence and then nothing, and one person who wants to sign."""

import socket
from contextlib import ExitStack

from tests import factories
from tests.faults import crowd
from tests.faults.conftest import Live
from tests.faults.over_http import WebVisitor

STUCK = 12
HALF_A_HEAD = b"GET /handbook HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: hand"
HALF_A_FORM = (
    b"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    b"Content-Length: 1000\r\n\r\nstaff_number=0005"
)


def test_a_person_signs_in_and_signs_while_others_hold_their_connections_half_open(live: Live):
    with live.app.app_context():
        crowd.let_read([factories.PEOPLE["ravi"].number])
    live.installation.start("web")
    with ExitStack() as held:
        stuck = [
            held.enter_context(socket.create_connection(("127.0.0.1", live.installation.port)))
            for _ in range(2 * STUCK)
        ]
        for number, connection in enumerate(stuck):
            connection.sendall(HALF_A_HEAD if number % 2 else HALF_A_FORM)
        ravi = WebVisitor(live.url)
        ravi.sign_in(factories.PEOPLE["ravi"].number)
        receipt = ravi.submit("/sign?lang=", password=factories.PASSWORD)
        assert receipt.request.path.startswith("/sign/receipt/")
        still_open = [connection for connection in stuck if is_open(connection)]
        assert len(still_open) == 2 * STUCK, "the server must not have helped itself by hanging up"


def is_open(connection: socket.socket) -> bool:
    """Tell whether the other side has neither hung up nor answered."""
    connection.setblocking(False)
    try:
        return connection.recv(1) != b""
    except BlockingIOError:
        return True
