"""What belongs to this installation rather than to a request: its settings."""

from typing import cast

from flask import current_app

from handbook.settings import Settings


def current_settings() -> Settings:
    """Return the settings that this application was built with."""
    return cast(Settings, current_app.extensions["handbook.settings"])
