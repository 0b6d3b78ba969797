"""What stands before the button as a list: what holds, what waits, what is missing, each with a way to it."""

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup, escape

from handbook.publishing.concerned import Concerned, Lagging
from handbook.publishing.publication import Publication


@dataclass(frozen=True, slots=True)
class GateLine:
    """One test in the shape of the component `gate`."""

    state: str
    title: str | Markup
    detail: str = ""
    url: str = ""
    action: str = ""
    word: str | None = None


def gate_lines(found: Publication, reach: Concerned | None) -> list[GateLine]:
    """Return what must hold, or should, before the draft is published."""
    lagging = [_lagging(one) for one in reach.lagging] if reach else []
    return [*_faults(found), *lagging, _staff(found), *_confirmations(found)]


def _faults(found: Publication) -> list[GateLine]:
    if not found.pending.faults:
        return [
            GateLine(
                "holds", _("The draft has no fault"), url=url_for("publishing.show_checks"), action=_("Check all texts")
            )
        ]
    title = ngettext("%(num)s fault in the draft", "%(num)s faults in the draft", len(found.pending.faults))
    return [
        GateLine("missing", title, found.pending.faults[0], url_for("publishing.show_checks"), _("See every fault"))
    ]


def _lagging(one: Lagging) -> GateLine:
    name = Markup('<span lang="{}">{}</span>').format(one.language, one.name)
    parts = []
    if one.lags:
        parts.append(ngettext("%(num)s text follows an older one", "%(num)s texts follow an older one", len(one.lags)))
    if one.missing:
        parts.append(ngettext("%(num)s rule is not translated", "%(num)s rules are not translated", len(one.missing)))
    readers = ngettext(
        "%(num)s person would read an older or a foreign text, and is told so.",
        "%(num)s people would read an older or a foreign text, and are told so.",
        one.readers,
    )
    return GateLine("lags", name + ": " + escape(", ".join(parts)), readers)


def _staff(found: Publication) -> GateLine:
    url = url_for("publishing.show_remarks")
    if found.remarks.unanswered:
        title = ngettext(
            "%(num)s remark has no answer yet", "%(num)s remarks have no answer yet", found.remarks.unanswered
        )
        return GateLine("not_yet", title, _("Whoever was asked is answered before."), url, _("Answer"))
    if not found.consulted:
        return GateLine("not_needed", _("Nobody was asked about this draft"), url=url, action=_("Ask the staff"))
    return GateLine("holds", _("Staff were asked"), found.consulted.split("\n")[0], url, _("See remarks and answers"))


def _confirmations(found: Publication) -> list[GateLine]:
    if found.waiting:
        title = ngettext(
            "%(num)s “editorial” to be confirmed", "%(num)s “editorial” to be confirmed", len(found.waiting)
        )
        detail = _("By HR or the decision-maker, and by nobody who wrote it or called it so.")
        return [GateLine("not_yet", title, detail, url_for("publishing.show_confirmations"), _("See what waits"))]
    if found.editorial:
        title = ngettext(
            "%(num)s editorial change, confirmed", "%(num)s editorial changes, confirmed", len(found.editorial)
        )
        return [GateLine("holds", title)]
    return []
