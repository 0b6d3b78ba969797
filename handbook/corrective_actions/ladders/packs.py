"""The ladders that come with the program: a file for each country, a source for each line, none of it legal advice."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from handbook.corrective_actions.ladders.content import ladder_of
from handbook.corrective_actions.ladders.ladder import Ladder

FOLDER = Path(__file__).parent / "packs"
DEFAULT = "default"
# A ladder that nobody has chosen counts from the beginning.
BEGINNING = date(2000, 1, 1)


@cache
def pack(country: str) -> Ladder:
    """Return the ladder that comes with the program for a country (ISO 3166, two letters), or the default one."""
    name = country if country in countries() else DEFAULT
    lines = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    content = {key: line["value"] for key, line in lines.items() if key != "rungs"}
    rungs = [{key: value for key, value in rung.items() if key != "source"} for rung in lines["rungs"]]
    found = ladder_of({"sources": {}, "small_firm": False, "country": country, **content, "rungs": rungs}, BEGINNING)
    return replace(found, sources=_sources(lines))


@cache
def countries() -> tuple[str, ...]:
    """Return the countries with a ladder of their own, by code."""
    return tuple(sorted(file.stem for file in FOLDER.glob("*.yaml") if file.stem != DEFAULT))


def _sources(lines: Mapping[str, Any]) -> dict[str, str]:
    """Return what each line rests on, by the name of the line or the step."""
    named = {key: line["source"] for key, line in lines.items() if key != "rungs"}
    return named | {rung["step"]: rung["source"] for rung in lines["rungs"]}
