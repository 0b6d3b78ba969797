"""How a case goes its way on the pages, station by station: begun, told, answered, heard, tested, proposed."""

from playwright.sync_api import Locator

from handbook.corrective_actions.cases.causes import Bar, Cause
from handbook.corrective_actions.ladders.ladder import Step
from tests.browser.walking import Walker

IN_DAYS = "days => new Date(Date.now() + days * 864e5).toISOString().slice(0, 10)"
PUT = "The customer says that you raised your voice three times."
SOONER = "She asked to be heard this week."
ANSWERED = "The queue was long, and the second till was closed."


def in_days(walker: Walker, days: int) -> str:
    """Return a day so far from now, as a field for a day takes it."""
    return str(walker.page.evaluate(IN_DAYS, days))


def option(walker: Walker, name: str, value: str) -> Locator:
    """Return one button of a question by the question's field and the answer's value."""
    return walker.page.locator(f"main [name={name}][value='{value}']")


def begin(investigator: Walker, case: str) -> None:
    """Begin to look into a case, and write down one thing that was seen."""
    investigator.go(case)
    investigator.press("Begin to look into it")
    assert "The folder is empty" in investigator.words()
    investigator.fill("In a few words", "Till roll of that evening")
    investigator.fill("What was found or said", "The bill was paid at 17:31; the next one at 17:44.")
    investigator.press("Keep it")
    assert "Till roll of that evening" in investigator.words()


def tell(investigator: Walker, case: str) -> None:
    """Tell the person in writing, laid open in their own file, with what lies in the folder."""
    investigator.go(case)
    investigator.press("Go on")
    investigator.fill("What may follow", "A warning, a talk, or nothing at all.")
    investigator.tap(investigator.page.get_by_label("Till roll of that evening"))
    investigator.tap(option(investigator, "manner", "portal"))
    investigator.password()
    investigator.press("Tell the person")
    assert "The person was told." in investigator.words()


def open_and_answer(person: Walker, own_case: str, answer: str, companion: str) -> None:
    """Open the letter on the own page, answer in writing, and name who comes along."""
    person.go(own_case)
    assert "What is alleged" not in person.words()
    person.press("Open the letter")
    assert "saying nothing is no admission" in person.words()
    assert "Till roll" in person.words()
    form = person.form("Answer in writing")
    person.page.locator(form).get_by_role("textbox").fill(answer)
    person.press("Keep my answer", inside=form)
    assert answer in person.words()
    form = person.form("Who comes along")
    person.fill("Name", companion, inside=form)
    person.press("Name this person", inside=form)
    assert companion in person.words()


def arrange(decider: Walker, case: str) -> None:
    """Invite the person to the hearing, three weeks from now."""
    decider.go(case)
    decider.press("Go on")
    decider.fill("Day", in_days(decider, 21))
    decider.fill("Time", "10:00")
    decider.fill("Place", "office, first floor")
    decider.fill("Who will be there", "the decider, and whoever comes along")
    decider.press("Invite the person")
    assert "office, first floor" in decider.words()


def write_notes(decider: Walker, case: str) -> None:
    """Write down what was put and answered: both had time earlier than it was arranged."""
    decider.go(case)
    decider.press("Go on")
    decider.tap(option(decider, "came", "yes"))
    decider.fill("Heard earlier than arranged: how the person agreed", SOONER)
    decider.fill("Who was there", "the decider, the person, and who came along")
    decider.fill("What was put to the person", PUT)
    decider.fill("What the person answered", ANSWERED)
    decider.press("Keep the notes")
    assert ANSWERED in decider.words()


def answer_tests(decider: Walker, case: str, step: Step = Step.WRITTEN) -> None:
    """Answer the seven tests for a step with yes, each with a reason."""
    decider.go(case)
    decider.press("Go on")
    decider.page.locator("main [name=step]").select_option(step.value)
    for test in Cause:
        decider.tap(option(decider, f"verdict_{test.value}", "yes"))
        decider.page.locator(f"[name=words_{test.value}]").fill("As it is written in the folder.")
    decider.press("Keep the answers")
    assert "Propose a step, or close the case without one" in decider.words()


def find_no_bar(decider: Walker, case: str) -> None:
    """Answer what may bar a dismissal with no, one after the other."""
    decider.go(f"{case}/bars")
    for bar in Bar:
        decider.tap(option(decider, f"bars-found_{bar.value}", "no"))
    decider.press("Keep the answers")


def propose(
    decider: Walker,
    case: str,
    *approvers: str,
    step: Step = Step.WRITTEN,
    why_another: str = "Two talks about the same thing did not help.",
) -> str:
    """Propose a step and ask somebody to approve it; return the address of the step."""
    decider.go(case)
    decider.press("Go on")
    decider.tap(option(decider, "step", step.value))
    fields = {
        "Why another step than the ladder recommends": why_another,
        "Place": "till 2",
        "What was observed": "She said three times, each time louder, that the bill was right.",
        "What the employee told you": ANSWERED,
        "Your reasons": "The bill was right. It is about the second and the third time.",
    }
    if step is not Step.DISMISSAL:  # after which nothing is left to change, and nobody is asked
        fields["What must change"] = "Show the bill once, calmly; then call the supervisor."
        fields["What help is offered"] = "A second till is open from 17:00."
        decider.page.locator("[name=change_by]").fill(in_days(decider, 30))
    for label, words in fields.items():
        decider.fill(label, words)
    decider.page.locator("[name=observed_on]").fill(in_days(decider, -1))
    decider.page.locator("[name=observed_time]").fill("17:30")
    for label, name in zip(("Who approves", "Who approves as well"), approvers, strict=False):
        decider.choose(label, name)
    decider.password()
    decider.press("Send for approval")
    assert "/actions/" in decider.page.url, decider.words()
    return decider.page.url.removeprefix(decider.url)


def approve(approver: Walker, action: str) -> None:
    """Approve exactly what stands on the page of a step."""
    approver.go(action)
    form = approver.form("Approve")
    approver.password(form)
    approver.press("Approve this step", inside=form)


def serve(server: Walker, action: str, manner: str = "portal") -> None:
    """Serve the letter; laid open in the own file, it is served once the employee opens it."""
    server.go(action)
    form = server.form("Serve the letter")
    server.tap(option(server, "serve-manner", manner))
    server.password(form)
    server.press("Serve it", inside=form)
