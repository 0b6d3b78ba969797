"""The blueprint of voices."""

from flask import Blueprint

blueprint = Blueprint("voices", __name__)
