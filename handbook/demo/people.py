"""The invented people of the demo company, with names in four scripts."""

from dataclasses import dataclass

from handbook.permissions import Role


@dataclass(frozen=True, slots=True)
class Invented:
    """One person of the demo; `roles` beside that of an employee, `supervisor` by staff number."""

    staff_number: str
    name: str
    latin_name: str
    language: str
    job: str
    profile: str
    location: str
    supervisor: str | None
    roles: tuple[Role, ...] = ()


@dataclass(frozen=True, slots=True)
class Outside:
    """Somebody from outside who is invited as a guest, and what for a firm or office they stand."""

    name: str
    organisation: str
    language: str = "en"


HYDERABAD, RIGA = "Banjara Hills, Hyderabad", "Centrs, Rīga"
ZONES = {HYDERABAD: "Asia/Kolkata", RIGA: "Europe/Riga"}

# fmt: off
PEOPLE = (
    Invented(
        "000101", "Olena Bondar", "Olena Bondar", "en", "director", "everyone", RIGA, None,
             (Role.DECISION_MAKER,)
    ),
    Invented(
        "000102", "Meera Nair", "Meera Nair", "en", "head of personnel", "everyone", HYDERABAD, "000101", (Role.HR,)
    ),
    Invented(
        "000103", "फ़राह ख़ान", "Farah Khan", "hi", "personnel officer", "everyone", HYDERABAD, "000102", (Role.HR,)
    ),
    Invented(
        "000104",
        "Inese Kalniņa",
        "Inese Kalnina",
        "lv",
        "systems manager",
        "everyone",
        RIGA,
        "000101",
        (Role.ADMINISTRATOR,),
    ),
    Invented("000105", "Olga Liepa", "Olga Liepa", "lv", "auditor", "everyone", RIGA, "000101", (Role.AUDITOR,)),
    Invented(
        "000201", "Jānis Ozols", "Janis Ozols", "lv", "shop supervisor", "counter", RIGA, "000101", (Role.SUPERVISOR,)
    ),
    Invented(
        "000202",
        "సురేష్ బాబు",
        "Suresh Babu",
        "te",
        "floor supervisor",
        "counter",
        HYDERABAD,
        "000102",
        (Role.SUPERVISOR,),
    ),
    Invented("000512", "ఆశా రెడ్డి", "Asha Reddy", "te", "cashier", "counter", HYDERABAD, "000202"),
    Invented("000513", "లక్ష్మీ దేవి", "Lakshmi Devi", "te", "cashier", "counter", HYDERABAD, "000202"),
    Invented("000514", "सुनीता शर्मा", "Sunita Sharma", "hi", "customer desk", "counter", HYDERABAD, "000202"),
    Invented("000515", "Ilze Bērziņa", "Ilze Berzina", "lv", "sales assistant", "counter", RIGA, "000201"),
    Invented("000516", "Ravi Kumar", "Ravi Kumar", "en", "telephone desk", "phone", RIGA, "000201"),
    Invented("000517", "Daniel Mathew", "Daniel Mathew", "en", "sales assistant", "counter", HYDERABAD, "000202"),
)
OWNER, HR, SECOND_HR, SUPERVISOR = "000101", "000102", "000103", "000202"
ASHA, LAKSHMI = "000512", "000513"
# Who was dismissed and has left.
LEFT = "000517"
# From outside, each invited to one thing; the program gives them their numbers in the order of the invitations.
GUESTS = {
    "G-0001": Outside("Anjali Menon", "Menon Employment Law, Hyderabad"),
    "G-0002": Outside("Thomas George", "Retired conciliation officer, Hyderabad"),
}

GIVEN = (
    ("Anita", "en"),
    ("कविता", "hi"),
    ("రమేష్", "te"),
    ("Kristīne", "lv"),
    ("Mohan", "en"),
    ("स्वाति", "hi"),
    ("పద్మ", "te"),
    ("Andris", "lv"),
)
FAMILY = ("Rao", "वर्मा", "చౌదరి", "Bērziņš", "D'Souza", "मिश्रा", "నాయుడు", "Kalniņš")
# fmt: on
