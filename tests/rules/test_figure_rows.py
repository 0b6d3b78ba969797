"""The two tables of figures in handbook.yaml: read, written again, and every fault with its line."""

from decimal import Decimal

import pytest

from handbook.core.errors import Invalid
from handbook.rules import figure_rows, outline
from handbook.rules.figure_rows import Within
from tests.rules.figures import WITH_FIGURES
from tests.rules.files import OUTLINE


def test_a_handbook_without_figures_has_none() -> None:
    frame = outline.parse(OUTLINE)
    assert (frame.limits, frame.standards) == ((), ())


def test_it_reads_amounts_jobs_and_times() -> None:
    frame = outline.parse(WITH_FIGURES)
    shop, supervisor = frame.limits
    assert (shop.up_to, shop.jobs) == ({"EUR": Decimal(50), "INR": Decimal(2500)}, ("cashier",))
    assert supervisor.examples == {}
    mail, telephone = frame.standards
    assert (mail.within, mail.target) == (Within(24, "hours", "open_days"), 90)
    assert (telephone.within, telephone.target) == (Within(3, "rings"), None)


def test_a_row_is_written_as_it_was_read() -> None:
    frame = outline.parse(WITH_FIGURES.replace("EUR: 200", "EUR: 12.5"))
    again = outline.with_rows(frame, "limits", [*frame.limits[::-1]])
    assert again.limits == frame.limits[::-1]
    assert again.limits[0].up_to == {"EUR": Decimal("12.5")}
    assert again.standards == frame.standards
    assert outline.parse(again.text) == again
    assert outline.with_rows(frame, "limits", frame.limits) is frame


def test_other_changes_of_the_frame_keep_the_figures() -> None:
    frame = outline.parse(WITH_FIGURES)
    assert outline.reworded(frame, outline.words_of(frame)) is frame
    grown = outline.extended(frame, "en", ["news"])
    assert (grown.limits, grown.standards) == (frame.limits, frame.standards)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("- id: shop", "- id: Shop 1", "Give the row an id"),
        ("- id: supervisor", "- id: shop", "The id shop stands in limits twice"),
        ("EUR: 200}", "EUR: 0}", "0 is not an amount"),
        ("EUR: 200}", "EUR: 1.234}", "1.234 is not an amount"),
        ("EUR: 200}", "EUR: .nan}", "nan is not an amount"),
        ("EUR: 200}", "EUR: true}", "True is not an amount"),
        ("EUR: 200}", "euro: 200}", "'euro' is not the code of a currency"),
        ("{EUR: 200}", "200", "Write up_to by currency"),
        ("where: {en: Supervisor on the shift}", "where: {te: x}", "in the source language en too"),
        ("where: {en: Supervisor on the shift}", "where: {en: x, fr: y}", "The language fr is missing"),
        ("where: {en: Supervisor on the shift}", f"where: {{en: {'x' * 301}}}", "Make where shorter"),
        ("jobs: [shop supervisor]", "jobs: [Cashier]", "The job Cashier has a limit in another row"),
        ("jobs: [shop supervisor]", "jobs: boss", "Write jobs as a list"),
        ("channel: mail", "channel: pigeon", "channel must be one of counter, telephone"),
        ("target: 90", "target: 120", "target must be a share in percent"),
        ("hours: 24,", "hours: 24, days: 1,", "Write within with one of rings, minutes, hours, days"),
        ("counts: open_days", "counts: mondays", "counts must be one of open_hours"),
        ("{rings: 3}", "{rings: 3, counts: always}", "leave counts out"),
        ("{rings: 3}", "{rings: 0}", "rings must be a whole number from 1"),
        ("hours: 24", "hours: 48", "The words in te name another number than 48 hours"),
        ("name: {en: Telephone, te: ఫోన్}", "name: {}", "Write name by language"),
        ("limits:", "limits: none\nelse:", "Write limits as a list"),
    ],
)
def test_it_refuses_with_the_line_and_what_to_change(old: str, new: str, words: str) -> None:
    assert old in WITH_FIGURES
    with pytest.raises(Invalid) as refusal:
        outline.parse(WITH_FIGURES.replace(old, new))
    line = WITH_FIGURES[: WITH_FIGURES.index(old)].count("\n") + 1
    found = [fault for fault in refusal.value.faults if words in fault]
    assert found, refusal.value.faults
    assert abs(int(found[0].split(":")[1]) - line) <= 1, found


def test_the_changes_between_two_editions_name_each_row_that_differs() -> None:
    before = outline.parse(WITH_FIGURES).tables
    after = outline.parse(WITH_FIGURES.replace("EUR: 50", "EUR: 60").replace("- id: supervisor", "- id: boss")).tables
    assert figure_rows.changes(before, before) == []
    found = {(one["table_name"], one["row_id"]): one["change"] for one in figure_rows.changes(before, after)}
    assert found == {
        ("limits", "shop"): "changed",
        ("limits", "boss"): "new",
        ("limits", "supervisor"): "removed",
    }
    assert len(figure_rows.changes({}, after)) == 4
