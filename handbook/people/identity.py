"""Who is behind this request: Flask-Login on our own session table, and the language the reader chose."""

from flask import Flask, g, has_request_context, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import Babel
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from handbook.core.actor import Actor
from handbook.core.moments import locale_of
from handbook.people.queries import SignedIn, find_signed_in

# Where somebody may go who has to set up a second step first: to do so, to leave, and for the looks of these pages.
_BEFORE_SECOND_STEP = frozenset(
    {
        "people.show_second_step",
        "people.begin_second_step",
        "people.confirm_second_step",
        "people.do_sign_out",
        "static",
        "bootstrap.static",
    }
)
LANGUAGES = {"en": "English", "te": "తెలుగు", "hi": "हिन्दी", "lv": "Latviešu"}


class SignedInUser(UserMixin):  # type: ignore[misc]  # Flask-Login ships no types
    """Flask-Login's view of a signed-in person: its id is the session's token."""

    def __init__(self, token: str, signed_in: SignedIn) -> None:
        self.token = token
        self.signed_in = signed_in

    def get_id(self) -> str:
        """Return the session's token, which the signed cookie carries."""
        return self.token


def install(app: Flask) -> None:
    """Set up Flask-Login without its remember-me and its own session protection, and Babel's choice of language."""
    manager = LoginManager(app)
    manager.session_protection = None
    manager.user_loader(_load_user)
    Babel(app, locale_selector=lambda: locale_of(chosen_language()))
    app.before_request(_lead_to_second_step)


def load_actor() -> Actor | None:
    """Return the actor behind this request's session, or None; one SELECT."""
    user: SignedInUser | None = current_user._get_current_object() if current_user.is_authenticated else None
    return user.signed_in.actor if user else None


def reader_profile() -> str:
    """Return the profile in which the signed-in person reads the handbook: that of today's placement."""
    return str(current_user.signed_in.profile)


def reader_zone() -> str:
    """Return the IANA time zone of the place where the signed-in person works."""
    return str(current_user.signed_in.zone)


def on_shared_device() -> bool:
    """Tell whether this request's session began on a tablet that many people use."""
    return bool(current_user and current_user.is_authenticated and current_user.signed_in.on_shared_device)


def has_words_for_reader() -> bool:
    """Tell whether a message waits that this reader alone may see (flashed by the request before)."""
    return bool(session.get("_flashes"))


def enter(token: str) -> None:
    """Let this browser carry a new session; nothing of the one before remains, but the language."""
    language = session.get("language")
    session.clear()
    if language:
        session["language"] = language
    user = _load_user(token)
    if user is not None:
        login_user(user)


def leave() -> None:
    """Forget the session in this browser."""
    logout_user()
    session.clear()


def forget_chosen_language() -> None:
    """Let the person's own language count again, not the one chosen in this browser."""
    session.pop("language", None)


def chosen_language() -> str:
    """Return the reader's language: asked for in the address, chosen before, the person's own, or the browser's."""
    if not has_request_context():
        return "en"
    if "reader_language" not in g:
        g.reader_language = _choose()
    return str(g.reader_language)


def _choose() -> str:
    asked = request.args.get("lang")
    if asked in LANGUAGES:
        session["language"] = asked
        return asked
    if session.get("language") in LANGUAGES:
        return str(session["language"])
    if current_user and current_user.is_authenticated:
        own: str = current_user.signed_in.language
        return own if own in LANGUAGES else "en"
    return request.accept_languages.best_match(list(LANGUAGES), "en") or "en"


def _lead_to_second_step() -> ResponseReturnValue | None:
    """Lead whoever needs a second step and has none to where it is set up; nothing else opens before."""
    if request.endpoint is None or request.endpoint in _BEFORE_SECOND_STEP:
        return None
    if current_user.is_authenticated and current_user.signed_in.lacks_second_step:
        return redirect(url_for("people.show_second_step"), 303)
    return None


def _load_user(token: str) -> SignedInUser | None:
    found = find_signed_in(token)
    return SignedInUser(token, found) if found else None
