"""A tiny program around the layouts and components, so that a browser can look at all of them."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask, Response, g, jsonify, render_template, request
from flask_babel import Babel
from flask_bootstrap import Bootstrap5
from flask_wtf import CSRFProtect, FlaskForm
from jinja2 import ChoiceLoader, FileSystemLoader
from markupsafe import Markup
from wtforms import (
    BooleanField,
    DateField,
    FileField,
    PasswordField,
    RadioField,
    SearchField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from handbook.core import headers
from handbook.core.field_faults import field_fault

ROOT = Path(__file__).parents[2]
SCRIPTS = {"te": "తెలుగు", "hi": "हिन्दी", "lv": "Latviešu"}
PLACES = [SelectChoice("b", "Banjara Hills"), SelectChoice("r", "Rīga, Centrs")]
STEPS = [SelectChoice("talk", "A talk, no step"), SelectChoice("verbal", "Verbal warning")]
CHANNELS = [SelectChoice("m", "Mail"), SelectChoice("p", "Paper")]


class Step(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """Every kind of field that the product uses."""

    number = StringField("Staff number", [InputRequired("Type your staff number.")], description="On your badge.")
    secret = PasswordField("PIN or password", [InputRequired("Type your PIN.")])
    day = DateField("Day of the incident", [Optional()])
    place = SelectField("Place", choices=PLACES)
    words = TextAreaField("Your reasons", [InputRequired("Write why.")], description="Suresh Babu will read this.")
    scan = FileField("Scanned page")
    agreed = BooleanField("I was there myself", [InputRequired("Say that you were.")], description="As a witness.")
    step = RadioField("Your decision", [InputRequired("Choose one.")], choices=STEPS, description="You decide.")
    channels = SelectMultipleField("Told by", choices=CHANNELS, option_widget=CheckboxInput(), widget=ListWidget())


class Search(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """Filters above a list."""

    place = SelectField("Place", choices=[SelectChoice("", "All"), *PLACES], default="", id="search-place")
    here = BooleanField("Only those who are here today", id="search-here")
    q = SearchField("Name or number", id="search-q")


class Once(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """A form that must be sent only once."""

    number = StringField("Staff number", id="once-number")


@dataclass
class Seen:
    """What the browser sent."""

    sent: list[str] = field(default_factory=list)
    asked: int = 0

    def forget(self) -> None:
        """Start again for the next test."""
        self.sent.clear()
        self.asked = 0


def create_sample(seen: Seen) -> Flask:
    """Return the program; `seen` collects what reaches it."""
    app = Flask("sample", static_folder=str(ROOT / "handbook" / "static"))
    app.config.update(SECRET_KEY="sample", BOOTSTRAP_SERVE_LOCAL=True)
    app.jinja_loader = ChoiceLoader(  # type: ignore[assignment]  # Flask types it as a loader of one folder
        [FileSystemLoader(ROOT / "templates"), FileSystemLoader(Path(__file__).parent / "templates")]
    )
    for extension in (Babel, Bootstrap5, CSRFProtect):
        extension(app)
    headers.install(app, https=False)
    app.context_processor(_frame)
    app.add_template_filter(field_fault)
    _add_pages(app)
    _add_answers(app, seen)
    account = ("people.show_sign_in", "people.show_account", "workfile.show_my_file")
    for endpoint in ("home.show_start", "acknowledgements.show_privacy_notice", *account):
        app.add_url_rule(f"/{endpoint}", endpoint, lambda: "")
    app.add_url_rule("/sign-out", "people.do_sign_out", lambda: "", methods=["POST"])
    return app


def _add_pages(app: Flask) -> None:
    @app.get("/components")
    def components() -> str:
        form = Step(meta={"csrf": False})
        form.validate()
        search = Search(request.args, meta={"csrf": False})
        search.validate()
        return render_template("components_page.html", form=form, search=search, once=Once(), **CONTENT)

    @app.get("/reading")
    def reading() -> str:
        return render_template("reading_page.html", text=TEXT, rules=RULES)

    @app.get("/public")
    def public() -> str:
        g.visitor = True
        return render_template("public_page.html", once=Once())

    @app.get("/error")
    def error() -> tuple[str, int]:
        words = "Only the people who work on a case may read it."
        return render_template("errors/error.html", status=403, heading="You cannot open this page", words=words), 403


def _add_answers(app: Flask, seen: Seen) -> None:
    @app.get("/jobs/a.json")
    def job() -> Response:
        seen.asked += 1
        done = min(seen.asked, 3)
        ready = {"state": "done", "url": "/file.zip", "label": "Download the ZIP"}
        working = {"state": "running", "url": None}
        words = f"{done} of 3 PDFs packed"
        return jsonify({"done": done, "total": 3, "words": words, "left": ""} | (ready if done == 3 else working))

    @app.post("/once")
    def once() -> tuple[str, int]:
        seen.sent.append(request.form["csrf_token"] and request.form.get("do", ""))
        return "", 204


def _frame() -> dict[str, Any]:
    language = request.args.get("lang", "en")
    labels = ("Handbook", "Signatures", "Complaints", "Cases and steps", "People", "Exports", "Ledger", "My file")
    names = {"en": "English"} | SCRIPTS
    return {
        "actor": None if g.get("visitor") else {"name": "Meera Nair"},
        "company_name": "Lotus & Linden",
        "company": {"logo": None},
        "is_demo": True,
        "navigation": []
        if g.get("visitor")
        else [{"label": label, "url": "/components", "current": label == "Signatures"} for label in labels],
        "languages": [
            {"code": code, "name": name, "url": f"{request.path}?lang={code}", "current": code == language}
            for code, name in names.items()
        ],
        "current_language": language,
        "request_id": "7Q2M40XC",
    }


def _point(state: str, title: str, when: str, at: str, detail: str, gap: bool = False) -> dict[str, object]:
    return {"state": state, "title": title, "when": when, "at": at, "detail": detail, "gap": gap}


CONTENT: dict[str, object] = {
    "fingerprint": "9f3c41e8d2a65c17" * 3 + "0102030488e4b07d",
    "parts": [
        {"state": "signed", "count": 228, "href": "/?state=signed"},
        {"state": "served_by_hand", "count": 6, "href": "/?state=served"},
        {"state": "opened", "count": 31, "href": "/?state=opened"},
        {"state": "not_opened", "count": 47, "href": "/?state=not_opened"},
        {"state": "declined", "count": 0, "href": "/?state=declined"},
    ],
    "yes": {
        "state": "good",
        "verdict": "Yes, signed.",
        "sentence": "Asha Reddy signed the text in force 228 days before the incident.",
        "fine": Markup('Rule <a href="/">Never argue</a>, version 2, edition 6, read in Telugu.'),
        "points": [
            _point("good", "Text published", "2 Mar 2026", "2026-03-02", "version 2, edition 6"),
            _point("good", "Shown", "12 Mar 2026", "2026-03-12", "all sections, in Telugu"),
            _point("sealed", "Signed", "14 Mar 2026", "2026-03-14", "with her own PIN"),
            _point("good", "In force", "16 Mar 2026", "2026-03-16", "until 1 Nov 2026"),
            _point("accent", "Incident", "28 Oct 2026, 17:30", "2026-10-28T17:30", "as the customer says", gap=True),
            _point("investigating", "Discovered", "18 Nov 2026", "2026-11-18", "when she telephoned"),
        ],
    },
    "no": {
        "state": "bad",
        "verdict": "Not notified.",
        "sentence": "Mohan Rao had not signed the text in force on 21 November.",
        "points": [
            _point("good", "In force", "2 Nov 2026", "2026-11-02", "until today", gap=True),
            _point("not_notified", "Not signed", "", "", "invited on 23 Nov", gap=True),
            _point("accent", "Incident", "21 Nov 2026", "2026-11-21", "his first day"),
        ],
    },
    "tests": [
        {"state": "holds", "title": "It was investigated before any step", "detail": "Farah Khan, 5 to 12 November"},
        {"state": "not_yet", "title": "He had time to answer", "detail": "His window ends on 24 November."},
        {
            "state": "missing",
            "title": "Others were treated alike",
            "detail": "Say why the one talk of May 2025 was different.",
            "url": "/",
            "action": "Give the reason",
        },
    ],
    "changes": [
        {"kind": "same", "text": "If it is above your limit, "},
        {"kind": "out", "text": "send the customer to the office"},
        {"kind": "same", "text": " "},
        {"kind": "new", "text": "fetch somebody who may decide, and stay"},
        {"kind": "same", "text": "."},
    ],
    "entries": [
        {
            "state": "praise",
            "title": "A customer thanked you",
            "at": "2026-10-30",
            "when": "30 October 2026",
            "quote": "“आशा जी ने मेरी माँ को बहुत धैर्य से समझाया। धन्यवाद।”",
            "lang": "hi",
            "fine": "In Hindi.",
        },
        {"state": "investigating", "title": "Being investigated", "body": "By Farah Khan.", "current": True},
        {"state": "calm", "title": "Decided", "future": True},
    ],
    "columns": [
        {"key": "name", "label": "Name", "sort_url": "/?sort=name", "sorted": "ascending"},
        {"key": "language", "label": "Language"},
        {"key": "state", "label": "Status"},
        {"key": "reminded", "label": "Reminded", "sort_url": "/?sort=reminded"},
    ],
    "people": [
        {"id": "000231", "name": "Lakshmi Devi", "code": "te", "state": "not_opened", "reminded": "twice"},
        {"id": "000310", "name": "Sunita Sharma", "code": "hi", "state": "overdue", "reminded": "once, 16 Nov"},
        {"id": "000371", "name": "Ilze Bērziņa", "code": "lv", "state": "on_leave", "reminded": "not yet"},
    ],
    "job": {"id": "a", "state": "running", "done": 0, "total": 3},
}
for _person in CONTENT["people"]:  # type: ignore[attr-defined]
    _person["language"] = SCRIPTS[_person["code"]]

TEXT = {
    "title": "Never ignore a waiting customer",
    "kicker": "Welcome · rule 4 · for staff at the counter",
    "sentence": Markup("<p>See who is waiting, tell them that you have seen them, and say how long it will take.</p>"),
    "example_at": "At the counter, for example",
    "example": Markup("<p>Look up and say: “Hello, I have seen you. It will be about five minutes.”</p>"),
    "parts": [
        {
            "summary": "Read the whole text",
            "body": Markup("<h2>Why</h2><p>Two minutes feel like 10.</p>"),
            "open": True,
        },
        {"summary": "How do we check it?", "body": Markup("<p>By what customers tell us.</p>"), "open": False},
    ],
}
RULES = [
    {"id": "first", "title": "The customer comes first", "url": "/1", "state": "read", "chapter": "Welcome"},
    {"id": "wait", "title": "Never ignore a waiting customer", "url": "/4", "state": "unread", "chapter": "Welcome"},
    {"id": "argue", "title": "Never argue", "url": "/10", "state": "unread", "chapter": "When it goes wrong"},
]
