"""Error pages: human words, what to do next, and a number to name when asking for help."""

import logging
import secrets

from flask import Flask, Response, g, make_response, render_template
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection
from werkzeug.exceptions import HTTPException, SecurityError

from handbook.core.actor import current_actor
from handbook.core.errors import HandbookError
from handbook.core.transaction import end_read

log = logging.getLogger(__name__)


def install(app: Flask) -> None:
    """Answer every refusal and failure with a page."""

    @app.before_request
    def number_request() -> None:
        g.request_id = secrets.token_hex(4).upper()

    app.register_error_handler(HandbookError, lambda error: page(error.status, str(error)))
    app.register_error_handler(CSRFError, lambda error: page(400, _csrf_words()))
    app.register_error_handler(SecurityError, _foreign_host)
    app.register_error_handler(HTTPException, lambda error: page(error.code or 500, None))
    app.register_error_handler(DataError, _cannot_be_kept)
    app.register_error_handler(IntegrityError, _taken_already)
    app.register_error_handler(OperationalError, _database_away)
    app.register_error_handler(NoConnection, _too_busy)
    app.register_error_handler(Exception, _failure)


def page(status: int, words: str | None) -> Response:
    """Return the error page of this status; `words` say what happened and what to change."""
    end_read()
    heading, advice = _texts(status)
    body = render_template("errors/error.html", status=status, heading=heading, words=words or advice)
    return make_response(body, status)


def _texts(status: int) -> tuple[str, str]:
    actor = current_actor()
    whose = _("You are signed in as %(name)s.", name=actor.name) if actor else _("You are not signed in.")
    texts = {
        400: (_("That could not be read"), _("Go back, check what you typed and send it again.")),
        403: (_("You cannot open this page"), whose + " " + _("If you think you should see it, ask HR.")),
        404: (_("There is nothing here"), _("Check the address, or start again from the first page.")),
        405: (_("That is not how this page works"), _("Go back and use the buttons on the page.")),
        409: (_("Something newer stands here"), _("Go back, look at the new text and decide again.")),
        413: (_("That is too large"), _("Send a smaller file or a shorter text.")),
        429: (_("Too many tries"), _("Wait a little, then try again.")),
        503: (_("We cannot save at the moment"), _("Nothing was saved. Wait a minute and send it again.")),
    }
    return texts.get(status, (_("Something went wrong on our side"), _("Nothing was saved. Try again in a minute.")))


def _csrf_words() -> str:
    return _("This page was open for too long or in another browser. Go back, load it again and send it once more.")


def _foreign_host(_error: SecurityError) -> Response:
    """Answer in plain words: without a host of ours no address of a page can be built."""
    return Response("This is not the address of the service handbook.\n", 400, mimetype="text/plain")


def _cannot_be_kept(error: DataError) -> Response:
    """Answer for what no form lets anybody type: a sign or a number that the database has no room for."""
    log.warning("request %s holds what the database cannot keep: %s", g.get("request_id"), error.orig)
    return page(400, None)


def _taken_already(error: IntegrityError) -> Response:
    """Answer for what another form has taken: its key, sent again under another name."""
    log.error("request %s does not go with what is kept: %s", g.get("request_id"), error.orig)
    return page(409, None)


def _database_away(error: OperationalError) -> Response:
    log.error("request %s: the database refused: %s", g.get("request_id"), error.orig)
    return page(503, None)


def _too_busy(error: NoConnection) -> Response:
    log.error("request %s waited too long for the database: %s", g.get("request_id"), error)
    return page(503, None)


def _failure(error: Exception) -> Response:
    log.exception("request %s failed", g.get("request_id"))
    return page(500, None)
