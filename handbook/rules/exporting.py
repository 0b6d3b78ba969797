"""An edition as files again: what was imported, with the versions that it was published under."""

from pathlib import Path

from handbook.core.errors import Invalid
from handbook.documents.queries import store
from handbook.rules import drafts, queries
from handbook.rules.outline import FILE
from handbook.rules.pictures import FOLDER
from handbook.rules.queries import EditionRow


def export_edition(edition: EditionRow, folder: Path) -> int:
    """Write handbook.yaml, <language>/<rule id>.md and pictures/ into an empty folder; return the number of files."""
    if folder.exists() and any(folder.iterdir()):
        raise Invalid(f"{folder} is not empty. Name a folder that is new or empty.")
    files = {Path(FILE): queries.outline_of(edition.id).text.encode()}
    for (rule_id, language), published in drafts.texts_published(edition.id).items():
        files[Path(language) / f"{rule_id}.md"] = published.source.encode()
    for name, told in queries.manifest(edition.id)["pictures"].items():
        files[Path(FOLDER) / told["name"]] = store().get(name)
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return len(files)
