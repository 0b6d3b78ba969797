"""The blueprint that the pages of publishing register with."""

from flask import Blueprint

blueprint = Blueprint("publishing", __name__)
