"""`python -m tests.bench [PART ...]` (see PARTS): the machine, then what was measured and its goal."""

import importlib
import os
import platform
import sqlite3
import sys
from importlib.metadata import version
from pathlib import Path

from tests.bench.row import Row

PARTS = ("pages", "signing", "sealing", "ledger", "people", "complaints")
PACKAGES = ("Flask", "SQLAlchemy", "weasyprint", "pyHanko", "pikepdf", "granian", "psycopg")


def main(parts: list[str]) -> int:
    """Run the named parts, or all. A missed goal is printed and fails nothing; return 2 for an unknown part."""
    unknown = set(parts) - set(PARTS)
    if unknown:
        print(f"There is no part {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}.")
        return 2
    print(_machine(), flush=True)
    rows: list[Row] = []
    for part in parts or PARTS:
        print(f"\n{part} ...", flush=True)
        fresh: list[Row] = importlib.import_module(f"tests.bench.{part}").run()
        rows += fresh
        print("\n".join(map(_line, fresh)), flush=True)
    missed = [row for row in rows if not row.good]
    print(f"\n{len(rows) - len(missed)} of {len(rows)} goals reached." if rows else "\nNothing was measured.")
    return 0


def _line(row: Row) -> str:
    mark = "reached" if row.good else "MISSED "
    return (
        f"{mark}  {row.what}\n         {row.ours} against {row.other}: "
        f"ratio {row.ratio:.3g}, goal {row.goal}    [{row.command}]"
    )


def _machine() -> str:
    model = next((line for line in _read("/proc/cpuinfo") if line.startswith("model name")), ": unknown processor")
    system = next((line for line in _read("/etc/os-release") if line.startswith("PRETTY_NAME")), "=Linux")
    versions = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return (
        f"{os.cpu_count()} x {model.partition(':')[2].strip()}, load {os.getloadavg()[0]:.1f}, "
        f"{system.partition('=')[2].strip().strip(chr(34))}, Python {platform.python_version()}\n"
        f"{versions}, SQLite {sqlite3.sqlite_version}\n"
        "Ratios are medians of pairs measured in turn; single times drift with the machine."
    )


def _read(path: str) -> list[str]:
    file = Path(path)
    return file.read_text(encoding="utf-8").splitlines() if file.exists() else []


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
