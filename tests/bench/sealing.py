"""Sealing a copy for each employee: the naive way, ours, and the floor, in turn in one process."""

import hashlib
import io
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import weasyprint
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter

from handbook.documents import keys, seal
from handbook.documents.rendering import tasks
from tests.bench import text
from tests.bench.row import Row, ratio_of_pairs

AT = datetime(2026, 3, 9, 5, 12, 7, tzinfo=UTC)
COMMAND = "python -m tests.bench.sealing"
ROUNDS = 5
SEALS = 20  # copies sealed for each turn of the assembly against its floor


@dataclass
class Workshop:
    """What every strategy needs, made once: keys, signers, the base, the attachments."""

    keys: keys.SealKeys
    signer: signers.SimpleSigner
    base: bytes
    attachments: list[seal.Attachment]

    @classmethod
    def open(cls, folder: Path) -> "Workshop":
        """Make keys in a folder and render the handbook once, as publishing does."""
        made = keys.seal_keys(folder, expected=False, at=AT, company="Godavari Stores")
        names = [str(folder / name) for name in (keys.LEAF_KEY, keys.LEAF_CERTIFICATE)]
        signer = signers.SimpleSigner.load(*names, ca_chain_files=[str(folder / keys.AUTHORITY_CERTIFICATE)])
        base = seal.render_document(text.handbook(""), text.HANDBOOK_CSS).pdf
        record = seal.Attachment("record.json", "application/json", "The record", text.record(0))
        return cls(made, signer, base, [record])


def naive(shop: Workshop, number: int) -> bytes:
    """Render handbook and signature page anew by WeasyPrint as it comes, and sign with pyHanko as it comes."""
    css = weasyprint.CSS(string=text.HANDBOOK_CSS + text.SIGNATURE_CSS)
    html = weasyprint.HTML(string=text.handbook(text.signature_page(number)))
    rendered = html.write_pdf(stylesheets=[css], pdf_variant="pdf/ua-1")
    meta = signers.PdfSignatureMetadata(field_name="Seal", subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256",
                                        reason="Acknowledgement", certify=True)  # fmt: skip
    return signers.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(rendered)), meta, signer=shop.signer).getvalue()


def pages(start: int, batch: int) -> list[bytes]:
    """Render a batch of signature pages as the limited child does, but in this process."""
    sections = [text.signature_page(number) for number in range(start, start + batch)]
    return tasks.render_pages({"sections": sections}, [b"", text.SIGNATURE_CSS.encode()])[1]


def assemble(shop: Workshop, sheet: bytes) -> bytes:
    """Seal one rendered page: the whole file, base and tail."""
    return shop.base + seal.seal(shop.base, [sheet], shop.attachments, keys=shop.keys, at=AT, reason="Acknowledgement")


def ours(shop: Workshop, start: int, batch: int) -> list[bytes]:
    """Render a batch and seal each copy of it."""
    return [assemble(shop, sheet) for sheet in pages(start, batch)]


def through_the_child(shop: Workshop, start: int, batch: int) -> list[bytes]:
    """Do the same as the product does it, with the rendering in a limited child of its own."""
    sections = [text.signature_page(number) for number in range(start, start + batch)]
    return [assemble(shop, sheet) for sheet in seal.render_pages(sections, text.SIGNATURE_CSS)]


def floor(shop: Workshop, size: int) -> bytes:
    """Copy as many bytes as a sealed copy has, hash them, sign the hash: nobody can do with less."""
    made = bytearray(shop.base)
    made += bytes(size - len(made))
    digest = hashlib.sha256(made).digest()
    shop.keys.key.sign(digest, ec.ECDSA(Prehashed(hashes.SHA256())))
    return bytes(made)


def spent(work: Callable[[], object], copies: int) -> float:
    """Return the wall seconds that one copy took."""
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) / copies


def run(rounds: int = ROUNDS) -> list[Row]:
    """Measure all strategies in turn and return the ratios beside their goals."""
    with tempfile.TemporaryDirectory() as folder:
        shop = Workshop.open(Path(folder) / "keys")
        tasks.warm_up()
        times = _measured(shop, rounds)
    return [*_against_naive(times), _against_floor(times)]


def _measured(shop: Workshop, rounds: int) -> dict[str, list[float]]:
    times: dict[str, list[float]] = {name: [] for name in ("naive", "20", "50", "child", "assembly", "floor")}
    size = len(ours(shop, 0, 2)[0])
    for turn in range(-1, rounds):
        start = (turn + 2) * 1000
        sheets = pages(start, 3)
        one = {
            "naive": spent(lambda: naive(shop, start), 1),
            "20": spent(lambda: ours(shop, start, 20), 20),
            "50": spent(lambda: ours(shop, start, 50), 50),
            "child": spent(lambda: through_the_child(shop, start, 50), 50),
            "assembly": spent(lambda: [assemble(shop, sheets[n % 3]) for n in range(SEALS)], SEALS),
            "floor": spent(lambda: [floor(shop, size) for _ in range(SEALS)], SEALS),
        }
        if turn >= 0:  # the first turn warms caches
            for name, seconds in one.items():
                times[name].append(seconds)
    return times


def _against_naive(times: dict[str, list[float]]) -> list[Row]:
    words = {
        "20": "in batches of 20",
        "50": "in batches of 50",
        "child": "in batches of 50, rendered in the limited child",
    }
    return [
        Row(
            what=f"sealed copies per second {words[name]} against naive (floor: {1 / _middle(times['floor']):.0f}/s)",
            ours=f"{1 / _middle(times[name]):.1f}/s ({_words(times[name])})",
            other=f"{1 / _middle(times['naive']):.2f}/s ({_words(times['naive'])})",
            ratio=(ratio := ratio_of_pairs(times["naive"], times[name])),
            goal=">= 60x",
            good=ratio >= 60,
            command=COMMAND,
        )
        for name in words
    ]


def _against_floor(times: dict[str, list[float]]) -> Row:
    ratio = ratio_of_pairs(times["assembly"], times["floor"])
    return Row(
        what="assembly and signature against copy, SHA-256 and raw signature",
        ours=_words(times["assembly"]),
        other=_words(times["floor"]),
        ratio=ratio,
        goal="<= 8x",
        good=ratio <= 8,
        command=COMMAND,
    )


def _middle(seconds: list[float]) -> float:
    return statistics.median(seconds)


def _words(seconds: list[float]) -> str:
    return f"{_middle(seconds) * 1000:.2f} ms, {min(seconds) * 1000:.2f}-{max(seconds) * 1000:.2f}"


if __name__ == "__main__":
    for row in run():
        print(
            f"{row.what}\n    {row.ours} against {row.other}: {row.ratio:.1f}x, goal {row.goal}: {'yes' if row.good else 'no'}"
        )
