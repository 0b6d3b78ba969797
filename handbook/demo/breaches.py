"""The words of one man's story in the demo: what customers said of him, what he answered, and what was decided."""

from dataclasses import dataclass

from handbook.corrective_actions.cases.causes import Cause
from handbook.corrective_actions.ladders.ladder import Step

RULE = "no-phone-around-customers"
ALLEGATION = "You are said to have looked at your own telephone while a customer stood before you."
HELP = "The supervisor takes over the counter when an urgent call from home comes; a sign is enough."

CAUSES = {
    Cause.NOTICE: "He signed the handbook before, and the rule says what may follow.",
    Cause.REASONABLE: "Whoever waits at a counter is to be seen.",
    Cause.INVESTIGATED: "A colleague was asked, and he was heard, before anything was decided.",
    Cause.FAIR: "Farah Khan looked into it; she knew neither the customer nor him.",
    Cause.PROOF: "The customer and a colleague tell the same, and he does not deny it.",
    Cause.EQUAL: "In this shop nobody else was found to have done the same since the handbook came.",
    Cause.PROPORTION: "It is the step that the ladder recommends; a milder one was looked at.",
}


@dataclass(frozen=True, slots=True)
class Breach:
    """One matter, told so many days ago: the customer's words, what was seen, what he said, and what came of it."""

    days: int
    step: Step
    customer: str
    observed: str
    answer: str
    reasons: str
    change: str
    help: str


BREACHES = (
    Breach(
        days=150,
        step=Step.VERBAL,
        customer="I stood at the counter with a kettle in my hands. The man behind it looked at his telephone until I "
        "had spoken to him twice.",
        observed="A customer with a kettle stood before you, and you read on your telephone until she spoke again.",
        answer="I was looking up the price. The till did not know the kettle.",
        reasons="The price stood on the shelf, and the handheld at the till would have found it. It was not yet "
        "spoken of.",
        change="Leave your telephone in the locker while you serve.",
        help="Half an hour with the supervisor on the handheld at the till.",
    ),
    Breach(
        days=115,
        step=Step.WRITTEN,
        customer="He told me to wait, turned round and talked on his telephone for some minutes. Then I went home.",
        observed="You told a customer to wait, turned round and spoke on your telephone for about four minutes.",
        answer="It was my father's doctor. I should have called somebody to the counter.",
        reasons="The call was a grave one. Nobody was asked to take over, and the customer left. You see it yourself.",
        change="Call the supervisor to the counter before you take an urgent call.",
        help=HELP,
    ),
    Breach(
        days=72,
        step=Step.FINAL,
        customer="I asked about the warranty of a mixer. He typed on his telephone while he answered, and what he told "
        "me was wrong.",
        observed="You wrote messages on your telephone while a customer asked about a warranty, and named one year "
        "where it is two.",
        answer="I can do both. The mixer is new, and nobody had told me about the two years.",
        reasons="That the warranty was new to you is not held against you. The messages were not urgent, and you had "
        "been helped with urgent calls.",
        change="Leave your telephone in the locker while you serve, and call the supervisor before an urgent call.",
        help=f"{HELP} It is written into the list of shifts.",
    ),
    Breach(
        days=41,
        step=Step.DISMISSAL,
        customer="I waited at the counter with my mother. He held up a hand, went on with a video on his telephone, "
        "and called us when it was over.",
        observed="Two customers stood before you. You held up a hand and watched a video on your telephone to its end.",
        answer="My sister had sent it from the hospital. There was nobody whom I could have called.",
        reasons="It is the fourth time in five months, and three warnings are live. The customers were made to wait in "
        "plain sight. A milder step was looked at: every one that our ladder has was tried.",
        change="Three letters asked you to leave the telephone in the locker while you serve.",
        help=HELP,
    ),
)

STATEMENT = "The video was wrong of me. I ask everybody to look at the list of shifts all the same."
REFUSAL = "I have read it. I sign nothing more."
APPEAL = """The final warning promised that the list of shifts names who takes over the counter when a call from home \
comes. On eight of the eleven shifts since then it named nobody. I looked for somebody before I looked at the video."""
APPEAL_HEARD = "He rang the bell at the counter before he looked at the video. The desk that it rings at was empty."
APPEAL_REASONS = """What was observed stays as it was found. But the help that the final warning promised came on \
three of eleven shifts, and nobody can say that the warning would have failed with it. A dismissal was more than this \
called for; the final written warning stands in its place."""
