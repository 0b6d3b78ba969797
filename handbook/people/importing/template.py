"""The file to start from: every heading that is understood, and two invented people."""

from handbook.people.importing.fields import FIELDS, label

_LEFT_OUT = ("given_name", "middle_name", "family_name")
ROWS = (
    (
        "EXAMPLE-1", "Asha Reddy", "", "te", "asha@example.com", "+91 98 7654 3210", "staff",
        "cashier", "Banjara Hills", "everyone", "EXAMPLE-2", "2026-03-01", "",
    ),
    (
        "EXAMPLE-2", "Jānis Ozols", "", "lv", "janis@example.com", "+371 2000 0000", "staff",
        "shop supervisor", "Banjara Hills", "everyone", "", "2019-09-15", "",
    ),
)  # fmt: skip


def header() -> list[str]:
    """Return the headings in the reader's language."""
    return [label(field.key) for field in FIELDS if field.key not in _LEFT_OUT]
