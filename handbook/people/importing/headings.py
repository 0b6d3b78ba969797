"""Which column is which: headings as people and common staff programs write them, in several languages."""

import unicodedata
from collections.abc import Sequence

from handbook.people.folding import folded
from handbook.people.importing.fields import FIELDS, label

# For each field from the surest heading to the least sure; compared without case, diacritics, blanks and signs.
HEADINGS: dict[str, tuple[str, ...]] = {
    "staff_number": (
        "staff number", "staff no", "staff id", "employee number", "employee no", "employee num", "employee id",
        "employee code", "emp number", "emp no", "empl no", "emp id", "empl id", "emp code", "badge id", "badge number",
        "badge no", "personnel number", "personnel no", "personnel id", "pernr", "payroll number", "payroll no",
        "payroll id", "worker id", "associate id", "person number", "person id", "personāla numurs",
        "darbinieka numurs", "darbinieka kods", "darbinieka nr", "tabeles numurs", "tabeles nr", "ఉద్యోగి సంఖ్య",
        "సిబ్బంది సంఖ్య", "ఉద్యోగి నంబర్", "ఉద్యోగి ఐడి", "कर्मचारी संख्या", "कर्मचारी क्रमांक", "कर्मचारी नंबर", "कर्मचारी आईडी",
        "कर्मचारी कोड", "personalnummer", "personal nr", "mitarbeiternummer", "matricule", "табельный номер",
        "töötaja number", "darbuotojo numeris", "numer pracownika", "id", "number", "no",
    ),
    "name": (
        "name", "full name", "employee name", "employee full name", "display name", "legal name", "person name",
        "staff name", "worker", "vārds uzvārds", "vārds un uzvārds", "uzvārds vārds", "పేరు", "పూర్తి పేరు",
        "ఉద్యోగి పేరు", "नाम", "पूरा नाम", "कर्मचारी का नाम", "vollständiger name", "nom complet", "фио", "employee",
    ),
    "given_name": (
        "given name", "first name", "forename", "first", "vārds", "మొదటి పేరు", "पहला नाम", "प्रथम नाम", "vorname",
        "prénom", "имя", "eesnimi", "vardas",
    ),
    "middle_name": ("middle name", "middle", "mi", "patronymic", "otrais vārds", "मध्य नाम", "మధ్య పేరు", "отчество"),
    "family_name": (
        "family name", "last name", "surname", "last", "uzvārds", "ఇంటి పేరు", "कुलनाम", "उपनाम", "nachname",
        "familienname", "nom de famille", "фамилия", "perekonnanimi", "pavardė",
    ),
    "latin_name": (
        "latin name", "name in latin letters", "name latin", "romanised name", "romanized name", "name in english",
        "english name", "vārds latīņu burtiem",
    ),
    "language": (
        "language", "preferred language", "language code", "reading language", "locale", "valoda", "భాష", "भाषा",
        "sprache", "langue", "язык",
    ),
    "email": (
        "work email", "company email", "business email", "email", "email address", "email id", "mail",
        "preferred email", "prefered email", "e-pasts", "e-pasta adrese", "ఇమెయిల్", "ఈమెయిల్", "ईमेल", "personal email",
        "other email",
    ),
    "mobile": (
        "mobile", "mobile number", "mobile no", "mobile phone", "cell number", "cell phone", "cell", "work mobile",
        "mobilais tālrunis", "mobilais", "మొబైల్", "మొబైల్ నంబర్", "मोबाइल", "मोबाइल नंबर", "handy", "phone number", "phone",
        "telephone", "contact number", "tālrunis", "telefons", "ఫోన్", "फ़ोन", "telefon",
    ),
    "kind": (
        "kind of employment", "employment type", "employee type", "worker type", "contract type", "kind",
        "employment status", "nodarbinātības veids", "ఉద్యోగ రకం", "रोज़गार का प्रकार",
    ),
    "job": (
        "job", "job title", "job position", "position", "designation", "position title", "job role", "occupation",
        "title", "amats", "హోదా", "ఉద్యోగం", "पद", "पदनाम", "stelle", "funktion", "poste", "должность",
    ),
    "location": (
        "location", "work location", "place of work", "workplace", "site", "shop", "store", "outlet", "branch",
        "office", "darba vieta", "vieta", "filiāle", "veikals", "స్థలం", "ప్రదేశం", "శాఖ", "దుకాణం", "स्थान", "शाखा",
        "दुकान", "standort", "filiale",
    ),
    "profile": ("profile", "handbook profile", "reading profile", "profils", "ప్రొఫైల్", "प्रोफ़ाइल"),
    "supervisor": (
        "supervisor", "supervisor staff number", "supervisor number", "supervisor no", "supervisor id",
        "supervisor employee id", "manager id", "manager number", "manager employee id", "reports to",
        "reporting manager", "line manager", "reporting to", "manager", "vadītāja numurs", "vadītājs",
        "tiešais vadītājs", "పర్యవేక్షకుడు", "పర్యవేక్షకులు", "మేనేజర్", "पर्यवेक्षक", "प्रबंधक", "vorgesetzter", "руководитель",
    ),
    "start_on": (
        "start day", "start date", "first day", "date of joining", "date joining", "joining date", "joined date",
        "joined on", "date joined", "hire date", "date of hire", "date hired", "doh", "doj", "hired on",
        "employment date", "employment start date", "entry date", "employed from", "darba sākums", "sākuma datums",
        "pieņemšanas datums", "చేరిన తేదీ", "ప్రారంభ తేదీ", "नियुक्ति तिथि", "आरंभ तिथि", "eintrittsdatum",
    ),
    "end_on": (
        "last day", "end day", "end date", "last working day", "leaving date", "date of leaving", "termination date",
        "relieving date", "exit date", "employment end date", "employed until", "left on", "darba beigas",
        "beigu datums", "atlaišanas datums", "ముగింపు తేదీ", "చివరి రోజు", "अंतिम दिन", "समाप्ति तिथि", "austrittsdatum",
        "contract end date",
    ),
}  # fmt: skip


def guess(columns: Sequence[str]) -> dict[str, str]:
    """Return for each field the column that it most likely stands in; no column is given twice."""
    keys = {column: _bare(column) for column in columns}
    found = [
        (rank, place, field.key, column)
        for field in FIELDS
        for place, column in enumerate(columns)
        if (rank := _rank(field.key, keys[column])) is not None
    ]
    mapping: dict[str, str] = {}
    for _sureness, _place, field, column in sorted(found):
        if field not in mapping and column not in mapping.values():
            mapping[field] = column
    return {field.key: mapping[field.key] for field in FIELDS if field.key in mapping}


def recognised(columns: Sequence[str]) -> int:
    """Return how many of these cells are headings that we know."""
    return len(guess([column for column in columns if column]))


def _rank(field: str, key: str) -> int | None:
    """Return how sure a heading is; surest is our own word for the field, as our template has it."""
    return -1 if key == _bare(label(field)) else _RANKS[field].get(key)


def _bare(heading: str) -> str:
    """Return a heading without case, diacritics, blanks and signs; `#` counts as the word number."""
    text = folded(heading.replace("#", " number"))
    return "".join(sign for sign in text if unicodedata.category(sign)[0] in "LMN")


_RANKS = {field: {_bare(word): rank for rank, word in reversed(list(enumerate(HEADINGS[field])))} for field in HEADINGS}
