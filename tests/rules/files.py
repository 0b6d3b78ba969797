"""Rule files for tests: a whole one with safe defaults, and a folder written from a few words."""

from pathlib import Path

from handbook.rules.source import RuleSource, read

OUTLINE = """\
source: en
title: {en: Service handbook, te: సేవా నియమావళి}
languages:
  en: {name: English}
  te: {name: తెలుగు, gaps: "అనువాదం జరుగుతోంది."}
chapters:
  - {id: welcome, title: {en: Welcome, te: స్వాగతం}}
  - {id: wrong, title: {en: When it goes wrong}}
profiles:
  - {id: everyone, title: {en: everyone}, reads: [everyone]}
  - {id: counter, title: {en: at the counter}, reads: [everyone, counter]}
preface: {en: "Put the customer **first**."}
statement:
  en: "I have read edition {edition} in {language}."
  te: "{edition}వ సంచికను {language}లో చదివాను."
"""


def rule(rule_id: str = "greet-all", body: str = "", **fields: object) -> str:
    """Return the whole text of a rule's file; `for_` stands for the field `for`."""
    known = {"id": rule_id, "kind": "rule", "number": 1, "chapter": "welcome", "severity": "minor", "for": "[everyone]"}
    known |= {"owner": "head of service", "review_on": "2027-05-01", "version": 1}
    known |= {name.rstrip("_"): value for name, value in fields.items()}
    head = "".join(f"{name}: {value}\n" for name, value in known.items() if value is not None)
    return f"---\n{head}---\n{body or whole_body('Greet all')}"


def whole_body(title: str, sentence: str = "Greet each customer as soon as they come near.") -> str:
    """Return a body with every section that our rules have."""
    return (
        f"# {title}\n\n{sentence}\n\n> **At the counter.** Two walk in. “One moment!”\n\n"
        "## Why {.why}\n\nWho is seen can wait.\n\n## What to do {.do}\n\n- Look up.\n- Say hello.\n\n"
        "## What not to do {.dont}\n\n- Talk on.\n\n## If it is broken {.broken}\n\nThe usual first step is a talk.\n\n"
        "## How we check it {.how}\n\nBy asking customers.\n\n## Practice {.practice}\n\nTwo come. What do you say?\n\n"
        "## Check question {.check}\n\nHands full?\n\n- Ignore them\n- **Look up and greet**\n- Call out loud\n"
    )


def source(text: str, language: str = "en") -> RuleSource:
    """Return a file as the program reads it."""
    found, faults = read(text, "en/greet-all.md", language)
    assert found is not None, faults
    return found


def write_tree(folder: Path, files: dict[str, str], outline: str | None = OUTLINE) -> Path:
    """Write files below a folder, with a handbook.yaml unless that is None, and return the folder."""
    if outline is not None:
        files = {"handbook.yaml": outline, **files}
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder
