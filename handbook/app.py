"""The application factory: extensions, gates, blueprints, error pages and commands of one installation."""

import os
import secrets
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask
from flask_bootstrap import Bootstrap5
from flask_migrate import Migrate
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from handbook import chrome, cli
from handbook.acknowledgements import inviting, mail_out, reading, receipts, remarks, rounds, sealing, telling
from handbook.acknowledgements.views import blueprint as acknowledgements
from handbook.adjustments import reading as agreed_reading
from handbook.adjustments import telling as agreed_telling
from handbook.adjustments.views import blueprint as adjustments
from handbook.boards.views import blueprint as boards
from handbook.complaints import missing
from handbook.complaints import telling as complaint_mail
from handbook.complaints.views import blueprint as complaints
from handbook.conversations.views import blueprint as conversations
from handbook.core import doors, error_pages, headers, jobs, queue, static_files
from handbook.core.db import db, engine_options
from handbook.core.page_cache import PageCache
from handbook.corrective_actions.cases import sealing as case_letters
from handbook.corrective_actions.hearing_pack import printing as hearing_pack
from handbook.corrective_actions.steps import ending, lapsing
from handbook.corrective_actions.steps import sealing as letters
from handbook.corrective_actions.steps import telling as step_telling
from handbook.corrective_actions.views import blueprint as corrective_actions
from handbook.customers import telling as customer_mail
from handbook.customers.views import blueprint as customers
from handbook.documents.store import Store
from handbook.documents.tails import check_documents
from handbook.documents.views import blueprint as documents_pages
from handbook.exports.operations import SIGNED_PDFS, sweep_exports
from handbook.exports.views import blueprint as exports
from handbook.home.views import blueprint as home
from handbook.ledger import routine
from handbook.ledger import setup as ledger
from handbook.ledger.verification import also_verify
from handbook.ledger.views import blueprint as ledger_pages
from handbook.people import attempts, credential_events, credential_jobs, identity
from handbook.people.importing import operations as importing
from handbook.people.views import blueprint as people
from handbook.publishing import publication, publishing_job, reviewing, unsaved
from handbook.publishing.verification import check_editorial
from handbook.publishing.views import blueprint as publishing
from handbook.rules.verification import check_editions
from handbook.rules.verification_files import check_files
from handbook.rules.views import blueprint as rules
from handbook.settings import ROOT, Settings, read_settings
from handbook.voices import telling as voices_mail
from handbook.voices.views import blueprint as voices
from handbook.workfile.copies import operations as file_copies
from handbook.workfile.views import blueprint as workfile

BLUEPRINTS = (
    home,
    boards,
    people,
    rules,
    adjustments,
    acknowledgements,
    publishing,
    complaints,
    voices,
    customers,
    conversations,
    corrective_actions,
    workfile,
    exports,
    documents_pages,
    ledger_pages,
)


def create_app(settings: Settings | None = None) -> Flask:
    """Build the application for these settings (read from the environment if none are given)."""
    settings = settings or read_settings()
    app = Flask("handbook", root_path=str(ROOT / "handbook"), template_folder=str(ROOT / "templates"))
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    settings.secrets_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    app.config.from_mapping(_configuration(settings))
    app.extensions["handbook.settings"] = settings
    app.extensions["handbook.pages"] = PageCache()
    app.extensions["handbook.store"] = Store(settings.data_dir / "store")
    db.init_app(app)
    Migrate(app, db, directory=str(ROOT / "handbook" / "migrations"), render_as_batch=False)
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=0)  # type: ignore[method-assign]
    CSRFProtect(app)
    Bootstrap5(app)
    static_files.install(app)
    error_pages.install(app)
    identity.install(app)
    doors.install(app, identity.load_actor, "people.show_sign_in")
    headers.install(app, https=settings.base_url.startswith("https://"))
    routines: dict[Callable[[], object], object] = {
        jobs.requeue: queue.MINUTE,
        routine.hourly: queue.HOUR,
        inviting.keep_up: queue.HOUR,
    }
    routines[sweep_exports] = queue.HOUR
    routines[importing.sweep] = queue.HOUR
    routines[attempts.sweep_attempts] = queue.HOUR
    routines[jobs.sweep_jobs] = queue.HOUR
    routines[unsaved.sweep_unsaved] = queue.HOUR
    routines[reviewing.remind] = queue.HOUR
    routines[missing.note_missed_days] = queue.HOUR
    routines[customer_mail.remind_of_promises] = queue.HOUR
    routines[voices_mail.remind_of_answers] = queue.HOUR
    routines[lapsing.tell_lapsed] = queue.HOUR
    routines[ending.end_cases] = queue.HOUR
    routines[file_copies.copy_after_dismissals] = queue.MINUTE
    queue.install(app, settings.jobs, jobs.run, routines)
    ledger.install(app, settings.secrets_folder, settings.origin)
    also_verify(app, "The editions", check_editions)
    also_verify(app, "The files of the editions", check_files)
    also_verify(app, "Changes of wording alone", check_editorial)
    also_verify(app, "The sealed papers", check_documents)
    rounds.install()
    reading.install()
    agreed_reading.install()
    remarks.install()
    publishing_job.install()
    chrome.install(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    jobs.require_handlers(sealing.SEAL, receipts.RECEIPT, mail_out.MAIL_OUT, letters.SEAL, SIGNED_PDFS, *telling.KINDS)
    jobs.require_handlers(case_letters.SEAL, *step_telling.KINDS, hearing_pack.PRINT)
    jobs.require_handlers(credential_events.TELL, credential_jobs.SEND_LINK, credential_jobs.SEND_OWN_LINK)
    jobs.require_handlers(*agreed_telling.KINDS, *customer_mail.KINDS, file_copies.SEAL)
    jobs.require_handlers(*complaint_mail.KINDS, *voices_mail.KINDS)
    jobs.require_handlers(importing.PREVIEW, importing.APPLY, publication.PUBLISH, reviewing.REMIND)
    cli.install(app)
    return app


def _configuration(settings: Settings) -> dict[str, object]:
    https = settings.base_url.startswith("https://")
    return {
        "SECRET_KEY": _session_key(settings.secrets_folder / "session.key"),
        "SQLALCHEMY_DATABASE_URI": settings.database,
        "SQLALCHEMY_ENGINE_OPTIONS": engine_options(settings.database),
        "SESSION_COOKIE_NAME": "__Host-handbook" if https else "handbook",
        "SESSION_COOKIE_SECURE": https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "TRUSTED_HOSTS": [urlsplit(settings.base_url).hostname, "127.0.0.1", "localhost"],
        "MAX_CONTENT_LENGTH": 12 * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 1024 * 1024,
        "MAX_FORM_PARTS": 200,
        "WTF_CSRF_TIME_LIMIT": None,  # reading takes longer than an hour; the token lives as long as the session
        "BOOTSTRAP_SERVE_LOCAL": True,
        "BABEL_TRANSLATION_DIRECTORIES": str(ROOT / "handbook" / "translations"),
        "SEND_FILE_MAX_AGE_DEFAULT": 86400,
    }


def _session_key(path: Path) -> str:
    """Return the key that signs session cookies; made once, readable by its owner alone."""
    if not path.exists():
        try:
            handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        except FileExistsError:  # another process of the same start was faster
            return path.read_text(encoding="ascii")
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32))
    return path.read_text(encoding="ascii")
