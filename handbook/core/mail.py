"""Mail: what a message is, and how one leaves. Rooms build messages; only jobs deliver them."""

import smtplib
import ssl
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from flask import render_template
from flask_babel import force_locale

from handbook.core import clock
from handbook.core.db import new_id
from handbook.core.errors import Unavailable
from handbook.core.installation import current_settings
from handbook.core.moments import locale_of

TIMEOUT = 20.0


@dataclass(frozen=True, slots=True)
class Message:
    """One letter by mail: plain sentences, and at most one link with the words of its button.

    `to` is one address; `lines` are paragraphs in the reader's `language`; `small` stands below the link.
    """

    to: str
    language: str
    subject: str
    lines: tuple[str, ...]
    link: str = ""
    link_words: str = ""
    small: tuple[str, ...] = ()


def deliver(message: Message) -> None:
    """Send a message now, in a job; raise Unavailable where the mail server does not take it.

    Addresses and subjects with line breaks are refused by the library (ValueError), so nobody can add a header.
    """
    settings = current_settings()
    url = urlsplit(settings.mail)
    sender = parse_qs(url.query).get("from", [f"handbook@{urlsplit(settings.base_url).hostname}"])[0]
    mail = compose(message, sender)
    if url.scheme == "file":
        _write(Path(url.path), mail)
        return
    try:
        _send(url.scheme, url.hostname or "localhost", url.port, unquote(url.username or ""), url.password, mail)
    except (smtplib.SMTPException, OSError) as error:
        raise Unavailable(f"The mail server did not take the mail ({type(error).__name__}).") from error


def compose(message: Message, sender: str) -> EmailMessage:
    """Return the whole mail: plain text and the same as HTML, in the reader's language."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = Address(addr_spec=sender)
    mail["To"] = Address(addr_spec=message.to)
    mail["Subject"] = message.subject
    mail["Date"] = format_datetime(clock.now())
    mail["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2])
    mail["Auto-Submitted"] = "auto-generated"
    with force_locale(locale_of(message.language)):
        mail.set_content(render_template("emails/message.txt", message=message))
        mail.add_alternative(render_template("emails/message.html", message=message), subtype="html")
    return mail


def _write(folder: Path, mail: EmailMessage) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = f"{clock.now():%Y%m%dT%H%M%S%f}-{new_id()[:8]}.eml"
    passing = folder / f".{name}"
    passing.touch(mode=0o600)
    passing.write_bytes(mail.as_bytes())
    passing.replace(folder / name)


def _send(scheme: str, host: str, port: int | None, user: str, password: str | None, mail: EmailMessage) -> None:
    context = ssl.create_default_context()
    if scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, port or 465, timeout=TIMEOUT, context=context)
    else:
        server = smtplib.SMTP(host, port or 587, timeout=TIMEOUT)
    with server:
        # A password never goes over an open line; a relay on this very machine needs none.
        if scheme == "smtp" and (user or server.has_extn("starttls")):
            server.starttls(context=context)
        if user:
            server.login(user, unquote(password or ""))
        server.send_message(mail)
