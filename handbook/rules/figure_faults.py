"""What is wrong with the two tables of figures in a handbook.yaml: each fault with its line and what to change."""

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from babel import Locale

from handbook.rules.faults import Fault
from handbook.rules.figure_rows import CHANNELS, COUNTS, LIMITS, RINGS, TABLES, UNITS, amount_of
from handbook.rules.front_matter import IDENTIFIER
from handbook.rules.located import Located
from handbook.rules.outline_faults import FILE, words_faults

MOST_ROWS, LONGEST = 60, 300
HIGHEST, MOST_DIGITS = Decimal(10**9), 2
LONGEST_TIME = 9999
_WORDS = {LIMITS: ("where", "examples"), "standards": ("name", "standard", "measured")}
_NEEDED = ("where", "name", "standard")


def faults(found: Located) -> Iterator[Fault]:
    """Yield the faults of both tables of a frame that has no others."""
    for table in TABLES:
        rows = found.data.get(table)
        if rows is None:
            continue
        if not isinstance(rows, list) or len(rows) > MOST_ROWS:
            yield Fault(FILE, found.line(table), f"Write {table} as a list of at most {MOST_ROWS} rows.")
            continue
        yield from _rows(found, table, rows)


def is_amount(value: object) -> bool:
    """Tell whether this is an amount of money: above nothing, with two digits behind the point at most."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return False
    try:
        amount = amount_of(value)
    except InvalidOperation:
        return False
    if not amount.is_finite() or not 0 < amount < HIGHEST:
        return False
    return amount == round(amount, MOST_DIGITS)


def is_currency(code: object) -> bool:
    """Tell whether this is the code of a currency, like EUR or INR."""
    return isinstance(code, str) and code in Locale("en").currencies


def speaks_of_another(words: str, amount: int) -> bool:
    """Tell whether words name numbers in digits, and not this one among them."""
    numbers = [int(one) for one in re.findall(r"\d{1,9}", words)]
    return bool(numbers) and amount not in numbers


def _rows(found: Located, table: str, rows: list[Any]) -> Iterator[Fault]:
    seen, jobs = set[str](), set[str]()
    for index, row in enumerate(rows):
        line = found.line(table, index)
        if not isinstance(row, dict) or not IDENTIFIER.fullmatch(str(row.get("id", ""))):
            yield Fault(FILE, line, "Give the row an id of small letters, digits and hyphens.")
            continue
        if row["id"] in seen:
            yield Fault(FILE, line, f"The id {row['id']} stands in {table} twice.")
        seen.add(row["id"])
        yield from _words(found, table, index, row)
        yield from _limit(found, index, row, jobs) if table == LIMITS else _standard(found, index, row)


def _words(found: Located, table: str, index: int, row: dict[str, Any]) -> Iterator[Fault]:
    for name in _WORDS[table]:
        words = row.get(name) or {}
        yield from words_faults(found, words, table, index, name)
        if not words and name in _NEEDED:
            yield Fault(FILE, found.line(table, index, name), f"Write {name} by language, like en: Telephone.")
        texts = words.values() if isinstance(words, dict) else ()
        if any(isinstance(text, str) and len(text) > LONGEST for text in texts):
            yield Fault(FILE, found.line(table, index, name), f"Make {name} shorter: {LONGEST} signs at most.")


def _limit(found: Located, index: int, row: dict[str, Any], jobs: set[str]) -> Iterator[Fault]:
    amounts, named = row.get("up_to"), row.get("jobs") or []
    line = found.line(LIMITS, index, "up_to")
    if not isinstance(amounts, dict) or not amounts:
        yield Fault(FILE, line, "Write up_to by currency, like {EUR: 50, INR: 2500}.")
        amounts = {}
    for code, amount in amounts.items():
        if not is_currency(code):
            yield Fault(FILE, line, f"{code!r} is not the code of a currency like EUR or INR.")
        if not is_amount(amount):
            yield Fault(FILE, line, f"{amount!r} is not an amount like 50 or 12.50.")
    line = found.line(LIMITS, index, "jobs")
    if not isinstance(named, list) or not all(isinstance(job, str) and job.strip() for job in named):
        yield Fault(FILE, line, "Write jobs as a list of names of jobs.")
        return
    for job in named:
        if job.casefold() in jobs:
            yield Fault(FILE, line, f"The job {job} has a limit in another row already.")
        jobs.add(job.casefold())


def _standard(found: Located, index: int, row: dict[str, Any]) -> Iterator[Fault]:
    table = "standards"
    if row.get("channel") not in CHANNELS:
        yield Fault(FILE, found.line(table, index, "channel"), f"channel must be one of {', '.join(CHANNELS)}.")
    target = row.get("target")
    if target is not None and not (type(target) is int and 1 <= target <= 100):
        words = "target must be a share in percent from 1 to 100, or null."
        yield Fault(FILE, found.line(table, index, "target"), words)
    yield from _within(found, index, row)


def _within(found: Located, index: int, row: dict[str, Any]) -> Iterator[Fault]:
    line, within = found.line("standards", index, "within"), row.get("within")
    units = [unit for unit in UNITS if unit in within] if isinstance(within, dict) else []
    if not isinstance(within, dict) or len(units) != 1 or set(within) - {*units, "counts"}:
        yield Fault(FILE, line, f"Write within with one of {', '.join(UNITS)}, like {{hours: 24, counts: open_days}}.")
        return
    unit = units[0]
    amount, counts = within[unit], within.get("counts")
    least = 0 if unit == "days" else 1
    if type(amount) is not int or not least <= amount <= LONGEST_TIME:
        yield Fault(FILE, line, f"{unit} must be a whole number from {least} to {LONGEST_TIME}.")
        return
    if counts not in ((None,) if unit == RINGS else COUNTS):
        wanted = "Rings count nothing else: leave counts out."
        yield Fault(FILE, line, wanted if unit == RINGS else f"counts must be one of {', '.join(COUNTS)}.")
    texts = row.get("standard")
    for language, words in (texts if isinstance(texts, dict) else {}).items():
        if isinstance(words, str) and speaks_of_another(words, amount):
            yield Fault(FILE, line, f"The words in {language} name another number than {amount} {unit}.")
