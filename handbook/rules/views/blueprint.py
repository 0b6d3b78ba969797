"""The blueprint on which the view modules of this room hang their routes, and how a rule stands in an address."""

from flask import Blueprint
from flask.blueprints import BlueprintSetupState
from werkzeug.routing import UnicodeConverter, ValidationError

# Pages beside the rules of an edition. A rule may bear the same name: then its address is another one.
BESIDE = frozenset({"search", "print", "notice-board"})
blueprint = Blueprint("rules", __name__)


class RuleConverter(UnicodeConverter):
    """The id of a rule right below its edition and language, where no page of the program stands."""

    def to_url(self, value: str) -> str:
        """Return the id as part of an address, or refuse it, so that the next route of the view is taken."""
        if value in BESIDE:
            raise ValidationError
        return super().to_url(value)


@blueprint.record_once
def _know_rules(state: BlueprintSetupState) -> None:
    state.app.url_map.converters["rule"] = RuleConverter
