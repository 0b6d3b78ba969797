"""What cells mean: languages, kinds, days, numbers; and which column is which."""

from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask
from flask_babel import Babel

from handbook.people.importing import days, headings
from handbook.people.importing.lines import understand
from handbook.people.importing.values import Unusable, read_value, tidy

# The headings of sample files that public staff programs hand out.
OLD_ORANGE = "Empl No,First,Last,MI,Street,City,State,Zip,Phone,Pager,DOH"
ORANGE = (
    "first_name,middle_name,last_name,employee_id,other_id,driver's_license_no,license_expiry_date,gender,"
    "marital_status,nationality,date_of_birth,address_street_1,address_street_2,city,state/province,zip/postal_code,"
    "country,home_telephone,mobile,work_telephone,work_email,other_email"
)
HORILLA = (
    "Badge ID,First Name,Last Name,Email,Phone,Address,Gender,Department,Job Position,Job Role,Shift,Work Type,"
    "Reporting Manager,Employee Type,Location,Date Joining,Basic Salary,Salary Hour,Contract End Date,Company"
)
ICE = (
    "employee_id,first_name,last_name,address1,address2,home_phone,mobile_phone,work_email,gender,marital_status,"
    "birthday,nationality,ethnicity,ssn_num,job_title,employment_status,joined_date,department"
)


@pytest.fixture(autouse=True, scope="module")
def _words() -> Iterator[None]:
    """Sentences need an application."""
    app = Flask(__name__)
    Babel(app)
    with app.app_context():
        yield


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        (
            OLD_ORANGE,
            {
                "staff_number": "Empl No", "given_name": "First", "middle_name": "MI", "family_name": "Last",
                "mobile": "Phone", "start_on": "DOH",
            },
        ),
        (
            ORANGE,
            {
                "staff_number": "employee_id", "given_name": "first_name", "middle_name": "middle_name",
                "family_name": "last_name", "email": "work_email", "mobile": "mobile",
            },
        ),
        (
            HORILLA,
            {
                "staff_number": "Badge ID", "given_name": "First Name", "family_name": "Last Name", "email": "Email",
                "mobile": "Phone", "kind": "Employee Type", "job": "Job Position", "location": "Location",
                "supervisor": "Reporting Manager", "start_on": "Date Joining", "end_on": "Contract End Date",
            },
        ),
        (
            ICE,
            {
                "staff_number": "employee_id", "given_name": "first_name", "family_name": "last_name",
                "email": "work_email", "mobile": "mobile_phone", "kind": "employment_status", "job": "job_title",
                "start_on": "joined_date",
            },
        ),
        ("Darbinieka Nr.,Vārds Uzvārds,Amats,Darba vieta,E-pasts",
         {"staff_number": "Darbinieka Nr.", "name": "Vārds Uzvārds", "email": "E-pasts", "job": "Amats",
          "location": "Darba vieta"}),
        ("कर्मचारी संख्या,नाम,पद,भाषा", {"staff_number": "कर्मचारी संख्या", "name": "नाम", "language": "भाषा", "job": "पद"}),
        ("ఉద్యోగి సంఖ్య,పేరు,హోదా", {"staff_number": "ఉద్యోగి సంఖ్య", "name": "పేరు", "job": "హోదా"}),
        ("Employee #,NAME,  e-MAIL ", {"staff_number": "Employee #", "name": "NAME", "email": "  e-MAIL "}),
        ("colour,shape", {}),
    ],
)  # fmt: skip
def test_columns_are_recognised_by_their_headings(columns: str, expected: dict[str, str]):
    assert headings.guess(columns.split(",")) == expected


def test_no_two_fields_have_the_same_heading():
    seen: dict[str, str] = {}
    for key, words in headings.HEADINGS.items():
        for word in words:
            guessed = headings.guess([word])
            assert list(guessed) == [key], f"{word!r} is taken for {guessed}"
            assert seen.setdefault(word, key) == key


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("te", "te"), ("Telugu", "te"), ("తెలుగు", "te"), ("hi-IN", "hi"), ("HINDI", "hi"), ("हिन्दी", "hi"),
        ("हिंदी", "hi"), ("Latvian", "lv"), ("latviešu", "lv"), ("lv_LV", "lv"), ("Lettisch", "lv"), ("en-GB", "en"),
        ("angļu", "en"), ("eng", "en"),
    ],
)  # fmt: skip
def test_languages_are_known_by_code_and_by_name(text: str, code: str):
    assert read_value("language", text, "iso") == code


@pytest.mark.parametrize(
    ("text", "kind"),
    [("Full Time", "staff"), ("permanent", "staff"), ("AGENCY", "agency"), ("Contractor", "agency"),
     ("Fixed-term", "temporary"), ("seasonal", "temporary"), ("pagaidu", "temporary")],
)  # fmt: skip
def test_kinds_of_employment_are_known_by_common_words(text: str, kind: str):
    assert read_value("kind", text, "iso") == kind


@pytest.mark.parametrize("key", ["kind", "profile", "language", "email", "mobile"])
def test_other_words_are_refused(key: str):
    with pytest.raises(Unusable):
        read_value(key, "something else", "iso")


@pytest.mark.parametrize(
    ("text", "kept"),
    [("+371 (26) 12-34.56", "+371 26 12 34 56"), ("26123456", "26123456"),
     ("+91\u201198765\u201143210", "+91 98765 43210")],
)  # fmt: skip
def test_telephone_numbers_are_written_one_way(text: str, kept: str):
    assert read_value("mobile", text, "iso") == kept


@pytest.mark.parametrize(
    ("text", "kept"),
    [("  000512 ", "000512"), ("０００５１２", "000512"), ("ab-7\u200b", "ab-7"),
     ("'=x", "=x"), ("'+91", "+91"), ("'s", "'s")],
)  # fmt: skip
def test_numbers_keep_their_zeros_and_lose_what_nobody_sees(text: str, kept: str):
    assert read_value("staff_number", tidy(text), "iso") == kept


@pytest.mark.parametrize(
    ("text", "format", "day"),
    [
        ("2026-03-31", "iso", date(2026, 3, 31)), ("2026-3-1", "mdy", date(2026, 3, 1)),
        ("2026-03-31 00:00:00", "dmy_dots", date(2026, 3, 31)), ("2026-03-31T08:30:00Z", "iso", date(2026, 3, 31)),
        ("31.03.2026", "dmy_dots", date(2026, 3, 31)), ("31.3.2026.", "dmy_dots", date(2026, 3, 31)),
        ("31. 3. 2026", "dmy_dots", date(2026, 3, 31)), ("31/03/26", "dmy_slashes", date(2026, 3, 31)),
        ("03/31/2026", "mdy", date(2026, 3, 31)), ("1/2/99", "mdy", date(1999, 1, 2)),
        ("29.02.2024", "dmy_dots", date(2024, 2, 29)),
        ("३१.०३.२०२६", "dmy_dots", date(2026, 3, 31)),
        ("31.03.2026", "iso", None), ("31/03/2026", "mdy", None), ("29.02.2025", "dmy_dots", None),
        ("soon", "iso", None),
        ("31-03.2026", "dmy_dots", None), ("0000-00-00", "iso", None), ("2026-03-31; DROP", "iso", None),
    ],
)  # fmt: skip
def test_days_are_read_in_their_format(text: str, format: str, day: date | None):
    assert days.read_day(text, format) == day


@pytest.mark.parametrize(
    ("cells", "format", "sure"),
    [
        (["2026-03-01", ""], "iso", True), ([], "iso", True), (["01.02.2026"], "dmy_dots", True),
        (["01/02/2026", "31/02/2026"], "dmy_slashes", True), (["01/02/2026", "02/31/2026"], "mdy", True),
        (["01/02/2026", "03/04/2026"], "dmy_slashes", False), (["13/02/2026", "02/13/2026"], "dmy_slashes", False),
    ],
)  # fmt: skip
def test_the_format_of_days_is_guessed_and_doubt_is_told(cells: list[str], format: str, sure: bool):
    assert days.guess_format(cells) == days.Guess(format, sure)


def test_a_name_is_made_of_its_parts_where_it_does_not_stand_whole():
    places = {"staff_number": 0, "name": 1, "given_name": 2, "middle_name": 3, "family_name": 4}
    assert understand(2, ["1", "", "Anita", "", "Rao"], places, 5, "iso").said["name"] == "Anita Rao"
    assert understand(2, ["1", "", "Anita", "K", "Rao"], places, 5, "iso").said["name"] == "Anita K Rao"
    assert understand(2, ["1", "Rao A.", "Anita", "K", "Rao"], places, 5, "iso").said["name"] == "Rao A."
    assert "name" not in understand(2, ["1", "", "", "", ""], places, 5, "iso").said
    assert understand(2, ["1", "", "x" * 150, "", "y" * 150], places, 5, "iso").faults == ["Name: 200 letters at most."]
