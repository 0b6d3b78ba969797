"""How people of the tests read and sign: over HTTP as a browser does, or below the pages where only the row matters."""

from dataclasses import replace

from sqlalchemy import func, select

from handbook.acknowledgements import operations, queries
from handbook.acknowledgements.forms import SignatureDraft
from handbook.acknowledgements.models import Acknowledgement
from handbook.acknowledgements.operations import Surroundings
from handbook.acknowledgements.queries import SignatureContext
from handbook.acknowledgements.readiness import Readiness, readiness_of
from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.db import db, new_id
from handbook.core.transaction import end_read, transaction
from handbook.people.models import Account
from handbook.people.sign_in import BY_PASSWORD, Proof
from handbook.rules import operations as rules
from handbook.rules.models import DraftText
from handbook.rules.questions import Question
from tests import factories
from tests.browser_like import Visitor

SIGN = "/sign?"
RIGHT = {  # the answers in bold in tests/texts
    "Look up, greet, and say “one moment”",
    "Show it once, calmly, then offer to fetch the supervisor",
    "ఒక్కసారి నెమ్మదిగా చూపించి, తర్వాత సూపర్‌వైజర్‌ను పిలవమంటారా అని అడుగుతాను",
}


def read_everything(browser: Visitor, language: str = "en") -> None:
    """Do all that comes before the signature, over HTTP, until the signing form stands there."""
    read_sections(browser, language)
    agree(browser)
    answer_right(browser)


def read_sections(browser: Visitor, language: str = "en") -> None:
    """Go through every unread section by the button below it, until the signing page or what follows stands there."""
    browser.get(f"/sign?lang={language}")
    while "unread" in unread_link(browser):
        browser.get(unread_link(browser).removeprefix("unread "))
        while not browser.page.request.path.startswith("/sign"):
            browser.submit("/handbook/read")


def unread_link(browser: Visitor) -> str:
    """Return "unread" and the address of the button on the signing page that leads to the next unread section."""
    links = browser.tree().xpath("//main//a[contains(@class, 'btn-primary')]/@href")
    return next(
        (f"unread {link}" for link in links if "/handbook/" in link and browser.page.request.path == "/sign"), ""
    )


def agree(browser: Visitor, choice: str = "electronic") -> None:
    """Say how to sign, where the page seen last asks that."""
    if browser.page.request.path == "/sign/how":
        browser.submit("/sign/how", choice=choice)


def answer_right(browser: Visitor) -> None:
    """Answer the check questions right, where the page seen last asks any: the texts know the answers."""
    if browser.page.request.path == "/sign/questions":
        browser.submit("/sign/questions", **chosen(browser, right=True))


def chosen(browser: Visitor, *, right: bool) -> dict[str, str]:
    """Return for each question on the page the value of the right answer, or of a wrong one."""
    found = {}
    for choice in browser.tree().xpath("//label[contains(@class, 'choice')]"):
        (button,) = choice.xpath(".//input")
        if (choice.text_content().strip() in RIGHT) == right:
            found[button.get("name")] = button.get("value")
    return found


def has_signing_form(browser: Visitor) -> bool:
    """Tell whether the page seen last lets its reader sign."""
    return bool(browser.tree().xpath("//form[starts-with(@action, '/sign?')]"))


def read_and_sign(browser: Visitor, name: str, language: str = "en") -> str:
    """Read all, sign over HTTP, and return the address of the receipt."""
    read_everything(browser, language)
    browser.submit(SIGN, typed_name=factories.PEOPLE[name].name, password=factories.PASSWORD)
    assert "/sign/receipt/" in browser.page.request.path
    return browser.page.request.path


def read_below(who: Actor, language: str = "en") -> SignatureContext:
    """Do all that comes before the signature, without pages; return what this person would sign."""
    context = queries.signature_context(who, language)
    end_read()
    with transaction():
        for rule_id in context.rule_ids:
            operations.mark_read(who, context.edition.id, context.page.language, rule_id)
    prepare_below(who, context)
    return context


def prepare_below(who: Actor, context: SignatureContext) -> None:
    """Agree to sign on the screen, and answer every question right, once everything is read."""
    ready = readiness_of(context)
    right = {one.rule_id: value_of(ready, one) for one in ready.open_questions}
    if not ready.has_agreed:
        with transaction():
            operations.choose_how(who, context, "electronic", "en", Surroundings("a test", ""))
    with transaction():
        assert all(operations.answer(who, context.edition.number, context.page.language, right).values())


def value_of(ready: Readiness, question: Question) -> str:
    """Return the value of the right answer as it stands on this person's page."""
    return next(one.value for one in ready.choices(question) if one.words == question.answers[question.right])


def draft_of(context: SignatureContext, typed_name: str = "Asha Reddy", **more: str) -> SignatureDraft:
    """Return what the signing form would hand over for this text."""
    draft = SignatureDraft(
        edition_number=context.edition.number,
        manifest_sha256=context.edition.manifest_sha256,
        profile=context.page.profile,
        language=context.page.language,
        shown_at=clock.now().isoformat(),
        idempotency_key=new_id(),
        typed_name=typed_name,
    )
    return replace(draft, **more)


def proof_of(who: Actor) -> Proof:
    """Return the proof that this person would have given; no password is hashed for it."""
    account = db.session.get_one(Account, who.account_id)
    return Proof(account.id, who.employee_id, clock.now(), BY_PASSWORD, account.password_set_at, None, None)


def sign_below(name: str, language: str = "en") -> str:
    """Let somebody read and sign without pages; return the acknowledgement's id."""
    who = factories.actor(name)
    context = read_below(who, language)
    draft, proof = draft_of(context, who.name), proof_of(who)
    with transaction():
        return operations.sign(who, draft, proof, Surroundings("a test", ""))


def signatures(name: str | None = None) -> int:
    """Return how many signatures there are, of one person or of all."""
    query = select(func.count()).select_from(Acknowledgement)
    if name:
        query = query.where(Acknowledgement.employee_id == factories.person_id(name))
    found = db.session.scalar(query) or 0
    end_read()
    return found


def signature_of(name: str) -> Acknowledgement:
    """Return somebody's one signature."""
    query = select(Acknowledgement).where(Acknowledgement.employee_id == factories.person_id(name))
    return db.session.scalars(query).one()


def change_rule(rule_id: str, old: str, new: str, language: str = "en") -> None:
    """Replace words of a rule in the draft."""
    with transaction() as session:
        text = session.scalars(
            select(DraftText).where(DraftText.rule_id == rule_id, DraftText.language == language)
        ).one()
        assert old in text.source
        text.source = text.source.replace(old, new)


def publish_change(note: str = "You may stop.") -> None:
    """Change the rule "never argue" and publish the next edition."""
    change_rule("never-argue", "Call your supervisor early.", "Call your supervisor at once.")
    rules.publish("test", note)
