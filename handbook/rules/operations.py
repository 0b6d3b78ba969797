"""The verbs of the handbook: import texts into the draft, publish the draft as an edition."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import bindparam, delete, insert, update
from sqlalchemy.orm import Session

from handbook.core import clock, locks
from handbook.core.db import new_id
from handbook.core.errors import Conflict, Invalid
from handbook.core.transaction import end_read, session_of_transaction, transaction
from handbook.ledger.appending import record_evidence
from handbook.rules import checks, drafting, drafts, pictures_kept, queries
from handbook.rules.faults import Fault, errors
from handbook.rules.models import (
    DraftOutline,
    DraftText,
    Edition,
    EditionFigure,
    EditionPage,
    EditionRule,
    EditionText,
    RuleText,
)
from handbook.rules.outline import Outline
from handbook.rules.pages import Announcement, Progress
from handbook.rules.pictures import PictureRow
from handbook.rules.pictures_beside import PictureBeside
from handbook.rules.pictures_kept import NewPicture
from handbook.rules.publishing import RenderedEdition, render_edition
from handbook.rules.source import RuleSource, normalise

Hook = Callable[[str], object]
AFTER_PUBLISH: list[Hook] = []


def after_publish(hook: Hook) -> None:
    """Register a call that gets the id of each new edition, inside the transaction that writes it (once, at set-up)."""
    if hook not in AFTER_PUBLISH:
        AFTER_PUBLISH.append(hook)


def import_texts(
    actor_text: str,
    language: str,
    sources: Sequence[RuleSource],
    frame: Outline | None = None,
    beside: Sequence[PictureBeside] = (),
) -> list[Fault]:
    """Replace the draft of one language by these sources; return the warnings.

    `frame` replaces the draft's handbook.yaml; without one, the draft's own (or a default) is extended by what the
    sources need. `actor_text` says who imports; `beside` holds the pictures that lie beside the texts. Raises Invalid
    with one line per fault, and then nothing is written.
    """
    return _import({language: list(sources)}, frame, actor_text, beside)


def import_tree(actor_text: str, folder: Path) -> list[Fault]:
    """Replace the whole draft by a folder with handbook.yaml and a folder for each language; return the warnings.

    One transaction for all languages. Raises Invalid with one line per fault, and then nothing is written.
    """
    frame, folders = checks.read_tree(folder)
    faults = [fault for found in folders.values() for fault in found.faults]
    _refuse(errors(faults))
    beside = [one for found in folders.values() for one in found.pictures]
    return faults + _import({code: found.sources for code, found in folders.items()}, frame, actor_text, beside)


@dataclass(frozen=True, slots=True)
class Judged:
    """Which changes are editorial, by rule with the hash of what two people saw, and how to ask that once more.

    `still_holds` is called inside the transaction that publishes, and raises Conflict where it holds no longer.
    `progress(done, total)` counts the papers that are rendered.
    """

    editorial: Mapping[str, str]
    still_holds: Callable[[], None]
    progress: Progress | None = None


def bring_picture(data: bytes, file_name: str, words: str) -> NewPicture | PictureRow:
    """Write a picture anew and into the store (slow; outside of transactions), unless it is known: then return its row.

    `words` say what it shows. Raises Invalid with words for what is no picture, or too large a one.
    """
    return pictures_kept.bring(data, file_name, words)


def keep_picture(actor_text: str, brought: NewPicture | PictureRow) -> PictureRow:
    """Keep a picture that was brought, for ever, and return it; raise Conflict for a name taken meanwhile."""
    if isinstance(brought, PictureRow):
        return brought
    locks.hold_draft()
    pictures_kept.keep(actor_text, [brought])
    return brought.row


def publish(
    actor_text: str, note: str, effective_on: date | None = None, consulted: str = "", judged: Judged | None = None
) -> queries.EditionRow:
    """Publish the draft as the next edition and return it; what nobody judged counts as a material change.

    Renders first, then writes all of it or nothing. Notice is given today; it takes effect on `effective_on`, or today.
    Raises Invalid for faults, for nothing changed and for a day before notice; Conflict where somebody changed the
    draft or published meanwhile.
    """
    if not note.strip():
        raise Invalid("Say in a note why the handbook changes; everybody reads it.")
    today = clock.now().date()
    announcement = Announcement(normalise(note).strip(), actor_text, today, effective_on or today, consulted.strip())
    rendered = render_edition(
        drafts.draft(), announcement, judged.editorial if judged else None, judged.progress if judged else None
    )
    end_read()
    with transaction():
        locks.hold_editions(shared=False)
        if judged is not None:
            judged.still_holds()
        edition_id = insert_edition(rendered)
    return queries.edition_by_id(edition_id)


def insert_edition(rendered: RenderedEdition) -> str:
    """Write a rendered edition down and return its id (inside a transaction); raise Conflict where it is outdated."""
    locks.hold_draft()
    last = queries.newest_edition()
    if (last.id if last else None) != rendered.previous_id:
        raise Conflict("Another edition was published in the meantime. Look at it, then publish again.")
    if drafts.draft().fingerprint != rendered.fingerprint:
        raise Conflict("The draft was changed in the meantime. Look at it, then publish again.")
    edition = _edition(rendered)
    record_evidence(edition)
    _insert_rows(rendered, edition.id)
    for hook in AFTER_PUBLISH:
        hook(edition.id)
    return edition.id


def _import(
    texts: dict[str, list[RuleSource]], frame: Outline | None, actor_text: str, beside: Sequence[PictureBeside]
) -> list[Fault]:
    taken = pictures_kept.take_along(beside)
    _refuse(errors(taken.faults))
    texts = {code: [pictures_kept.with_their_names(one, taken.rows) for one in some] for code, some in texts.items()}
    before = drafts.draft()
    framed = drafting.framed(texts, frame, before)
    kept = {language: drafting.kept(sources, before, framed) for language, sources in texts.items()}
    kept, others, written = drafting.with_figures(kept, before, framed)
    found = checks.check_texts(kept, framed)
    _refuse(errors(found))
    end_read()
    with transaction() as session:
        locks.hold_draft()
        pictures_kept.keep(actor_text, taken.new.values())
        if others and drafts.draft().fingerprint != before.fingerprint:
            raise Conflict("The draft was changed in the meantime. Look at it, then import again.")
        _replace_outline(session, framed, actor_text)
        for language, sources in kept.items():
            _replace_texts(session, language, sources, actor_text)
        _rewrite_texts(session, others, actor_text)
    return taken.faults + written + found


def _refuse(faults: Sequence[Fault]) -> None:
    if faults:
        raise Invalid(*(str(fault) for fault in faults))


def _replace_outline(session: Session, frame: Outline, actor_text: str) -> None:
    session.execute(delete(DraftOutline))
    session.execute(insert(DraftOutline), [{"id": 1, "source": frame.text, "changed_by": actor_text}])


def _replace_texts(session: Session, language: str, sources: Sequence[RuleSource], actor_text: str) -> None:
    session.execute(delete(DraftText).where(DraftText.language == language))
    rows = [
        {"id": new_id(), "rule_id": one.id, "language": language, "source": one.text, "changed_by": actor_text}
        for one in sources
    ]
    if rows:
        session.execute(insert(DraftText), rows)


def _rewrite_texts(session: Session, sources: Sequence[RuleSource], actor_text: str) -> None:
    """Write texts of languages that were not imported, whose tables follow the figures that were."""
    for one in sources:
        values = {"source": one.text, "changed_by": actor_text, "changed_at": clock.now()}
        place = (DraftText.rule_id == one.id, DraftText.language == one.language)
        session.execute(update(DraftText).where(*place).values(row_version=DraftText.row_version + 1, **values))


def _edition(rendered: RenderedEdition) -> Edition:
    said = rendered.announcement
    return Edition(
        id=new_id(),
        number=rendered.number,
        note=said.note,
        source_language=rendered.source_language,
        notice_on=said.notice_on,
        effective_on=said.effective_on,
        consulted=said.consulted,
        published_by=said.published_by,
        manifest=dict(rendered.manifest),
        manifest_sha256=rendered.manifest_sha256,
    )


def _insert_rows(rendered: RenderedEdition, edition_id: str) -> None:
    session = session_of_transaction()
    known = drafts.known_texts([row["sha256"] for row in rendered.new_texts])
    new = [row for row in rendered.new_texts if row["sha256"] not in known]
    if new:
        session.execute(insert(RuleText), new)
    parts = (
        (EditionRule, rendered.rules),
        (EditionText, rendered.texts),
        (EditionPage, rendered.pages),
        (EditionFigure, rendered.figures),
    )
    for model, rows in parts:
        if rows:
            session.execute(insert(model), [row | {"edition_id": edition_id} for row in rows])
    if rendered.renumbered:
        place = (DraftText.rule_id == bindparam("rule"), DraftText.language == bindparam("spoken"))
        texts = [{"rule": rule, "spoken": spoken, "text": text} for (rule, spoken), text in rendered.renumbered.items()]
        session.connection().execute(update(DraftText).where(*place).values(source=bindparam("text")), texts)
