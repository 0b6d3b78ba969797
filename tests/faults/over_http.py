"""A browser over a real connection: what `Visitor` does with the test client, done with a real web server."""

import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from http.cookiejar import CookieJar
from typing import Any

from tests import factories
from tests.browser_like import Visitor

PATIENCE = 60


@dataclass(frozen=True)
class Asked:
    """Where an answer came from, redirects followed."""

    path: str


@dataclass(frozen=True)
class Answer:
    """What the server sent, in the words of the test client."""

    status_code: int
    text: str
    request: Asked


class Connection:
    """The test client's `get` and `post`, spoken to a web server; cookies are kept."""

    def __init__(self, url: str, cookies: CookieJar | None = None) -> None:
        self.url = url
        self.cookies = CookieJar() if cookies is None else cookies
        keeping = urllib.request.HTTPCookieProcessor(self.cookies)
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), keeping)

    def get(self, path: str, **_more: Any) -> Answer:
        """Open an address."""
        return self._ask(urllib.request.Request(urllib.parse.urljoin(self.url, path)))

    def post(self, path: str, data: dict[str, str], **_more: Any) -> Answer:
        """Send a form; raise OSError where the server goes away before it answers."""
        body = urllib.parse.urlencode(data).encode()
        return self._ask(urllib.request.Request(urllib.parse.urljoin(self.url, path), body))

    def _ask(self, request: urllib.request.Request) -> Answer:
        try:
            with self.opener.open(request, timeout=PATIENCE) as answer:
                return _read(answer)
        except urllib.error.HTTPError as answer:
            with answer:
                return _read(answer)


class WebVisitor(Visitor):
    """One person's browser on a real web server. Its page and its cookies outlive the server's processes."""

    def __init__(self, url: str) -> None:
        self.client = Connection(url)
        self.page = None

    def sign_in(self, number: str, password: str = factories.PASSWORD) -> None:
        """Sign in by staff number, in English, and come to the signing page."""
        self.get("/sign-in?lang=en&next=/sign")
        self.submit("/sign-in", staff_number=number, password=password)

    def filled(self, action: str, **fields: str) -> tuple[str, dict[str, str]]:
        """Return address and content of the form of the page seen last, to be sent more than once."""
        form = self.form(action)
        return form.action or self.page.request.path, dict(form.form_values()) | fields

    def at(self, url: str) -> Connection:
        """Return this browser's connection to another process of the same installation, cookies shared."""
        return Connection(url, self.client.cookies)


def _read(answer: Any) -> Answer:
    text = answer.read().decode("utf-8", errors="replace")
    return Answer(answer.status, text, Asked(urllib.parse.urlsplit(answer.url).path))
