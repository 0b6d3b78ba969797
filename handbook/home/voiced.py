"""What the start page says of talks, thanks, incidents and of what colleagues speak up about."""

from collections.abc import Collection

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from handbook.conversations import queries as conversations
from handbook.core.actor import Actor
from handbook.core.moments import day_words
from handbook.home.task import Task
from handbook.voices import queries as voices


def told_to(actor: Actor) -> list[Task]:
    """Return what is new for the actor: thanks, answers to what they said, what was talked about with them."""
    news, found = voices.news_for(actor), []
    detail = _("Somebody took the time to say it.")
    for one in news.thanks:
        url = url_for("voices.show_compliment", compliment_id=one)
        found.append(Task("praise", _("Thanks for you"), detail, url, _("Read the thanks"), word=_("Thanks")))
    for one in news.incidents:
        title, url = _("What was done about what a customer did"), url_for("voices.show_incident", incident_id=one)
        detail = _("Read the answer, and add something if you wish.")
        found.append(Task("answered", title, detail, url, _("Read the answer")))
    for one in news.speak_ups:
        title, url = _("What you spoke up about was answered"), url_for("voices.show_own_speak_up", speak_up_id=one)
        detail = _("Read the answer, and add something if you wish.")
        found.append(Task("answered", title, detail, url, _("Read the answer")))
    for talk in conversations.news_for(actor):
        title = _("What was talked about on %(day)s", day=day_words(talk.happened_on))
        detail = _("Written by %(name)s. Read it, and say something about it if you wish.", name=talk.by_name)
        url = url_for("conversations.show", conversation_id=talk.id)
        found.append(Task("talk", title, detail, url, _("Read it")))
    return found


def waits_for(actor: Actor, people: Collection[str] | None) -> list[Task]:
    """Return what the actor is to answer or to look at again for others; `people` are the own ones, where known."""
    waiting, found = voices.waiting_for(actor, people), []
    if waiting.incidents:
        title = ngettext(
            "%(num)s colleague reports what a customer did",
            "%(num)s reports of what customers did wait for an answer",
            waiting.incidents,
        )
        detail = _("Stand by them today: say what was done.")
        found.append(Task("bad", title, detail, url_for("voices.show_incidents"), _("Answer"), word=_("Today")))
    if waiting.speak_ups:
        title = ngettext("%(num)s colleague speaks up", "%(num)s colleagues speak up", waiting.speak_ups)
        detail = _("They are promised an answer within five working days.")
        found.append(Task("question", title, detail, url_for("voices.show_inbox"), _("Read and answer")))
    if waiting.compliments:
        title = ngettext("Who is meant by these thanks?", "Who is meant by %(num)s thanks?", waiting.compliments)
        detail = _("Say who it was, so that it reaches them.")
        found.append(Task("wait", title, detail, url_for("voices.show_compliments"), _("Say who")))
    for due in conversations.due_check_ins(actor, people):
        title = _("Look at the goal of %(name)s", name=due.name)
        detail = _("Agreed for %(day)s.", day=day_words(due.due_on))
        url = url_for("conversations.show", conversation_id=due.conversation_id)
        found.append(Task("wait", title, detail, url, _("Look at it")))
    return found
