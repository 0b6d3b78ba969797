"""What axe finds on a page that is open in the browser."""

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

COLOURS = ("color-contrast", "link-in-text-block")
# Only what was violated leaves the browser: all that passed is a hundred times as long.
RUN = """(rules) => axe.run({resultTypes: ["violations"], ...(rules.length ? {runOnly: rules} : {})})
  .then((results) => results.violations.map((one) => ({id: one.id, nodes: one.nodes.map((node) => node.html)})))"""


def violations(page: Page, *rules: str) -> list[dict[str, Any]]:
    """Return the violated rules of axe, each with its `id` and the HTML of its `nodes`; of these rules, or of all."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE_SCRIPT)
    found: list[dict[str, Any]] = page.evaluate(RUN, rules)
    return found
