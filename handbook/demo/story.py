"""What has happened in the demo company so far: two editions, signatures and other answers, and conduct."""

import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from handbook.acknowledgements import asking, outcomes
from handbook.acknowledgements import operations as acknowledgements
from handbook.acknowledgements.forms import SignatureDraft
from handbook.acknowledgements.operations import Surroundings
from handbook.acknowledgements.queries import SignatureContext, signature_context
from handbook.acknowledgements.readiness import readiness_of
from handbook.acknowledgements.reading import ELECTRONIC
from handbook.acknowledgements.shown_text import ShownText
from handbook.adjustments import operations as adjustments
from handbook.adjustments.operations import AgreementDraft
from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.db import new_id
from handbook.core.transaction import transaction
from handbook.demo.complaining import Matter, complain
from handbook.demo.conduct import tell_of_a_case, tell_of_a_warning, tell_of_voices
from handbook.demo.dismissal import reduce_it, tell_of_a_dismissal
from handbook.demo.past import SAYS_WHO, acting, days_ago
from handbook.demo.people import LEFT, PEOPLE
from handbook.people import queries as people
from handbook.people.directory import absences
from handbook.people.directory.absences import Days
from handbook.people.sign_in import prove
from handbook.rules import operations as rules
from handbook.rules import queries as rules_read

HERE = Surroundings("demo company", "")
CHANGED, AGREED = "never-argue", "no-phone-around-customers"
NOTE = "Never argue: if you are insulted, you may stop. Colleagues at the counter asked for this."
SIGNED_FIRST = ("000102", "000103", "000201", "000202", "000512", "000513", "000514", "000515", LEFT)
SIGNED_SECOND = ("000102", "000201", "000202", "000512", "000514")


def tell(passwords: dict[str, str], texts: Path, say: Callable[[str], None]) -> None:
    """Let the past happen in order, each day with its own date; `texts` is the handbook that the company adopted."""
    with _first_texts(texts) as folder:
        rules.import_tree(SAYS_WHO, folder)
    say("Publishing the first edition (each profile in each language becomes a PDF) ...")
    with days_ago(180):
        rules.publish(SAYS_WHO, "The first edition.")
    for number in SIGNED_FIRST:
        with days_ago(179):
            _sign(number, passwords[number])
    say("Three warnings, a dismissal and an appeal ...")
    dismissed = tell_of_a_dismissal(passwords)
    with _second_texts(texts) as folder:
        rules.import_tree(SAYS_WHO, folder)
    say("Publishing the second edition ...")
    with days_ago(12):
        rules.publish(SAYS_WHO, NOTE)
    for number in SIGNED_SECOND:
        with days_ago(10):
            _sign(number, passwords[number])
    say("One person asks, one declines, one is on leave ...")
    _answer_otherwise(passwords)
    _agree()
    say("Customers complain, and somebody is thanked ...")
    _tell_of_conduct(passwords, dismissed)


def _tell_of_conduct(passwords: dict[str, str], dismissed: str) -> None:
    """Let two complaints lead to a warning under appeal and to a hearing to come; between them an appeal is decided."""
    pushed = Matter(
        words="The cashier shouted at me over the whole shop, because I asked where the second till is.",
        place="till 1",
        rule_id=CHANGED,
        person="000513",
        handler="000103",
    )
    tell_of_a_warning(passwords, complain(pushed, 6), CHANGED)
    with days_ago(3):
        reduce_it(passwords, dismissed)
    charged = Matter(
        words="I was charged twice for a saucepan. When I asked, the cashier said three times, louder each time, "
        "that the bill was right, and served the next person. I only want my money and an apology.",
        place="till 2",
        rule_id=CHANGED,
        person="000514",
        handler="000102",
        customer_name="Mrs Gupta",
        customer_contact="by telephone, in the evening",
    )
    tell_of_a_case(passwords, complain(charged, 3), CHANGED, "000514")
    tell_of_voices()


def _sign(number: str, password: str) -> None:
    """Let one person read what is new to them, answer, and sign, proven by the own password like everybody."""
    proof = prove(number, password, "127.0.0.1")
    actor = acting(number, proof)
    language = next(each.language for each in PEOPLE if each.staff_number == number)
    context = signature_context(actor, language)
    shown_at = clock.now().isoformat()
    _prepare(actor, context, language)
    draft = SignatureDraft(
        edition_number=context.edition.number,
        manifest_sha256=context.edition.manifest_sha256,
        profile=context.page.profile,
        language=context.page.language,
        shown_at=shown_at,
        idempotency_key=new_id(),
        typed_name=actor.name,
    )
    with transaction():
        acknowledgements.sign(actor, draft, proof, HERE)


def _prepare(actor: Actor, context: SignatureContext, language: str) -> None:
    """Do what comes before the signature: read, agree to sign on the screen, answer the check questions."""
    ready = readiness_of(context)
    with transaction():
        for rule_id in ready.unread:
            acknowledgements.mark_read(actor, context.edition.id, context.page.language, rule_id)
        if not ready.has_agreed:
            acknowledgements.choose_how(actor, context, ELECTRONIC, language, HERE)
    answers = {
        question.rule_id: choice.value
        for question in ready.open_questions
        for choice in ready.choices(question)
        if choice.words == question.answers[question.right]
    }
    with transaction():
        acknowledgements.answer(actor, context.edition.number, context.page.language, answers)


def _answer_otherwise(passwords: dict[str, str]) -> None:
    """Let Ravi ask before he signs, Ilze decline, and Inese be on leave: boards have more than one colour."""
    with days_ago(9):
        ravi = acting("000516")
        context = _begun(ravi, "en")
        words = "The rule on the telephone: does it count for the company telephone that we answer customers with?"
        with transaction():
            asking.ask(ravi, _shown(context), words, HERE)
    with days_ago(8):
        proof = prove("000515", passwords["000515"], "127.0.0.1")
        ilze = acting("000515", proof)
        context = _begun(ilze, "lv")
        with transaction():
            outcomes.decline(ilze, proof, _shown(context), "Vispirms gribu parunāt ar arodbiedrību.", HERE)
    today, inese = clock.now().date(), people.employee_by_number("000104")
    away = Days(today - timedelta(days=4), today + timedelta(days=9))
    inese_id, row_version = inese.id, inese.row_version
    with transaction():
        absences.add_absence(acting("000102"), inese_id, away, row_version)


def _begun(actor: Actor, language: str) -> SignatureContext:
    """Let somebody go on from the first section, and return the text that they have before them."""
    context = signature_context(actor, language)
    with transaction():
        acknowledgements.mark_read(actor, context.edition.id, context.page.language, context.rule_ids[0])
    return context


def _shown(context: SignatureContext) -> ShownText:
    edition, page = context.edition, context.page
    return ShownText(edition.number, edition.manifest_sha256, page.profile, page.language)


def _agree() -> None:
    """Let HR write down how Ravi keeps the rule about telephones, since a week."""
    with days_ago(7):
        words = "His own telephone may lie face down under the counter; he looks at it when it buzzes."
        edition = rules_read.newest_edition()
        number = edition.number if edition else 0
        draft = AgreementDraft(number, AGREED, words, "en", clock.now().date(), None)
        meera, ravi = acting("000102"), people.employee_by_number("000516").id
        with transaction():
            adjustments.record(meera, ravi, draft)


@contextmanager
def _first_texts(texts: Path) -> Iterator[Path]:
    """Give the texts without the last point of "what to do" in the rule that will change."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "rules"
        shutil.copytree(texts, folder)
        for path in folder.glob(f"*/{CHANGED}.md"):
            text = path.read_text(encoding="utf-8")
            path.write_text(re.sub(r"(\{\.do\}\n\n(?:- .*\n)+)- .*\n", r"\1", text), encoding="utf-8")
        yield folder


@contextmanager
def _second_texts(texts: Path) -> Iterator[Path]:
    """Give the texts, the translations of the changed rule following its second version."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "rules"
        shutil.copytree(texts, folder)
        for path in folder.glob(f"*/{CHANGED}.md"):
            text = path.read_text(encoding="utf-8")
            path.write_text(text.replace("follows: 1\n", "follows: 2\n"), encoding="utf-8")
        yield folder
