"""The filters of every list lie behind one line that says how many are set; a field to search by stays in front."""

from collections.abc import Callable

import pytest

from tests.browser_like import Visitor

pytestmark = pytest.mark.database

# By address: how many are set, and whether one of them is at fault. What does not exist narrows nothing, the order is
# no filter, what is usual is not set.
LISTS = {
    "/complaints": (0, False),
    "/complaints?stage=investigating&mine=y&rule=nowhere": (2, True),
    "/cases?state=closed": (1, False),
    "/actions?show=live": (1, False),
    "/people?q=asha&kind=agency&sort=-name": (1, False),
    "/team?q=asha&state=signed": (1, False),
    "/remarks?days=30": (0, False),
    "/remarks?days=90&topic=nothing": (1, True),
}


def test_the_line_of_the_filters_counts_what_is_set_and_opens_for_a_fault(client_of: Callable[[str], Visitor]):
    browser = client_of("meera")
    for address, (count, is_at_fault) in LISTS.items():
        assert browser.get(address).status_code == 200
        (part,) = browser.tree().xpath("//form[@role='search']/details")
        line = " ".join(part.xpath("string(summary)").split())
        assert line.endswith(f"{count} set") if count else not line.endswith("set"), f"{address}: {line}"
        assert (part.get("open") is not None) == is_at_fault, address
        assert part.xpath(".//select"), address
        assert not part.xpath(".//input[@type='search']"), address


def test_where_choosing_is_what_the_page_is_for_nothing_is_folded(client_of: Callable[[str], Visitor]):
    browser = client_of("meera")
    for address in ("/exports", "/settings/calendar"):
        browser.get(address)
        assert browser.tree().xpath("//form[@role='search']//select"), address
        assert not browser.tree().xpath("//form[@role='search']/details"), address
