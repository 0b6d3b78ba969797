"""The pictures of the handbook as pages show them: for whoever may read it, and kept by their browser."""

from flask import Response, make_response, request

from handbook.core.doors import requires
from handbook.permissions import Permission
from handbook.rules import queries
from handbook.rules.views.blueprint import blueprint


@blueprint.get("/handbook/pictures/<picture>")
@requires(Permission.HANDBOOK_READ)
def show_picture(picture: str) -> Response:
    """Give out a picture; under its name, which is that of its bytes, there is never another one."""
    found = queries.picture(picture)
    response = make_response(queries.picture_bytes(found))
    response.mimetype = found.media_type
    response.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    response.set_etag(found.sha256)
    response.make_conditional(request)
    return response
