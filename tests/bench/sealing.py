"""Sealing a copy for each employee: the naive way, ours, and the floor, in turn in one process.

Figures are processor time, which other work on the machine disturbs least; the way through the limited child, whose
time is not this process's, is measured by the clock on the wall, as is the naive way that it is compared with.
The HTML of the pages is made beforehand for all ways alike.
"""

import gc
import hashlib
import io
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
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
from weasyprint.draw import text as drawing

from handbook.documents import keys, seal
from handbook.documents.rendering import tasks
from tests.bench import text
from tests.bench.row import Row, ratio_of_pairs

AT = datetime(2026, 3, 9, 5, 12, 7, tzinfo=UTC)
COMMAND = "python -m tests.bench.sealing"
ROUNDS = 5
COLLECTING = (700, 10, 10)  # Python's own
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


def naive(shop: Workshop, page: str) -> bytes:
    """Render handbook and signature page anew by WeasyPrint as it comes, and sign with pyHanko as it comes."""
    css = weasyprint.CSS(string=text.HANDBOOK_CSS + text.SIGNATURE_CSS)
    html = weasyprint.HTML(string=text.handbook(page))
    with as_it_comes():
        rendered = html.write_pdf(stylesheets=[css], pdf_variant="pdf/ua-1")
    meta = signers.PdfSignatureMetadata(field_name="Seal", subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256",
                                        reason="Acknowledgement", certify=True)  # fmt: skip
    return signers.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(rendered)), meta, signer=shop.signer).getvalue()


@contextmanager
def as_it_comes() -> Iterator[None]:
    """Take our text layer out of WeasyPrint and let Python collect as often as usual: the naive way has neither."""
    ours, usual = drawing.draw_first_line, gc.get_threshold()
    drawing.draw_first_line = getattr(ours, "__wrapped__", ours)
    gc.set_threshold(*COLLECTING)
    try:
        yield
    finally:
        drawing.draw_first_line = ours
        gc.set_threshold(*usual)


def pages(sections: list[str]) -> list[bytes]:
    """Render a batch of signature pages as the limited child does, but in this process."""
    return tasks.render_pages({"sections": sections}, [b"", text.SIGNATURE_CSS.encode()])[1]


def assemble(shop: Workshop, sheet: bytes) -> bytes:
    """Seal one rendered page: the whole file, base and tail."""
    return shop.base + seal.seal(shop.base, [sheet], shop.attachments, keys=shop.keys, at=AT, reason="Acknowledgement")


def ours(shop: Workshop, sections: list[str]) -> list[bytes]:
    """Render a batch and seal each copy of it."""
    return [assemble(shop, sheet) for sheet in pages(sections)]


def through_the_child(shop: Workshop, sections: list[str]) -> list[bytes]:
    """Do the same as the product does it, with the rendering in a limited child of its own."""
    return [assemble(shop, sheet) for sheet in seal.render_pages(sections, text.SIGNATURE_CSS)]


def floor(shop: Workshop, size: int) -> bytes:
    """Copy as many bytes as a sealed copy has, hash them, sign the hash: nobody can do with less."""
    made = bytearray(shop.base)
    made += bytes(size - len(made))
    digest = hashlib.sha256(made).digest()
    shop.keys.key.sign(digest, ec.ECDSA(Prehashed(hashes.SHA256())))
    return bytes(made)


@dataclass(frozen=True)
class Spent:
    """What one copy took, in seconds of the processor and on the wall."""

    processor: float
    wall: float


def spent(work: Callable[[], object], copies: int) -> Spent:
    """Return what each of so many copies took."""
    wall, processor = time.perf_counter(), time.process_time()
    work()
    return Spent((time.process_time() - processor) / copies, (time.perf_counter() - wall) / copies)


def run(rounds: int = ROUNDS) -> list[Row]:
    """Measure all strategies in turn and return the ratios beside their goals."""
    with tempfile.TemporaryDirectory() as folder:
        shop = Workshop.open(Path(folder) / "keys")
        tasks.warm_up()
        times = _measured(shop, rounds)
    return [*_against_naive(times), _against_floor(times)]


def _measured(shop: Workshop, rounds: int) -> dict[str, list[Spent]]:
    times: dict[str, list[Spent]] = {name: [] for name in ("naive", "20", "50", "child", "assembly", "floor")}
    size = len(ours(shop, [text.signature_page(0)])[0])
    for turn in range(-1, rounds):
        one = _turn(shop, (turn + 2) * 1000, size)
        if turn >= 0:  # the first turn warms caches
            for name, what in one.items():
                times[name].append(what)
    return times


def _turn(shop: Workshop, start: int, size: int) -> dict[str, Spent]:
    """Let every strategy work once, one after the other, for employees that no turn before had."""
    sections = [text.signature_page(number) for number in range(start, start + 120)]
    sheets = pages(sections[:3])
    return {
        "naive": spent(lambda: naive(shop, sections[0]), 1),
        "20": spent(lambda: ours(shop, sections[:20]), 20),
        "50": spent(lambda: ours(shop, sections[20:70]), 50),
        "child": spent(lambda: through_the_child(shop, sections[70:]), 50),
        "assembly": spent(lambda: [assemble(shop, sheets[n % 3]) for n in range(SEALS)], SEALS),
        "floor": spent(lambda: [floor(shop, size) for _ in range(SEALS)], SEALS),
    }


def _against_naive(times: dict[str, list[Spent]]) -> list[Row]:
    floor_rate = 1 / statistics.median(_processor(times["floor"]))
    naive_processor, naive_wall = _processor(times["naive"]), [one.wall for one in times["naive"]]
    return [
        _faster("in batches of 20", _processor(times["20"]), naive_processor, floor_rate),
        _faster("in batches of 50", _processor(times["50"]), naive_processor, floor_rate),
        _faster("in batches of 50 through the limited child, by the wall clock",
                [one.wall for one in times["child"]], naive_wall, floor_rate),
    ]  # fmt: skip


def _faster(how: str, mine: list[float], naive_ones: list[float], floor_rate: float) -> Row:
    ratio = ratio_of_pairs(naive_ones, mine)
    return Row(
        what=f"sealed copies per second {how} against naive (the floor: {floor_rate:.0f}/s)",
        ours=f"{1 / statistics.median(mine):.1f}/s ({_words(mine)})",
        other=f"{1 / statistics.median(naive_ones):.2f}/s ({_words(naive_ones)})",
        ratio=ratio,
        goal=">= 60x",
        good=ratio >= 60,
        command=COMMAND,
    )


def _against_floor(times: dict[str, list[Spent]]) -> Row:
    mine, least = _processor(times["assembly"]), _processor(times["floor"])
    ratio = ratio_of_pairs(mine, least)
    return Row(
        what="assembly and signature against copy, SHA-256 and raw signature",
        ours=_words(mine),
        other=_words(least),
        ratio=ratio,
        goal="<= 8x",
        good=ratio <= 8,
        command=COMMAND,
    )


def _processor(spent_by_all: list[Spent]) -> list[float]:
    return [one.processor for one in spent_by_all]


def _words(seconds: list[float]) -> str:
    return f"{statistics.median(seconds) * 1000:.2f} ms, {min(seconds) * 1000:.2f}-{max(seconds) * 1000:.2f}"


if __name__ == "__main__":
    for row in run():
        reached = "yes" if row.good else "no"
        print(f"{row.what}\n    {row.ours} against {row.other}: {row.ratio:.1f}x, goal {row.goal}: {reached}")
