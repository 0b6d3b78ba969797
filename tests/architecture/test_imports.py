"""Who may import what: one room for each outside thing, the request at the edge, the doors of a feature."""

from tests.architecture.source import FRAME, GROUND, Module, modules, told

# Outside thing -> where alone it may be imported. Change the place, or call what stands there already.
HOMES = {
    "weasyprint": "handbook/documents/",
    "pikepdf": "handbook/documents/",
    "pyhanko": "handbook/documents/",
    "pyhanko_certvalidator": "handbook/documents/",
    "asn1crypto": "handbook/documents/",
    "PIL": "handbook/documents/",
    "segno": ("handbook/acknowledgements/papers.py", "handbook/core/square_code.py"),
    "pyotp": "handbook/people/second_step.py",
    "openpyxl": ("handbook/core/spreadsheet.py", "handbook/people/importing/"),
    "zxcvbn": "handbook/people/password_rules.py",
    "markdown": "handbook/core/markdown",
    "nh3": "handbook/core/markdown",
    "frontmatter": "handbook/rules/",
    "yaml": ("handbook/rules/", "handbook/corrective_actions/ladders/packs.py"),
    "argon2": "handbook/people/passwords.py",
    "flask_login": "handbook/people/identity.py",
    "flask_migrate": ("handbook/app.py", "handbook/setup/"),
    "alembic": ("handbook/migrations/", "handbook/setup/"),
    "flask_bootstrap": "handbook/app.py",
    "limits": "handbook/core/flood.py",
    "huey": "handbook/core/queue.py",
    "rfc8785": "handbook/ledger/canonical.py",
    "pydantic": "handbook/settings.py",
    "pydantic_settings": "handbook/settings.py",
    "sqlite3": ("handbook/core/db.py", "handbook/cli/"),
    "subprocess": "handbook/core/sandbox",
}
EDGE = ("request", "session", "current_user", "g")
AT_THE_EDGE = (
    "handbook/app.py",
    "handbook/chrome.py",
    "handbook/people/identity.py",
    *(
        f"handbook/core/{name}.py"
        for name in ("actor", "doors", "edge", "error_pages", "flood", "headers", "static_files")
    ),
)
OPEN_DOORS = {"models", "queries", "operations"}
# What a feature shows besides, on purpose: how names are compared and people proven, the answer about notice, how a
# page is read and what changed on it or is asked about it.
WORKSHOP = {
    # Publishing works on the draft itself: how its files are read, put together, checked and compared.
    *(
        "beside",
        "book",
        "checks",
        "compiling",
        "composing",
        "difference",
        "drafts",
        "facts",
        "faults",
        "figure_changes",
        "figure_faults",
        "figure_rows",
        "figure_tables",
        "links",
        "outline",
        "sections",
        "source",
    ),
    "versions",
}
FURTHER_DOORS = {
    "company": {"calendars"},
    "people": {"folding", "identity", "sign_in", "still_proven"},
    "acknowledgements": {"concerned", "notice", "reach"},
    "complaints": {"forms_notice", "lists"},
    "rules": {"changes", "figures", "own_words", "questions", "reading"} | WORKSHOP,
}


def test_each_outside_thing_has_one_home():
    strays = [
        f"{module.place}:{line} imports {name}, whose home is {HOMES[name.partition('.')[0]]}"
        for module in modules()
        for line, name in module.imports()
        if name.partition(".")[0] in HOMES and not module.place.startswith(HOMES[name.partition(".")[0]])
    ]
    assert not strays, told("Call the room that owns this library instead of importing it.", strays)


def test_the_request_stays_at_the_edge():
    strays = [
        f"{module.place}:{line} imports {name}"
        for module in modules()
        for line, name in module.imports()
        if name.startswith(("flask.", "flask_login."))
        and name.rpartition(".")[2] in EDGE
        and not module.is_view
        and module.place not in AT_THE_EDGE
    ]
    assert not strays, told("Take the actor and plain values as parameters; only views know the request.", strays)


def test_a_feature_shows_other_features_its_three_doors_only():
    strays = [
        f"{module.place}:{line} imports {name}"
        for module in modules()
        if module.room not in FRAME
        for line, name in module.imports()
        if _is_of_another_feature(module, name) and not _is_a_door(name)
    ]
    advice = "From another feature import only its models, queries or operations; move there what others need."
    assert not strays, told(advice, strays)


def _is_a_door(name: str) -> bool:
    _, feature, door = name.split(".")[:3]
    return door in OPEN_DOORS | FURTHER_DOORS.get(feature, set())


def _is_of_another_feature(module: Module, name: str) -> bool:
    parts = name.split(".")
    features = {other.room for other in modules() if other.path.name == "__init__.py"} - GROUND - FRAME - {"__init__"}
    return parts[0] == "handbook" and len(parts) > 2 and parts[1] in features and parts[1] != module.room
