"""The acts of the handler as a table: title, form, what is offered and filled in, and the verb that does it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from handbook.company.queries import zones
from handbook.complaints import forms_handling as forms
from handbook.complaints import handlers, operations, queries
from handbook.complaints.fields import VersionedForm
from handbook.complaints.forms_describing import DescribeForm
from handbook.complaints.pages import ComplaintPage
from handbook.core.actor import Actor
from handbook.documents.pictures import Encoded
from handbook.people.identity import LANGUAGES, chosen_language

Pictures = Sequence[Encoded]


def _offers(form: Any, _actor: Actor, _page: ComplaintPage) -> None:
    form.offer()


def _nothing(*_given: object) -> None:
    """Offer or fill in nothing."""


def _no_pictures(_form: Any) -> Pictures:
    return ()


@dataclass(frozen=True, slots=True)
class Act:
    """One act. `bring` does what is slow, before the transaction; `note` says what the reader should know first."""

    title: str
    button: str
    form: type[VersionedForm]
    do: Callable[[Actor, str, Any, Pictures], None]
    offer: Callable[[Any, Actor, ComplaintPage], None] = _offers
    fill: Callable[[Any, ComplaintPage], None] = _nothing
    bring: Callable[[Any], Pictures] = _no_pictures
    note: str = ""
    files: bool = False


def _assess(actor: Actor, complaint_id: str, form: Any, _brought: Pictures) -> None:
    operations.assess(actor, complaint_id, form.assessment(), form.row_version.data)


def _describe(actor: Actor, complaint_id: str, form: Any, _brought: Pictures) -> None:
    operations.describe(actor, complaint_id, form.description(), form.row_version.data, form.consent())


def _offer_description(form: Any, _actor: Actor, _page: ComplaintPage) -> None:
    form.offer(LANGUAGES, zones())


def _fill_description(form: Any, page: ComplaintPage) -> None:
    about = page.handling.about if page.handling else None
    for name in ("category", "channel", "confidentiality"):
        getattr(form, name).data = str(getattr(about, name, "") or "")
    for name in ("order_number", "remedy_sought", "customer_language", "customer_zone", "customer_hours"):
        getattr(form, name).data = getattr(about, name, "")


def _identify(actor: Actor, complaint_id: str, form: Any, _brought: Pictures) -> None:
    operations.identify(actor, complaint_id, form.name.data, form.contact.data, form.row_version.data)


def _contact(actor: Actor, complaint_id: str, form: Any, _brought: Pictures) -> None:
    operations.note_contact(
        actor,
        complaint_id,
        form.how.data,
        form.words.data,
        form.row_version.data,
        with_whom=form.with_whom.data,
        next_on=form.next_on.data,
    )


def _ask(actor: Actor, complaint_id: str, form: Any, _brought: Pictures) -> None:
    operations.ask_customer(actor, complaint_id, form.words.data, form.row_version.data, how=form.how.data)


def _hear(actor: Actor, complaint_id: str, form: Any, _brought: Pictures) -> None:
    operations.note_answer(actor, complaint_id, form.words.data, form.row_version.data, how=form.how.data)


def _apologise(actor: Actor, complaint_id: str, form: Any, _brought: Pictures) -> None:
    operations.record_apology(
        actor,
        complaint_id,
        form.words.data,
        form.channel.data,
        form.row_version.data,
        given_by=form.given_by.data,
    )


def _remedy(actor: Actor, complaint_id: str, form: Any, _brought: Pictures) -> None:
    operations.grant_remedy(actor, complaint_id, form.draft(), form.row_version.data)


def _offer_currencies(form: Any, _actor: Actor, page: ComplaintPage) -> None:
    form.offer(operations.currencies_on(page.filed_at.date()))


def _cause(actor: Actor, complaint_id: str, form: Any, _brought: Pictures) -> None:
    cause = operations.RootCause(form.cause.data)
    operations.name_root_cause(actor, complaint_id, cause, form.words.data, form.row_version.data)


def _link(actor: Actor, complaint_id: str, form: Any, _brought: Pictures) -> None:
    kinship = operations.Kinship(form.kinship.data)
    operations.link(actor, complaint_id, form.reference.data, kinship, form.row_version.data)


def _find(actor: Actor, complaint_id: str, form: Any, _brought: Pictures) -> None:
    operations.find(actor, complaint_id, form.draft(), form.row_version.data)


def _offer_rules(form: Any, _actor: Actor, page: ComplaintPage) -> None:
    form.offer(queries.rule_titles(chosen_language()))


def _late(actor: Actor, complaint_id: str, form: Any, _brought: Pictures) -> None:
    operations.promise_anew(actor, complaint_id, form.due_on.data, form.words.data, form.row_version.data)


def _assign(actor: Actor, complaint_id: str, form: Any, _brought: Pictures) -> None:
    operations.assign(actor, complaint_id, form.employee_id.data, form.row_version.data)


def _offer_people(form: Any, actor: Actor, page: ComplaintPage) -> None:
    form.offer(handlers.assignable(actor, page))


def _photos(actor: Actor, complaint_id: str, form: Any, brought: Pictures) -> None:
    operations.add_photos(actor, complaint_id, brought, form.row_version.data)


def _bring_photos(form: Any) -> Pictures:
    return operations.bring_photos(form.pictures())


ACTS: Mapping[str, Act] = {
    "assess": Act(_l("Assess it"), _l("Keep the assessment"), forms.AssessForm, _assess),
    "describe": Act(
        _l("Add details"),
        _l("Keep the details"),
        DescribeForm,
        _describe,
        offer=_offer_description,
        fill=_fill_description,
    ),
    "customer": Act(_l("Who the customer is"), _l("Seal it"), forms.CustomerForm, _identify, offer=_nothing),
    "contact": Act(_l("Note a contact"), _l("Keep it in the log"), forms.ContactForm, _contact),
    "ask": Act(
        _l("The customer was asked"),
        _l("Keep the question"),
        forms.AskForm,
        _ask,
        note=_l("From today the clock stands, until the customer answers."),
    ),
    "hear": Act(_l("The customer said something"), _l("Keep the words"), forms.AnswerForm, _hear),
    "apology": Act(
        _l("An apology was given"),
        _l("Keep the apology"),
        forms.ApologyForm,
        _apologise,
        note=_l("An apology is no admission. It is kept apart, and no case and no letter to anybody here shows it."),
    ),
    "remedy": Act(
        _l("A remedy was granted"),
        _l("Keep the remedy"),
        forms.RemedyForm,
        _remedy,
        offer=_offer_currencies,
        note=_l("Whoever grants a customer what they may decide alone breaks no rule by it, whatever comes of it."),
    ),
    "cause": Act(_l("Where it comes from"), _l("Keep the cause"), forms.CauseForm, _cause),
    "link": Act(_l("Link another complaint"), _l("Link it"), forms.LinkForm, _link),
    "find": Act(
        _l("What was found"),
        _l("Keep the finding"),
        forms.FindForm,
        _find,
        offer=_offer_rules,
        note=_l("Until here it was an allegation. Say what the facts show, and what they do not show."),
    ),
    "late": Act(
        _l("We will be late"),
        _l("Promise the new day"),
        forms.LateForm,
        _late,
        offer=_nothing,
        note=_l("Tell the customer before the promised day has passed. A day that passed stays on record."),
    ),
    "assign": Act(
        _l("Give it to somebody"),
        _l("Give it to this person"),
        forms.AssignForm,
        _assign,
        offer=_offer_people,
        note=_l("Whoever handled it before sees nothing of it from that moment on."),
    ),
    "photos": Act(
        _l("Add photos"),
        _l("Add the photos"),
        forms.PhotosForm,
        _photos,
        offer=_nothing,
        bring=_bring_photos,
        files=True,
    ),
}
