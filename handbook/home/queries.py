"""What needs a person today, gathered from the rooms that know."""

from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from handbook.acknowledgements import queries as acknowledgements
from handbook.acknowledgements.queries import News
from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.moments import day_words
from handbook.corrective_actions import queries as corrective_actions
from handbook.home.agreed import agreed_with, agreed_with_others
from handbook.home.conduct import about_me, in_cases, in_complaints
from handbook.home.own_words import Said, said_of
from handbook.home.task import Task
from handbook.home.voiced import told_to, waits_for
from handbook.people import queries as people
from handbook.permissions import Permission
from handbook.publishing import queries as publishing
from handbook.rules import queries as rules
from handbook.rules.queries import EditionRow


@dataclass(frozen=True, slots=True)
class Today:
    """What the start page shows: what needs the person, and what they said instead of signing, if it still stands.

    `has_signed`: their signature under the newest edition stands.
    """

    tasks: list[Task]
    said: Said | None
    has_signed: bool


def today_of(actor: Actor, language: str, zone: str) -> Today:
    """Return what needs the actor, most pressing first; days are those of the IANA zone."""
    edition = rules.newest_edition()
    news = acknowledgements.news_of(actor.employee_id, edition.id) if edition else None
    has_signed = news is not None and news.has_signed
    to_sign, said = [], None
    if edition is not None and news is not None and not has_signed:
        answer = acknowledgements.find_own_answer(actor.employee_id, edition.id)
        said = said_of(answer, edition.number, language) if answer else None
        to_sign = _to_sign(edition, news, language, clock.today(zone), is_asked=answer is None)
    own = (
        _ways_in(actor) + about_me(actor) + _to_answer(actor) + agreed_with(actor, language) + to_sign + told_to(actor)
    )
    mine = people.own_people_today(actor.employee_id) if actor.may(Permission.CONVERSATION_RECORD) else None
    for_others = waits_for(actor, mine) + agreed_with_others(actor, mine) + _of_draft(actor, clock.today(zone))
    return Today(
        own + in_cases(actor) + in_complaints(actor) + _to_hear(actor) + for_others + _to_remind(actor),
        said,
        has_signed,
    )


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


def _to_sign(edition: EditionRow, news: News, language: str, today: date, *, is_asked: bool) -> list[Task]:
    """Return what there is to read and sign; who has answered otherwise is not asked again, only told of an answer."""
    answered = _answered(language) if news.is_answered else []
    if not is_asked:
        return answered
    deadline = news.asked_until
    if deadline is None and news.has_signed_before:
        return answered  # the edition asks this person nothing: what they signed covers it, but for its wording
    until = acknowledgements.due_words(deadline, today) if deadline else ""
    title = _("Read and sign the handbook, edition %(number)s", number=edition.number)
    if news.is_set_aside:
        title = _("Please sign again: your earlier signature was set aside")
    return answered + [
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


def _of_draft(actor: Actor, today: date) -> list[Task]:
    """Return what of the next edition waits for the actor."""
    news, found = publishing.news_for(actor, today), []
    if news.to_confirm:
        title = ngettext(
            "%(num)s change of the draft is to be confirmed as wording",
            "%(num)s changes of the draft are to be confirmed as wording",
            news.to_confirm,
        )
        detail = _("Somebody says that only the wording changed. Look at exactly what differs.")
        url = url_for("publishing.show_confirmations")
        found.append(Task("awaits_approval", title, detail, url, _("Look at what differs")))
    if news.to_answer:
        title = ngettext(
            "%(num)s remark about the draft waits for an answer",
            "%(num)s remarks about the draft wait for an answer",
            news.to_answer,
        )
        detail = _("Whoever was asked is answered before the handbook is published.")
        found.append(Task("question", title, detail, url_for("publishing.show_remarks"), _("Answer")))
    if news.to_review:
        title = ngettext("%(num)s rule is due for review", "%(num)s rules are due for review", news.to_review)
        detail = _("Does it still hold, is it kept, what do customers say? Tell HR what should change.")
        found.append(Task("wait", title, detail, url_for("rules.show_reviews"), _("See which rules")))
    if news.remark_until:
        detail = _("Read what would change, and say what you think of it by %(day)s.", day=day_words(news.remark_until))
        url = url_for("publishing.show_draft_to_staff")
        found.append(Task("accent", _("The handbook is to change"), detail, url, _("Read and remark")))
    return found


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
