"""Lines that cannot be used: each is named with its row, its staff number and the reason; the others go on."""

from datetime import date, timedelta

import pytest
from flask import Flask

from handbook.core import clock
from handbook.core.errors import Conflict, Invalid
from handbook.people.importing import files, operations
from handbook.people.models import PeopleImport
from tests import factories
from tests.people.importing import bringing
from tests.people.importing.bringing import applied, csv_of, db, findings, previewed, reasons, stays

pytestmark = pytest.mark.database

PLACE = "Banjara Hills"
NEW = ("000700", "Anita Rao", "te", "cashier", PLACE, "000201", "2026-03-01", "")


def line(**changed: str) -> tuple[str, ...]:
    """Return the line of a new person with some cells changed."""
    names = ("number", "name", "language", "job", "location", "supervisor", "start", "end")
    return tuple(changed.get(name, cell) for name, cell in zip(names, NEW, strict=True))


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"number": ""}, "Staff number: this line has none."),
        ({"number": " \u200b "}, "Staff number: this line has none."),
        ({"number": "1.2E+05"}, "Staff number: a spreadsheet has shortened the number."),
        ({"number": "#REF!"}, "Staff number: the spreadsheet shows an error there (#REF!)."),
        ({"number": "9" * 65}, "Staff number: 64 letters, digits and signs at most."),
        ({"name": ""}, "Name: needed for somebody who is new, and the file says nothing."),
        ({"name": "x" * 201}, "Name: it is longer than 200 signs."),
        ({"name": "a\x07b"}, "Name: there are signs in it that cannot be kept."),
        ({"name": "Anita \ufffd"}, "Name: some of its letters cannot be read. Choose another encoding."),
        ({"language": "Klingon"}, "Language: “Klingon” is none of the languages here"),
        ({"job": ""}, "Job: needed for somebody who is new, and the file says nothing."),
        ({"location": ""}, "Location: needed for somebody who is new, and the file says nothing."),
        ({"location": "", "job": ""}, "Job + Location: needed for somebody who is new, and the file says nothing."),
        ({"location": "Atlantis"}, "Location: “Atlantis” is not known."),
        ({"supervisor": "000700"}, "Supervisor: nobody is their own supervisor."),
        ({"supervisor": "Jānis Ozols"}, "Supervisor: nobody has the staff number Jānis Ozols, here or in the file."),
        ({"start": "31.02.2026"}, "Start day: “31.02.2026” is no day in the chosen format."),
        ({"start": "45000"}, "Start day: “45000” is no day in the chosen format."),
        ({"start": "1899-12-31"}, "Start day: “1899-12-31” is no day in the chosen format."),
        ({"end": "2026-02-28"}, "Last day: it is before the first day, 1 March 2026."),
    ],
)
def test_a_bad_cell_is_named_with_what_is_wrong(context: Flask, changed: dict[str, str], words: str):
    found = reasons(csv_of(line(**changed), line(number="000701")))
    assert found.keys() == {2}
    assert found[2].startswith(words)


def test_all_that_is_wrong_with_a_line_is_said_at_once(context: Flask):
    found = reasons(csv_of(line(name="", language="Klingon", location="Atlantis", supervisor="x", start="soon")))
    assert [words.partition(":")[0] for words in found[2].split("; ")] == [
        "Language", "Start day", "Location", "Supervisor",
    ]  # fmt: skip


def test_a_line_with_more_cells_than_headings_is_an_error(context: Flask):
    assert reasons(csv_of((*NEW, "", "more")))[2].startswith("The line has more cells than there are headings.")
    assert reasons(csv_of((*NEW, "", " "))) == {}
    assert reasons(csv_of(NEW[:5])) == {}


def test_rows_count_as_a_spreadsheet_counts_them(context: Flask):
    data = b'Staff number,Name\r\n\r\n,No number\r\n000512,"Asha\r\nReddy"\r\n,Again none\r\n'
    assert sorted(reasons(data)) == [3, 5]


def test_the_same_number_twice_makes_both_lines_errors(context: Flask):
    found = reasons(csv_of(line(), line(number="000701"), line(name="Other"), line(number=" ０00700 ")))
    assert found == {
        2: "Staff number: 000700 stands also in row 4.",
        4: "Staff number: 000700 stands also in row 2.",
        5: "Staff number: 000700 stands also in row 2.",
    }


def test_whose_supervisor_cannot_be_used_cannot_be_used_either(context: Flask):
    rows = [line(supervisor="B"), line(number="B", supervisor="C"), line(number="C", language="?"), line(number="D")]
    found = reasons(csv_of(*rows))
    assert found[2] == "Supervisor: B is new, and row 3 cannot be used. Correct that row first."
    assert found[3] == "Supervisor: C is new, and row 4 cannot be used. Correct that row first."
    assert found.keys() == {2, 3, 4}
    assert applied(csv_of(*rows)) == {"error": 3, "new": 1}


def test_nobody_comes_to_stand_above_their_own_supervisor(context: Flask):
    # janis looks after asha and works for dmitri; dmitri has nobody above him.
    assert reasons(csv_of(("000101", "", "", "", "", "000512", "", "")))[2].startswith(
        "Supervisor: 000512 would work for this person in turn."
    )
    rows = [line(number="A", supervisor="B"), line(number="B", supervisor="C"), line(number="C", supervisor="A")]
    assert reasons(csv_of(*rows, line(number="D", supervisor="000201"))).keys() == {2, 3, 4}
    assert reasons(csv_of(*rows, line(number="D", supervisor="A"))).keys() == {2, 3, 4, 5}
    turned = [("000201", "", "", "", "", "000512", "", ""), ("000512", "", "", "", "", "-", "", "")]
    assert reasons(csv_of(*turned)) == {}
    assert applied(csv_of(*turned)) == {"changed": 2}
    assert (stays("000201")[-1][3], stays("000512")[-1][3]) == ("000512", None)


def test_a_day_before_the_present_placement_began_is_refused(context: Flask):
    began = clock.now().date() - timedelta(days=400)
    found = reasons(csv_of(("000512", "", "", "baker", "", "", "", "")), count_from=began)
    assert found[2].startswith("The present placement began on")
    found = reasons(csv_of(("000512", "", "", "", "", "", "", (began - timedelta(days=1)).isoformat())))
    assert found[2].startswith("Last day: it is before the first day")


def test_a_last_day_before_a_planned_placement_is_refused(context: Flask):
    soon = clock.now().date() + timedelta(days=30)
    applied(csv_of(("000512", "", "", "baker", "", "", "", "")), count_from=soon)
    found = reasons(csv_of(("000512", *[""] * 6, (soon - timedelta(days=9)).isoformat())))
    assert found[2].startswith("Last day: a further placement begins on")
    import_id = previewed(csv_of(("000101", *[""] * 7)), left_on=clock.now().date())
    assert ("000512", "error") in [each[1:3] for each in findings(import_id)]


def test_what_changed_between_preview_and_apply_stands_in_the_report(context: Flask):
    import_id = previewed(csv_of(line(), line(number="000701", supervisor="000700")))
    applied(csv_of(line(name="Anita Devi Rao")))
    report = operations.apply_now(import_id, bringing.no_progress)
    assert report["differences"] == 1
    assert (report["counts"]["changed"], report["counts"]["new"]) == (1, 1)
    entries = list(files.read_lines(files.file_of(import_id, files.REPORT)))
    assert [(one["number"], one["finding"], one.get("was")) for one in entries] == [
        ("000700", "changed", "new"),
        ("000701", "new", None),
    ]


def test_a_circle_that_came_about_since_the_preview_is_left_out(context: Flask):
    header = ("Staff number", "Supervisor")
    import_id = previewed(csv_of(("000102", "000516"), header=header))
    assert bringing.counts(import_id) == {"changed": 1}
    applied(csv_of(("000516", "000102"), header=header))
    report = operations.apply_now(import_id, bringing.no_progress)
    assert (report["counts"]["error"], report["differences"]) == (1, 1)
    entry = next(files.read_lines(files.file_of(import_id, files.REPORT)))
    assert entry["words"] == ["Supervisor: somebody would stand above their own supervisor by now."]
    assert stays("000102")[-1][3] == "000101"


def test_what_was_removed_cannot_be_applied(context: Flask):
    import_id = previewed(csv_of(NEW))
    files.remove(import_id)
    with pytest.raises(Invalid, match="The file has been removed"):
        operations.apply_now(import_id, bringing.no_progress)


def test_an_import_goes_through_its_stages_in_order(context: Flask):
    meera = factories.person_id("meera")
    import_id = bringing.bring(csv_of(NEW), meera)
    with pytest.raises(Conflict), bringing.transaction():
        operations.start_apply(meera, import_id)
    operations.preview_now(import_id, bringing.no_progress)
    operations.apply_now(import_id, bringing.no_progress)
    for verb in (operations.start_preview, operations.start_apply, operations.cancel):
        with pytest.raises(Conflict), bringing.transaction():
            verb(meera, import_id)
    assert db.session.get_one(PeopleImport, import_id).stage == "applied"


def test_more_lines_than_can_be_taken_are_refused(context: Flask, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("handbook.people.importing.tables.MOST_LINES", 2)
    import_id = previewed(csv_of(line(), line(number="000701"), line(number="000702")))
    assert bringing.preview_of(import_id) == {"refused": "The file has more than 2 lines. Divide it."}
    assert db.session.get_one(PeopleImport, import_id).stage == "failed"


def test_a_column_of_other_things_taken_for_locations_is_refused(context: Flask, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("handbook.people.importing.previewing.MOST_NEW_NAMES", 2)
    rows = [line(number=f"{n}", supervisor="", location=f"Street {n}") for n in range(3)]
    refused = bringing.preview_of(previewed(csv_of(*rows), zone="Europe/Riga"))["refused"]
    assert refused == "Location: More than 2 names would be new. Is it the right column?"


def test_days_are_read_in_the_format_that_was_chosen(context: Flask):
    applied(csv_of(line(start="03/04/2026")), day_format="mdy")
    applied(csv_of(line(number="000701", start="03/04/2026")), day_format="dmy_slashes")
    assert (stays("000700")[0][0], stays("000701")[0][0]) == (date(2026, 3, 4), date(2026, 4, 3))
