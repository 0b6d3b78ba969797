"""Mails about questions and disputes: built here in the reader's language, sent by jobs."""

from flask_babel import force_locale
from flask_babel import gettext as _

from handbook.acknowledgements.examiners import Reader, Told
from handbook.acknowledgements.questions import Question
from handbook.acknowledgements.standing import SET_ASIDE
from handbook.core.installation import current_settings
from handbook.core.mail import Message
from handbook.core.moments import day_words, locale_of


def question_answered(to: Reader, question: Question) -> Message:
    """Tell the asker the answer to a question."""
    with force_locale(locale_of(to.language)):
        return Message(
            to=to.email or "",
            language=to.language,
            subject=_("Your question about the handbook was answered"),
            lines=(
                _("%(name)s, you asked:", name=to.name),
                question.words,
                _("%(name)s answers:", name=question.answered_by),
                question.answer or "",
                _("You have at least seven days from today to sign. You can ask again at any time."),
            ),
            link=_address("/sign/question"),
            link_words=_("Open the question and its answer"),
        )


def dispute_to_examine(to: Reader, dispute_id: str) -> Message:
    """Tell an examiner that a signature is disputed; no name and no words stand in the mail."""
    with force_locale(locale_of(to.language)):
        return Message(
            to=to.email or "",
            language=to.language,
            subject=_("A signature is disputed"),
            lines=(
                _("Somebody says of a signature under the service handbook: this was not me."),
                _("It does not count while it is examined. Please look at the facts and decide."),
            ),
            link=_address(f"/disputes/{dispute_id}"),
            link_words=_("Look at the facts"),
        )


def dispute_noted(told: Told) -> Message:
    """Confirm to the signer that the own signature is disputed."""
    with force_locale(locale_of(told.signer.language)):
        return Message(
            to=told.signer.email or "",
            language=told.signer.language,
            subject=_("Your signature of %(day)s is being examined", day=day_words(told.day)),
            lines=(
                _(
                    "%(name)s, we were told that the signature of %(day)s under edition %(edition)s was not given by "
                    "you.",
                    name=told.signer.name,
                    day=day_words(told.day),
                    edition=told.edition,
                ),
                _("Somebody who is not involved examines it. Until then the signature does not count."),
                _("You did sign yourself, and said nothing of the kind? Then tell HR."),
            ),
            link=_address(f"/r/{told.receipt}"),
            link_words=_("See how it stands"),
        )


def dispute_decided(told: Told) -> Message:
    """Tell the signer what was found."""
    with force_locale(locale_of(told.signer.language)):
        day = day_words(told.day)
        aside = told.finding == SET_ASIDE
        if aside:
            found = _("The signature of %(day)s was set aside: it does not count, and never did.", day=day)
            after = _("You are asked to read and sign the handbook yourself.")
        else:
            found = _("The signature of %(day)s stands.", day=day)
            after = _("If you know something new, sign in and say so on the page of the receipt.")
        return Message(
            to=told.signer.email or "",
            language=told.signer.language,
            subject=_("Your signature was examined"),
            lines=(told.signer.name + ",", found, _("The reasons: %(reasons)s", reasons=told.reasons), after),
            link=_address("/sign" if aside else f"/r/{told.receipt}"),
            link_words=_("Read and sign") if aside else _("See how it stands"),
        )


def _address(path: str) -> str:
    return f"{current_settings().base_url}{path}"
