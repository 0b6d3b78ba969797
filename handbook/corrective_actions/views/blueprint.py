"""The blueprint on which the view modules of this room hang their routes."""

from flask import Blueprint

blueprint = Blueprint("corrective_actions", __name__)
