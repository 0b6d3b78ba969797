"""The draft and what people do with it before it is published, told by the program's own operations."""

from datetime import timedelta

from sqlalchemy import select, update

from handbook.core.db import db, new_id
from handbook.core.transaction import end_read, transaction
from handbook.people.models import Placement
from handbook.publishing import confirming, kinds
from handbook.publishing.models import ChangeKind
from handbook.publishing.pending import pending
from handbook.rules import operations as rules
from handbook.rules import queries as editions
from handbook.rules.models import DraftOutline, DraftText, DraftWriter
from tests import factories
from tests.acknowledgements.signing import change_rule, proof_of
from tests.rules.files import rule, whole_body

SECOND = timedelta(seconds=1)
ARGUE, GREET, PHONE = "never-argue", "greet-every-customer", "phone-manners"
SENTENCE = ("Call your supervisor early.", "Call your supervisor at once.")
COMMA = ("as soon as they come near.", "as soon, as they come near.")


def change_a_sentence(rule_id: str = ARGUE) -> None:
    """Let the draft ask for something else in one rule."""
    change_rule(rule_id, *(SENTENCE if rule_id == ARGUE else ("Say hello.", "Say hello and your name.")))


def change_a_comma() -> None:
    """Let the draft differ in one comma of the rule about greeting."""
    change_rule(GREET, *COMMA)


def wrote(name: str, rule_id: str, language: str = "en") -> None:
    """Let somebody have had a hand in this text since the newest edition."""
    who, last = factories.person_id(name), editions.newest_edition()
    end_read()
    with transaction() as session:
        after = last.number if last else 0
        session.merge(DraftWriter(rule_id=rule_id, language=language, employee_id=who, after_edition=after))


def calls(name: str, rule_id: str, kind: str = "editorial") -> str:
    """Let somebody say what kind of change a rule is; return the hash of what they judged."""
    who, seen = factories.actor(name), pending()
    sha256 = seen.besides[rule_id].seen_sha256
    end_read()
    with transaction():
        kinds.say(who, seen, rule_id, kind, sha256)
    return sha256


def confirms(name: str, rule_id: str) -> None:
    """Let somebody confirm that only the wording of a rule changed."""
    who = factories.actor(name)
    proof, seen = proof_of(who), pending()
    sha256 = seen.besides[rule_id].seen_sha256
    end_read()
    with transaction():
        confirming.confirm(who, proof, seen, rule_id, sha256)


def call_it_editorial(rule_id: str = GREET) -> None:
    """Let meera call a change editorial and nandini confirm it."""
    calls("meera", rule_id)
    confirms("nandini", rule_id)


def publish_as_judged(note: str = "A comma.") -> editions.EditionRow:
    """Publish the draft with what two people called editorial."""
    found = kinds.editorial(pending().besides)
    end_read()
    return rules.publish("test", note, judged=rules.Judged(found, lambda: None))


def publish_for_the_telephone() -> None:
    """Publish a handbook with one more rule, which binds at the telephone alone."""
    outline = db.session.scalars(select(DraftOutline.source)).one()
    profile = "  - id: phone\n    title: {en: on the telephone}\n    reads: [everyone, phone]\n"
    source = rule(PHONE, whole_body("Phone manners"), number=20, for_="[phone]")
    end_read()
    with transaction() as session:
        session.execute(update(DraftOutline).values(source=outline.replace("preface:", profile + "preface:")))
        session.add(DraftText(id=new_id(), rule_id=PHONE, language="en", source=source, changed_by="test"))
    rules.publish("test", "For the telephone.")


def place_on_the_telephone(name: str) -> None:
    """Let somebody work at the telephone."""
    who = factories.person_id(name)
    end_read()
    with transaction() as session:
        session.execute(update(Placement).where(Placement.employee_id == who).values(profile="phone"))


def said_of(rule_id: str) -> ChangeKind | None:
    """Return what stands written down about a rule."""
    found = db.session.get(ChangeKind, rule_id)
    end_read()
    return found
