"""Making sealed documents: render a base once, render pages in batches, and seal each copy as base and tail."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography.x509.oid import NameOID

from handbook.core import sandbox
from handbook.core.errors import Invalid
from handbook.documents import base_form, cms, sheet_form, writer
from handbook.documents.attachment import Attachment
from handbook.documents.keys import SealKeys
from handbook.documents.tail import Tail, date, text

__all__ = ["Attachment", "RenderedDocument", "SealKeys", "render_document", "render_pages", "seal"]

BATCH = 50  # larger batches gain nothing and take memory


@dataclass(frozen=True)
class RenderedDocument:
    """A finished base and the number of its pages."""

    pdf: bytes
    page_count: int


def render_document(
    html: str, css: str, assets: Mapping[str, bytes] | None = None, *,
    at: datetime | None = None, limits: sandbox.Limits = sandbox.PUBLICATION,
) -> RenderedDocument:  # fmt: skip
    """Render a whole HTML page (with lang and title) to a finished base; the same input gives the same bytes.

    Pictures are named `asset:<sha256>` in the text and given in `assets` by that SHA-256. `at` is printed as the
    date in the file's properties. Raises SandboxFailed: reason "refused" where the text asks for anything from outside
    or would not come out as written, "time" or "memory" where it is too costly.
    """
    meta: dict[str, object] = {"at": at and at.strftime("%Y-%m-%dT%H:%M:%SZ")}
    given = [html.encode(), css.encode(), *(assets or {}).values()]
    answer, parts = sandbox.run("handbook.documents.rendering.tasks:render_document", meta, given, limits)
    return RenderedDocument(parts[0], int(str(answer["pages"])))


def render_pages(
    htmls: Sequence[str], css: str, assets: Mapping[str, bytes] | None = None, *,
    limits: sandbox.Limits = sandbox.PUBLICATION,
) -> list[bytes]:  # fmt: skip
    """Render sections (`<section lang="te">...</section>`) to sheets, in one layout for each fifty of them.

    A sheet is a stand-alone tagged PDF of that section's pages alone: what is kept as evidence and can be sealed again
    later. Its language is the section's `lang`, its title the first heading. Raises SandboxFailed as render_document
    does; one faulty section fails the batch: render them one by one to find it.
    """
    sheets: list[bytes] = []
    for start in range(0, len(htmls), BATCH):
        given = [b"", css.encode(), *(assets or {}).values()]
        meta: dict[str, object] = {"sections": list(htmls[start : start + BATCH])}
        sheets += sandbox.run("handbook.documents.rendering.tasks:render_pages", meta, given, limits)[1]
    return sheets


def seal(
    base: bytes, pages: Sequence[bytes], attachments: Sequence[Attachment], *,
    keys: SealKeys, at: datetime, reason: str, title: str | None = None,
) -> bytes:  # fmt: skip
    """Return the tail that makes `base + tail` a sealed document: PAdES, certified, no changes allowed.

    `pages` are sheets of render_pages, in order (earlier ones again unchanged, the new one last); `at` (aware) is the
    time of sealing; `reason` is shown by PDF readers; `title` names the signature. All but the signature's value
    depends on the arguments alone. Raises Invalid where there is no page or the key is no longer (or not yet) good.
    """
    if not pages:
        raise Invalid("A sealed document needs at least one page of its own. Render a signature page first.")
    if not keys.certificate.not_valid_before_utc <= at <= keys.lasts_until:
        raise Invalid(f"The sealing key is good until {keys.lasts_until:%Y-%m-%d} only. Renew it on the host.")
    tail = Tail(base_form.read(base))
    for page in pages:
        tail.add_sheet(sheet_form.parse(page))
    number, moment = tail.take(), date(at)
    files, listed = tail.add_attachments(attachments, moment)
    widget = tail.add_field(number, text(title or reason))
    tail.rewrite_base(_catalog(tail, number, widget, files, listed))
    return writer.sealed(tail, number, _signature(reason, moment, keys), keys)


def _signature(reason: str, moment: bytes, keys: SealKeys) -> bytes:
    name = keys.certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value
    return writer.signature(text(reason), moment, text(str(name)), cms.template(keys).room)


def _catalog(tail: Tail, number: int, widget: int, files: bytes, listed: bytes) -> bytes:
    """Return what the catalogue gains: the form, the certification, and the attached files."""
    gained = b"/AcroForm<</Fields[%d 0 R]/SigFlags 3>>/Perms<</DocMDP %d 0 R>>" % (widget, number)
    names = tail.base.names
    if files:
        key = names.number if names else tail.take()
        before = names.entries if names else b""
        tail.objects[key] = b"<<%s/EmbeddedFiles<</Names[%s]>>>>" % (before, files)
        return gained + b"/AF[%s]/Names %d 0 R" % (listed, key)
    return gained + (b"/Names %d 0 R" % names.number if names else b"")
