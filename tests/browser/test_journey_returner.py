"""A returner: the own old password opens again, and only what changed since the signature is read anew."""

from collections.abc import Callable

from handbook.acknowledgements import inviting
from tests import factories
from tests.acknowledgements.signing import publish_change
from tests.browser.shop import Shop
from tests.browser.signing_by_hand import answer, read, sign
from tests.browser.walking import Walker, nothing_was_wrong


def test_a_returner_reads_only_what_changed(shop: Callable[[], Shop]):
    here = shop()
    with here.inside():
        publish_change()
    meera = here.enter("meera")
    place_again(meera)
    with here.inside():
        assert inviting.keep_up() == 1  # the worker does it every hour
    the_board_knows(meera)
    milda = here.enter("milda")
    assert "Please sign by" in milda.words()
    milda.press("Read and sign")
    assert "1 thing changed since you signed" in milda.words()
    assert "You signed edition 1 on" in milda.words()
    assert read(milda) == 1
    assert answer(milda) == 1
    sign(milda, edition=2)
    print(f"\nA returner: {milda.told()}; HR {meera.told()}")
    assert milda.taps <= 8
    assert milda.screens <= 8
    nothing_was_wrong(milda, meera)


def place_again(meera: Walker) -> None:
    meera.go("/people?state=left")
    meera.press(factories.KNOWN["milda"].name)
    meera.press("Coming back")
    meera.fill("From which day", meera.page.evaluate("new Date(Date.now() - 864e5).toISOString().slice(0, 10)"))
    meera.choose("Location", "Banjara Hills")
    meera.fill("Job", "cashier")
    meera.fill("Staff number of the supervisor", factories.KNOWN["janis"].number)
    meera.press("Keep the placement")
    assert "Here today" in meera.words()


def the_board_knows(meera: Walker) -> None:
    meera.go("/team")
    meera.fill("Name or number", factories.KNOWN["milda"].number)
    meera.press("Show")
    assert factories.KNOWN["milda"].name in meera.words()
    assert "Not opened" in meera.words()
