"""Style sheets, scripts and marks: sent compressed, under an address that changes with their content."""

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, cast

from flask import Flask, Response, request
from flask_compress import Compress
from flask_compress.flask_compress import DictCache

from handbook.core.doors import STATIC

A_YEAR = 365 * 24 * 3600  # seconds
TEXTS = ("text/css", "text/javascript", "application/javascript", "image/svg+xml")
View = Callable[..., Response]


def install(app: Flask) -> None:
    """Compress what lies in the static folders, and let browsers keep it for as long as its content stands.

    Pages are left as they are: one that carries a secret and repeats what was asked can tell the secret by its
    compressed length (BREACH). A style sheet has no secret.
    """
    app.config |= {
        "COMPRESS_REGISTER": False,
        "COMPRESS_MIMETYPES": TEXTS,
        "COMPRESS_ALGORITHM": ("br", "gzip"),
        "COMPRESS_CACHE_BACKEND": DictCache,
        "COMPRESS_CACHE_KEY": lambda asked: asked.path,
    }
    compress = Compress(app)
    folders = {"static": app.static_folder, "bootstrap.static": app.blueprints["bootstrap"].static_folder}
    for endpoint in STATIC:
        view = cast(View, app.view_functions[endpoint])
        app.view_functions[endpoint] = _sent(view, str(folders[endpoint]), compress)

    @app.url_defaults
    def name_content(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint in STATIC and (version := _version(str(folders[endpoint]), values["filename"])):
            values.setdefault("v", version)


def _sent(view: View, folder: str, compress: Compress) -> View:
    def send(filename: str) -> Response:
        response = view(filename=filename)
        if response.mimetype in TEXTS and response.status_code == 200:
            response.direct_passthrough = False
            response.get_data()  # read whole, so that its compressed form is made once and kept
            response = compress.after_request(response)
        if request.args.get("v") == _version(folder, filename):
            response.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
        return response

    return send


@cache
def _version(folder: str, filename: str) -> str | None:
    """Return what names the content of a file; None where there is none."""
    path = Path(folder, filename)
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16] if path.is_file() else None
