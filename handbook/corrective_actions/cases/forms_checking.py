"""The forms of the seven tests and of what may bar a step."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, RadioField, SelectField
from wtforms.validators import InputRequired, Optional

from handbook.corrective_actions.cases.causes import (
    Bar,
    BarAnswer,
    Cause,
    CauseAnswer,
    Verdict,
    bar_words,
    cause_words,
    verdict_words,
)
from handbook.corrective_actions.cases.forms import optional_words, version_field
from handbook.corrective_actions.cases.holds import TESTED
from handbook.corrective_actions.fields import choices, words_field
from handbook.corrective_actions.ladders.ladder import Step, step_title


def _asked() -> RadioField:
    return RadioField("", validators=[InputRequired(_l("Answer this question."))])


class CauseForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """The seven tests of just cause for one step; each field is named by its test."""

    row_version = version_field()
    step = SelectField(_l("For which step"), default=Step.WRITTEN.value)

    def offer(self) -> None:
        """Fill the choices, and the words of each test."""
        self.step.choices = choices(None, {step.value: step_title(step) for step in Step if step in TESTED})
        for test in Cause:
            field = self[f"verdict_{test.value}"]
            field.label.text = cause_words(test)
            field.choices = choices(None, {verdict.value: verdict_words(verdict) for verdict in Verdict})

    def rows(self) -> list[tuple[Field, Field, Field]]:
        """Return for each test its verdict, the words about it and what shows it."""
        return [tuple(self[f"{what}_{test.value}"] for what in _ASKED) for test in Cause]

    def answers(self) -> list[CauseAnswer]:
        """Return what the form says."""
        return [
            CauseAnswer(test, Verdict(verdict.data), words.data, evidence.data)
            for test, (verdict, words, evidence) in zip(Cause, self.rows(), strict=True)
        ]


class BarsForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """What may bar a dismissal; each field is named by what it asks."""

    row_version = version_field()
    looker_id = SelectField(_l("Who must look at it, if anything was found"), default="", validators=[Optional()])

    def offer(self, lookers: dict[str, str]) -> None:
        """Fill the choices, and the words of each question."""
        self.looker_id.choices = choices(_("Nothing was found"), lookers)
        for bar in Bar:
            field = self[f"found_{bar.value}"]
            field.label.text = bar_words(bar)
            field.choices = choices(None, {"no": _("no"), "yes": _("yes")})

    def rows(self) -> list[tuple[Field, Field]]:
        """Return for each question its answer and the words about it."""
        return [(self[f"found_{bar.value}"], self[f"about_{bar.value}"]) for bar in Bar]

    def answers(self) -> list[BarAnswer]:
        """Return what the form says."""
        return [
            BarAnswer(bar, found.data == "yes", about.data)
            for bar, (found, about) in zip(Bar, self.rows(), strict=True)
        ]


class LookForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """Whether a step may go on although something may bar it."""

    verdict = RadioField(_l("May it go on?"), validators=[InputRequired(_l("May it go on: choose one."))])
    words = words_field(_l("Why"), _l("Whoever decides and approves reads it."), _l("Why: give the reason."))

    def offer(self) -> None:
        """Fill the choices."""
        self.verdict.choices = choices(None, {"yes": _("Yes, it has nothing to do with it"), "no": _("No")})


_ASKED = ("verdict", "words", "evidence")


def _ask(form: Any, name: str, field: Any) -> None:
    setattr(form, name, field)


for _test in Cause:
    _ask(CauseForm, f"verdict_{_test.value}", _asked())
    _ask(CauseForm, f"words_{_test.value}", optional_words(_l("Why")))
    _ask(CauseForm, f"evidence_{_test.value}", optional_words(_l("What shows it")))
for _bar in Bar:
    _ask(BarsForm, f"found_{_bar.value}", _asked())
    _ask(BarsForm, f"about_{_bar.value}", optional_words(_l("What is known")))
