"""The company's tables in a folder of rules: files whose table says something else than handbook.yaml are mended."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from handbook.core.errors import Invalid
from handbook.rules import checks, figure_changes, figure_tables, front_matter
from handbook.rules.faults import errors
from handbook.rules.outline import FILE, Outline
from handbook.rules.source import RuleSource, complete
from handbook.rules.versions import Place


def rewrite_folder(folder: Path) -> list[Path]:
    """Write the tables below a folder anew as handbook.yaml has them, and return the files that were changed.

    `folder` holds handbook.yaml and a folder for each language, or is one of these. Raises Invalid with one line per
    fault, and then nothing is written.
    """
    base = folder if (folder / FILE).is_file() else folder.parent
    if not (base / FILE).is_file():
        raise Invalid(f"{folder}:1: There is no {FILE} here, nor in the folder above. The figures stand in that file.")
    frame, folders = checks.read_tree(folder)
    bad = errors(fault for found in folders.values() for fault in found.faults)
    if bad:
        raise Invalid(*(str(fault) for fault in bad))
    texts = {(one.id, one.language): one for found in folders.values() for one in found.sources}
    changed = rewritten(texts, frame)
    for source in changed.values():
        (base / source.file).write_text(source.text, encoding="utf-8", newline="\n")
    return sorted(base / source.file for source in changed.values())


def rewritten(texts: Mapping[Place, RuleSource], frame: Outline) -> dict[Place, RuleSource]:
    """Return the texts that become others; a source text goes up by a version, translations go on following it."""
    changed: dict[Place, RuleSource] = {}
    for place, source in texts.items():
        body = figure_tables.rewritten(source.body, frame, source.language)
        if body != source.body:
            changed[place] = figure_changes.with_body(source, body)
    for (rule_id, language), source in list(changed.items()):
        before = texts[rule_id, language]
        if language == frame.source and _had_figures(before) and complete(before) is before:
            changed |= _raised(rule_id, {**texts, **changed}, source)
    return changed


def _had_figures(source: RuleSource) -> bool:
    return bool(figure_tables.figures_in(source.body))


def _raised(rule_id: str, texts: Mapping[Place, RuleSource], source: RuleSource) -> dict[Place, RuleSource]:
    version = source.version + 1
    text = front_matter.with_version(source.text, version)
    found = {(rule_id, source.language): replace(source, version=version, text=text)}
    for (other, language), one in texts.items():
        if other == rule_id and one.follows == source.version and language != source.language:
            found[other, language] = replace(one, follows=version, text=front_matter.with_follows(one.text, version))
    return found
