"""Flood control for public forms: so many posts a minute from one address (counted per process)."""

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

limiter = Limiter(get_remote_address, storage_uri="memory://")


def install(app: Flask) -> None:
    """Let `@limiter.limit("30/minute")` on a view hold."""
    limiter.init_app(app)
