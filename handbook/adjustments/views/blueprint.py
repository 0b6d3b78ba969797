"""The blueprint of what is agreed with people; every template can say the days of an agreement."""

from flask import Blueprint

from handbook.adjustments.wording import days_words

blueprint = Blueprint("adjustments", __name__)
blueprint.add_app_template_global(days_words)
