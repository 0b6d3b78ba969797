"""The pictures of a complaint, for whoever handles it."""

from flask import Response, make_response, request

from handbook.complaints.photos import photo_for
from handbook.complaints.views.blueprint import blueprint
from handbook.core.doors import requires
from handbook.core.edge import acting
from handbook.permissions import Permission


@blueprint.get("/complaints/<complaint_id>/photo")
@requires(Permission.COMPLAINT_READ)
def show_photo(complaint_id: str) -> Response:
    """Give out a picture of a complaint; it is kept nowhere on the way."""
    photo, data = photo_for(acting(), complaint_id, request.args.get("file", ""))
    response = make_response(data)
    response.mimetype = photo.media_type
    return response
