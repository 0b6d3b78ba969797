"""Who may confirm that a change is a matter of wording: somebody who neither wrote it nor called it so."""

from collections.abc import Collection

from flask_babel import gettext as _


def why_not_confirm(employee_id: str, said_by: str, editors: Collection[str]) -> str:
    """Say why this person may not confirm the change; nothing where they may."""
    if employee_id == said_by:
        return _("You called this change editorial yourself. Another person confirms it.")
    if employee_id in editors:
        return _("You wrote these words yourself. Another person confirms that only the wording changed.")
    return ""
