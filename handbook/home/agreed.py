"""What the start page says of agreements about rules: to the person, to HR, and to whoever looks after the person."""

from collections.abc import Collection

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from handbook.adjustments import queries as adjustments
from handbook.core.actor import Actor
from handbook.home.task import Task


def agreed_with(actor: Actor, language: str) -> list[Task]:
    """Return what HR has written down as agreed with the actor, or as ended, until they have said something of it."""
    return [
        Task(
            "adjusted",
            _("What was agreed for you ends: %(title)s", title=one.title)
            if one.ended
            else _("Agreed for you: %(title)s", title=one.title),
            _("Read it, and say whether this is what you agreed."),
            url_for("adjustments.show_one", adjustment_id=one.id),
            _("Read what is agreed"),
        )
        for one in adjustments.news_for(actor, language)
    ]


def agreed_with_others(actor: Actor, people: Collection[str] | None) -> list[Task]:
    """Return with whom HR has to talk again about what is agreed, and what is new with the own people, where known."""
    objections, new = adjustments.count_objections(actor), adjustments.count_new_with_own_people(actor, people)
    found = []
    if objections:
        title = ngettext(
            "%(num)s person says: this is not what we agreed",
            "%(num)s people say: this is not what we agreed",
            objections,
        )
        detail, url = _("Talk with them, then end it and record what counts."), url_for("adjustments.show_list")
        found.append(Task("question", title, detail, f"{url}?show=objected", _("Look at it")))
    if new:
        title = ngettext(
            "Something new is agreed with %(num)s of your people",
            "Something new is agreed with %(num)s of your people",
            new,
        )
        detail = _("Read it, so that you live it together. It says what is agreed, never why.")
        found.append(Task("adjusted", title, detail, url_for("adjustments.show_list"), _("Read what is agreed")))
    return found
