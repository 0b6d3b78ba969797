"""What needs a person today, gathered from the rooms that know."""

from dataclasses import dataclass

from flask import url_for
from flask_babel import format_date, ngettext
from flask_babel import gettext as _

from handbook.acknowledgements import queries as acknowledgements
from handbook.core.actor import Actor
from handbook.corrective_actions import queries as corrective_actions
from handbook.people import queries as people
from handbook.rules import queries as rules


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do: what, why, and where."""

    state: str
    title: str
    detail: str
    url: str
    action: str
    word: str = ""


def tasks(actor: Actor, language: str) -> list[Task]:
    """Return what needs the actor, most pressing first."""
    own = _ways_in(actor) + _to_answer(actor) + _to_sign(actor, language)
    return own + _to_approve(actor) + _to_hear(actor) + _to_remind(actor)


def _ways_in(actor: Actor) -> list[Task]:
    count = people.count_unseen_news(actor)
    if not count:
        return []
    title = ngettext(
        "%(num)s thing was done to your way in by somebody else",
        "%(num)s things were done to your way in by somebody else",
        count,
    )
    detail = _("See what it was, and say so if nobody agreed it with you.")
    return [Task("wait", title, detail, url_for("people.show_account"), _("Look at my account"))]


def _to_sign(actor: Actor, language: str) -> list[Task]:
    edition = rules.newest_edition()
    if edition is None or acknowledgements.find_acknowledgement(edition.id, actor.employee_id):
        return []
    deadline = acknowledgements.find_invitation_deadline(edition.id, actor.employee_id)
    until = _("Please sign by %(day)s.", day=format_date(deadline, "long")) if deadline else ""
    news = acknowledgements.news_of(actor.employee_id, edition.id)
    title = _("Read and sign the handbook, edition %(number)s", number=edition.number)
    if news.is_set_aside:
        title = _("Please sign again: your earlier signature was set aside")
    return (_answered(language) if news.is_answered else []) + [
        Task(
            "invited",
            title,
            (until + " " + _("Reading is working time.")).strip(),
            url_for("acknowledgements.show_sign", lang=language),
            _("Read and sign"),
        )
    ]


def _answered(language: str) -> list[Task]:
    title, detail = _("Your question was answered"), _("Read the answer, then go on. You can ask again.")
    url = url_for("acknowledgements.show_question", lang=language)
    return [Task("answered", title, detail, url, _("Read the answer"))]


def _to_hear(actor: Actor) -> list[Task]:
    """Return what waits for those who answer questions and examine disputes."""
    waiting, found = acknowledgements.waiting_for(actor), []
    if waiting.questions:
        title = ngettext(
            "%(num)s question waits for an answer", "%(num)s questions wait for an answer", waiting.questions
        )
        detail = _("Somebody asks before signing; the deadline waits for your answer.")
        found.append(Task("question", title, detail, url_for("acknowledgements.show_asked"), _("Answer")))
    if waiting.disputes:
        title = ngettext("A signature is disputed", "%(num)s signatures are disputed", waiting.disputes)
        detail = _("Somebody says: this was not me. The signature does not count until it is examined.")
        found.append(Task("disputed", title, detail, url_for("acknowledgements.show_disputes"), _("Look at the facts")))
    return found


def _to_remind(actor: Actor) -> list[Task]:
    """Return how far the people are whom the actor looks after, with one click to their names."""
    news = acknowledgements.board_news_for(actor)
    if news is None or not news.waiting:
        return []
    url, detail = url_for("acknowledgements.show_board"), _("Give them 15 quiet minutes; reading is working time.")
    if news.not_opened:
        title = ngettext(
            "%(num)s person has not opened edition %(edition)s",
            "%(num)s people have not opened edition %(edition)s",
            news.not_opened,
            edition=news.edition,
        )
        url = url_for("acknowledgements.show_board", state="not_opened")
    else:
        title = _(
            "%(signed)s of %(all)s people have signed edition %(edition)s",
            signed=news.signed,
            all=news.all,
            edition=news.edition,
        )
    return [Task("wait", title, detail, url, _("See who"), word="")]


def _to_approve(actor: Actor) -> list[Task]:
    count = corrective_actions.count_waiting_for(actor)
    if not count:
        return []
    title = ngettext("%(num)s step waits for your approval", "%(num)s steps wait for your approval", count)
    detail = _("You see what was found and why, and decide yourself.")
    return [Task("awaits_approval", title, detail, url_for("corrective_actions.show_cases"), _("Look at it"))]


def _to_answer(actor: Actor) -> list[Task]:
    return [
        Task(
            "wait",
            _("A letter for you"),
            _("Read it, answer it if you wish, and confirm that you received it."),
            url,
            _("Read the letter"),
        )
        for url in corrective_actions.unanswered_letters(actor.employee_id)
    ]
