"""What frames every page: company, navigation, languages, demo banner."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from flask import Flask, g, has_request_context, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from handbook.company.queries import Company, company
from handbook.core.actor import current_actor
from handbook.core.field_faults import field_fault
from handbook.core.moments import day_words, moment_words
from handbook.core.transaction import end_read
from handbook.people.identity import LANGUAGES, chosen_language, on_shared_device
from handbook.permissions import Permission


@dataclass(frozen=True, slots=True)
class NavigationItem:
    """A link in the header. `current` is "page" on the very page, "true" on another page of that part, else ""."""

    label: object
    url: str
    current: str


@dataclass(frozen=True, slots=True)
class LanguageChoice:
    """The same page in another language."""

    code: str
    name: str
    url: str
    current: bool


# Behind each link: how the addresses begin that belong to that part; the longest beginning counts.
_ITEMS = (
    (Permission.HANDBOOK_READ, _l("Handbook"), "rules.show_handbook", ("handbook",)),
    (Permission.DRAFT_EDIT, _l("Draft"), "publishing.show_draft", ("handbook/draft",)),
    (
        Permission.ACKNOWLEDGEMENT_LIST,
        _l("Signatures"),
        "acknowledgements.show_board",
        ("team", "rounds", "questions", "disputes", "adjustments", "conversations"),
    ),
    (
        Permission.COMPLAINT_FILE,
        _l("Complaints"),
        "complaints.show_list",
        ("complaints", "compliments", "remarks", "incidents", "speak-up"),
    ),
    (Permission.CASE_READ, _l("Cases and steps"), "corrective_actions.show_cases", ("cases", "actions")),
    (Permission.PEOPLE_READ, _l("People"), "people.show_list", ("people", "devices")),
    (Permission.EXPORT_MAKE, _l("Exports"), "exports.show_list", ("exports",)),
    (Permission.LEDGER_READ, _l("Ledger"), "ledger.show_ledger", ("ledger",)),
    (Permission.SETTINGS_CHANGE, _l("Settings"), "people.show_settings", ("settings",)),
    (Permission.OWN_FILE_READ, _l("My file"), "workfile.show_my_file", ("my-file",)),
)


def install(app: Flask) -> None:
    """Give every template the variables of the page frame."""
    app.context_processor(_frame)
    app.add_template_filter(moment_words)
    app.add_template_filter(day_words)
    app.add_template_filter(field_fault)


def _frame() -> dict[str, object]:
    if not has_request_context():
        return {}  # a paper made by a job or a command has no frame
    profile = _profile()
    return {
        "actor": current_actor(),
        "company_name": profile.name,
        "company": profile,
        "is_demo": profile.is_demo,
        "navigation": _navigation(),
        "languages": _languages(),
        "current_language": chosen_language(),
        "language_names": LANGUAGES,
        "request_id": g.get("request_id", ""),
        "on_shared_device": on_shared_device(),
    }


def _profile() -> Company:
    """Return the company, or a nameless one where the database is away: the page that says so needs a frame too."""
    try:
        return company()
    except (OperationalError, PoolTimeout):
        end_read()
        return Company(_("Service handbook"))


def _navigation() -> list[NavigationItem]:
    actor = current_actor()
    if actor is None:
        return []
    shown = [item for item in _ITEMS if actor.may(item[0])]
    here = _part([beginning for *_, beginnings in shown for beginning in beginnings])
    return [
        NavigationItem(label, url_for(end), _current(url_for(end), here in beginnings))
        for _, label, end, beginnings in shown
    ]


def _part(beginnings: Sequence[str]) -> str | None:
    """Return the longest of these beginnings that the address of this page has, word by word."""
    path = request.path.strip("/") + "/"
    return max((one for one in beginnings if path.startswith(one + "/")), key=len, default=None)


def _current(url: str, is_part: bool) -> str:
    return "page" if request.path == url else "true" if is_part else ""


def _languages() -> list[LanguageChoice]:
    kept = {key: value for key, value in request.args.items() if key != "lang"}
    current = chosen_language()
    return [
        LanguageChoice(code, name, f"{quote(request.path)}?{urlencode({**kept, 'lang': code})}", code == current)
        for code, name in LANGUAGES.items()
    ]
