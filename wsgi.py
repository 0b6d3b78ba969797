"""The entry of web servers and of the `flask` command."""

import os

from handbook.app import create_app
from handbook.core.health import refuse_unless_sound

app = create_app()
if os.environ.get("FLASK_RUN_FROM_CLI") != "true":
    with app.app_context():
        refuse_unless_sound()
