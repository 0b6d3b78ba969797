"""A small handbook with figures for tests: two limits, two standards, and the rules that show them in two languages."""

from pathlib import Path

from tests.rules.files import OUTLINE, rule, write_tree

FIGURES = """\
limits:
  - id: shop
    where: {en: "Shop: till and floor", te: "షాపు: బిల్లింగ్ కౌంటర్"}
    up_to: {EUR: 50, INR: 2500}
    examples: {en: "an exchange within 30 days", te: "30 రోజుల్లోపు మార్పిడి"}
    jobs: [cashier]
  - id: supervisor
    where: {en: Supervisor on the shift}
    up_to: {EUR: 200}
    jobs: [shop supervisor]
standards:
  - id: mail
    channel: mail
    name: {en: Mail, te: మెయిల్}
    standard: {en: a person answers within 24 hours, te: 24 గంటల్లోపు ఒక మనిషి జవాబిస్తారు}
    within: {hours: 24, counts: open_days}
    target: 90
    measured: {en: of all mails, te: మొత్తం మెయిళ్ళలో}
  - id: telephone
    channel: telephone
    name: {en: Telephone, te: ఫోన్}
    standard: {en: a person picks up within three rings}
    within: {rings: 3}
    target: null
"""
WITH_FIGURES = OUTLINE + FIGURES
SPOT, PROMPT = "decide-on-the-spot", "answer-promptly"
LIMITS_TABLE = """\
| Where you work | Up to | For example |
|---|---|---|
| Shop: till and floor | €50 (₹2,500) | an exchange within 30 days |
| Supervisor on the shift | €200 |  |
"""
TELUGU_TABLE = """\
| ఎక్కడ | ఎంత వరకు | ఉదాహరణకు |
|---|---|---|
| షాపు: బిల్లింగ్ కౌంటర్ | €50 (₹2,500) | 30 రోజుల్లోపు మార్పిడి |
| Supervisor on the shift | €200 |  |
"""
STANDARDS_TABLE = """\
| Channel | Our standard | We aim at |
|---|---|---|
| Mail | a person answers within 24 hours | 90% (of all mails) |
| Telephone | a person picks up within three rings | – |
"""


def spot(table: str = LIMITS_TABLE, title: str = "Decide on the spot") -> str:
    """Return the body of the rule that shows the limits."""
    why = f"## Why {{.why}}\n\nNow.\n\n### My limit {{.limits}}\n\n{table}\nHR sets it.\n"
    return f"# {title}\n\nDecide yourself.\n\n{why}"


def prompt(table: str = STANDARDS_TABLE) -> str:
    """Return the body of the rule that shows the standards."""
    return f"# Answer promptly\n\nName a time.\n\n## Why {{.why}}\n\n### Standards {{.standards}}\n\n{table}"


def write_figures(folder: Path, outline: str = WITH_FIGURES) -> Path:
    """Write the handbook into a folder: both rules in English, the limits in Telugu too, and one rule beside them."""
    return write_tree(
        folder,
        {
            f"en/{SPOT}.md": rule(SPOT, spot(), number=20),
            f"te/{SPOT}.md": rule(SPOT, spot(TELUGU_TABLE, "వెంటనే నిర్ణయించండి"), number=20, follows=1),
            f"en/{PROMPT}.md": rule(PROMPT, prompt(), number=24),
            "en/greet-all.md": rule("greet-all", "# Greet all\n\nSay hello, and [decide](decide-on-the-spot.md).\n"),
        },
        outline,
    )
