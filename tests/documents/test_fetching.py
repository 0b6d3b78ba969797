"""Nothing that a text says makes the program fetch anything: not by http, not from a file, not through a drawing."""

import base64
import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from handbook.core.sandbox import PREVIEW, SandboxFailed
from handbook.documents import seal
from tests.documents import papers

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9">'
    "<title>t</title>"
)
IN_TEXT = {
    "picture": '<img alt="a" src="{url}">',
    "picture in the style": '<p style="background: url({url})">x</p>',
    "list mark": '<ul style="list-style-image: url({url})"><li>x</ul>',
    "border picture": '<p style="border: 2px solid; border-image: url({url}) 1">x</p>',
    "object": '<object data="{url}" type="image/png">x</object>',
    "embed": '<embed src="{url}" type="image/png">',
    "style sheet": '<link rel="stylesheet" href="{url}">',
    "import": '<style>@import url("{url}");</style>',
    "font": '<style>@font-face {{ font-family: f; src: url("{url}") }} p {{ font-family: f }}</style><p>x</p>',
    "colour profile": '<style>@color-profile --c {{ src: url("{url}") }}</style><p>x</p>',
    "content": '<style>p::before {{ content: url("{url}") }}</style><p>x</p>',
    "attached by link": '<link rel="attachment" href="{url}">',
    "attached by anchor": '<a rel="attachment" href="{url}">x</a>',
    "picture in a drawing": SVG + '<image width="5" height="5" href="{url}"/></svg>',
    "picture in a drawing, old": SVG + '<image width="5" height="5" xlink:href="{url}"/></svg>',
    "page background": '<style>@page {{ background: url("{url}") }}</style>',
}
NEVER_FETCHED = {
    "frame": '<iframe src="{url}"></iframe>',
    "sources": '<picture><source srcset="{url}"></picture>',
    "poster": '<video poster="{url}"></video>',
    "mask": '<p style="cursor: auto">x</p><meta http-equiv="refresh" content="0; url={url}">',
    "use": SVG + '<use href="{url}#x"/></svg>',
    "script": '<script src="{url}"></script>',
}
ADDRESSES = [
    "{here}/x.png",
    "//{host}/x.png",
    "file:///etc/passwd",
    "/etc/passwd",
    "ftp://{host}/x",
    "asset:../../etc/passwd",
    "data:text/css,@import '{here}'",
]


@pytest.fixture(scope="module")
def server():
    """A server on this machine that remembers who came."""
    visits = []

    class Remember(BaseHTTPRequestHandler):
        def do_GET(self):
            visits.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(papers.picture(3, 3)[0])

        def log_message(self, *words):
            visits.append(words)

    with ThreadingHTTPServer(("127.0.0.1", 0), Remember) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        listening.visits = visits
        yield listening
        listening.shutdown()


def render(html):
    return seal.render_document(papers.handbook("en", html), papers.CSS, limits=PREVIEW).pdf


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("vector", IN_TEXT)
def test_it_refuses_in_words_whatever_asks_for_something_outside(server, vector, address):
    host = f"127.0.0.1:{server.server_port}"
    url = address.format(here=f"http://{host}", host=host)
    with pytest.raises(SandboxFailed) as failure:
        render(IN_TEXT[vector].format(url=url))
    assert failure.value.reason == "refused"
    assert len(str(failure.value)) > 30
    assert server.visits == []


@pytest.mark.parametrize("vector", NEVER_FETCHED)
def test_what_weasyprint_passes_over_is_not_fetched_either(server, vector):
    host = f"127.0.0.1:{server.server_port}"
    with suppress(SandboxFailed):  # some are refused for another reason, such as a tag without its text
        render(NEVER_FETCHED[vector].format(url=f"http://{host}/x"))
    assert server.visits == []


def test_a_base_address_in_the_text_opens_no_door(server):
    with pytest.raises(SandboxFailed) as failure:
        render(f'<base href="http://127.0.0.1:{server.server_port}/"><img alt="a" src="x.png">')
    assert failure.value.reason == "refused"
    assert server.visits == []


def test_a_drawing_hidden_in_an_address_is_refused(server):
    inner = SVG + f'<image width="5" height="5" href="http://127.0.0.1:{server.server_port}/"/></svg>'
    for kind in ("image/svg+xml;base64", "image/png;base64"):
        with pytest.raises(SandboxFailed) as failure:
            render(f'<img alt="a" src="data:{kind},{base64.b64encode(inner.encode()).decode()}">')
        assert failure.value.reason == "refused"
    assert server.visits == []


def test_a_picture_given_under_another_name_is_refused():
    picture, name = papers.picture(5, 5)
    wrong = name[:-1] + ("0" if name[-1] != "0" else "1")
    with pytest.raises(SandboxFailed, match="was not given"):
        seal.render_document(papers.handbook("en", f'<img alt="a" src="asset:{wrong}">'), papers.CSS, {wrong: picture})


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"%PDF-1.7", b"<svg/>", b"%!PS-Adobe EPSF", b"\x89PNG\r\n\x1a\n"])
def test_only_png_and_jpeg_are_pictures(data):
    address = papers.written_out(data)
    with pytest.raises(SandboxFailed) as failure:
        render(f'<img alt="a" src="{address}">')
    assert failure.value.reason == "refused"
