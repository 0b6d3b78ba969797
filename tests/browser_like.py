"""A client that behaves like a browser: it follows links, fills in the forms of the page it sees, keeps its session."""

from typing import Any

import lxml.html
from flask import Flask
from werkzeug.test import TestResponse


class Visitor:
    """One person's browser over the test client. `page` is the page seen last."""

    def __init__(self, app: Flask) -> None:
        self.client = app.test_client()
        self.page: TestResponse | None = None

    def carry(self, token: str) -> None:
        """Carry the token of a session that was begun below the pages, and read in English."""
        with self.client.session_transaction() as kept:
            kept.update(language="en", _user_id=token, _fresh=True)

    def get(self, path: str, **arguments: Any) -> TestResponse:
        """Open an address and follow redirects."""
        self.page = self.client.get(path, follow_redirects=True, **arguments)
        return self.page

    def submit(self, action: str = "", /, expect: int = 200, **fields: str) -> TestResponse:
        """Fill in and send the POST form of the page seen last whose action contains `action`."""
        self.page = self.send(action, **fields)
        assert self.page.status_code == expect, f"{self.page.status_code}: {self.words()[:2000]}"
        return self.page

    def send(self, action: str = "", /, **fields: str) -> TestResponse:
        """Send a form as `submit` does, without asking for an answer."""
        form = self.form(action)
        values = dict(form.form_values()) | fields
        unknown = set(fields) - set(form.fields)
        assert not unknown, f"the form has no field {unknown}; it has {sorted(form.fields)}"
        address = form.action or self.page.request.path
        return self.client.post(address, data=values, follow_redirects=True)

    def form(self, action: str = "") -> Any:
        """Return the POST form of the page seen last whose action contains `action`."""
        forms = [one for one in self.tree().forms if one.method == "POST" and action in (one.action or "")]
        forms = [one for one in forms if "/sign-out" not in (one.action or "") or action] or forms
        assert forms, f"no form to {action!r} on {self.page.request.path}: {self.words()[:1500]}"
        return forms[0]

    def tree(self) -> Any:
        """Return the page seen last as a parsed tree."""
        assert self.page is not None
        return lxml.html.fromstring(self.page.text)

    def words(self) -> str:
        """Return the words of the page's content, blanks folded."""
        found = self.tree().xpath("//main") or [self.tree()]
        return " ".join(found[0].text_content().split())

    def link(self, words: str) -> str:
        """Return the address behind the link with these words."""
        found = [a.get("href") for a in self.tree().iter("a") if words in " ".join(a.text_content().split())]
        assert found, f"no link {words!r} on {self.page.request.path}"
        return str(found[0])
