"""The draft that people change, and the editions that nobody can."""

import secrets
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from handbook.core import clock
from handbook.core.db import Base, Id, Json, UtcDateTime, new_id
from handbook.core.guards import insert_only
from handbook.ledger.models import DEFERRED, Evidence


def first_version() -> int:
    """Return the row version with which a row of the draft begins.

    A random one, so that a text that was taken out and put in anew is never taken for the one that somebody saw.
    """
    return 1 + secrets.randbelow(2**30)


class DraftText(Base):
    """One rule in one language as it stands in the draft: the whole source file, front matter included.

    `changed_by` says in words who changed it last.
    """

    __tablename__ = "draft_text"
    __table_args__ = (UniqueConstraint("rule_id", "language"),)
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    rule_id: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    changed_by: Mapped[str] = mapped_column(Text)
    row_version: Mapped[int] = mapped_column(default=first_version)


class DraftWriter(Base):
    """Who had a hand in a text of the draft since an edition (its number, 0 before the first); none by command line."""

    __tablename__ = "draft_writer"
    rule_id: Mapped[str] = mapped_column(Text, primary_key=True)
    language: Mapped[str] = mapped_column(Text, primary_key=True)
    employee_id: Mapped[str] = mapped_column(Id, ForeignKey("employee.id"), primary_key=True)
    after_edition: Mapped[int] = mapped_column(primary_key=True)


class DraftOutline(Base):
    """The draft's handbook.yaml: chapters, profiles, languages, preface and statement (one row)."""

    __tablename__ = "draft_outline"
    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    source: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    changed_by: Mapped[str] = mapped_column(Text)
    row_version: Mapped[int] = mapped_column(default=first_version)


@insert_only
class HandbookPicture(Base):
    """A picture as it was written anew, named by the SHA-256 of its bytes in the store and never taken away.

    `name` is what texts call it, for ever this picture's alone; `given_sha256` that of the file that was brought, which
    is known again when it comes once more; `words` say what it shows.
    """

    __tablename__ = "picture"
    sha256: Mapped[str] = mapped_column(Text, primary_key=True)
    given_sha256: Mapped[str] = mapped_column(Text, index=True)
    name: Mapped[str] = mapped_column(Text, unique=True)
    media_type: Mapped[str] = mapped_column(Text)
    width: Mapped[int]
    height: Mapped[int]
    size: Mapped[int]
    words: Mapped[str] = mapped_column(Text)
    added_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now, index=True)
    added_by: Mapped[str] = mapped_column(Text)


class Edition(Evidence, Base):
    """A published, immutable handbook. `manifest` names every byte of it; its SHA-256 is what people sign."""

    __tablename__ = "edition"
    leaf_type = "edition.published"
    number: Mapped[int] = mapped_column(unique=True)
    note: Mapped[str] = mapped_column(Text)
    source_language: Mapped[str] = mapped_column(Text)
    notice_on: Mapped[date]
    effective_on: Mapped[date]
    consulted: Mapped[str] = mapped_column(Text, default="")
    published_by: Mapped[str] = mapped_column(Text)
    manifest: Mapped[dict[str, Any]] = mapped_column(Json)
    manifest_sha256: Mapped[str] = mapped_column(Text, unique=True)


@insert_only
class RuleText(Base):
    """A text of a rule in a language, named by the SHA-256 of its source; shared by all editions that hold it."""

    __tablename__ = "rule_text"
    sha256: Mapped[str] = mapped_column(Text, primary_key=True)
    rule_id: Mapped[str] = mapped_column(Text, index=True)
    language: Mapped[str] = mapped_column(Text)
    version: Mapped[int]
    follows: Mapped[int | None]
    title: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)


@insert_only
class EditionRule(Base):
    """A rule as an edition holds it. `change`: new, material, editorial, removed or unchanged."""

    __tablename__ = "edition_rule"
    edition_id: Mapped[str] = mapped_column(Id, ForeignKey("edition.id", **DEFERRED), primary_key=True)
    rule_id: Mapped[str] = mapped_column(Text, primary_key=True)
    position: Mapped[int]
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(Text)
    chapter: Mapped[str] = mapped_column(Text)
    severity: Mapped[str | None] = mapped_column(Text)
    audience: Mapped[list[str]] = mapped_column(Json)
    owner: Mapped[str] = mapped_column(Text)
    review_on: Mapped[date | None]
    change: Mapped[str] = mapped_column(Text)


@insert_only
class EditionText(Base):
    """Which text of a rule an edition shows to readers of a language; `shown` differs where the translation lacks."""

    __tablename__ = "edition_text"
    edition_id: Mapped[str] = mapped_column(Id, ForeignKey("edition.id", **DEFERRED), primary_key=True)
    rule_id: Mapped[str] = mapped_column(Text, primary_key=True)
    language: Mapped[str] = mapped_column(Text, primary_key=True)
    shown: Mapped[str] = mapped_column(Text)
    lags: Mapped[bool] = mapped_column(default=False)
    text_sha256: Mapped[str] = mapped_column(Text, ForeignKey("rule_text.sha256"))


@insert_only
class EditionFigure(Base):
    """A row of the company's tables of figures that an edition brought, changed or took out (`change`).

    `table_name`: limits or standards; `data`: the row as handbook.yaml has it, None where it was taken out.
    """

    __tablename__ = "edition_figure"
    edition_id: Mapped[str] = mapped_column(Id, ForeignKey("edition.id", **DEFERRED), primary_key=True)
    table_name: Mapped[str] = mapped_column(Text, primary_key=True)
    row_id: Mapped[str] = mapped_column(Text, primary_key=True)
    change: Mapped[str] = mapped_column(Text)
    data: Mapped[dict[str, Any] | None] = mapped_column(Json)


@insert_only
class EditionPage(Base):
    """What a reader of a profile and language gets, by hash: source, served HTML, PDF base; and what is signed."""

    __tablename__ = "edition_page"
    edition_id: Mapped[str] = mapped_column(Id, ForeignKey("edition.id", **DEFERRED), primary_key=True)
    profile: Mapped[str] = mapped_column(Text, primary_key=True)
    language: Mapped[str] = mapped_column(Text, primary_key=True)
    source_sha256: Mapped[str] = mapped_column(Text)
    html_sha256: Mapped[str] = mapped_column(Text)
    pdf_sha256: Mapped[str] = mapped_column(Text)
    pdf_pages: Mapped[int]
    statement: Mapped[str] = mapped_column(Text)
    rule_ids: Mapped[list[str]] = mapped_column(Json)
    gaps: Mapped[list[str]] = mapped_column(Json)
    lags: Mapped[bool] = mapped_column(default=False)
