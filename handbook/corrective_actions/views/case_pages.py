"""Showing a page of a case, and acting on it with what was typed kept where it is refused."""

from collections.abc import Callable

from flask import render_template
from flask_wtf import FlaskForm

from handbook.core.errors import Conflict, Invalid, TooMany
from handbook.core.transaction import transaction
from handbook.corrective_actions.cases.models import Case
from handbook.corrective_actions.cases.policy import CaseParties
from handbook.corrective_actions.cases.story import story_of
from handbook.corrective_actions.cases.telling import whereabouts
from handbook.corrective_actions.views.acting import stale_words
from handbook.people.queries import names

Refusal = Invalid | TooMany | Conflict


def case_page(
    template: str, case: Case, parties: CaseParties, form: FlaskForm, refusal: Refusal | None = None, **more: object
) -> str:
    """Show a form of a case with what stands now; after a stale version the form goes on from the newer one.

    `case` and `parties` are those of `working_case`: whoever comes here works on the case.
    """
    stale = stale_words(refusal) if refusal else ""
    version = getattr(form, "row_version", None)
    if version is not None and (stale or version.data is None):
        version.data, version.raw_data = case.row_version, None
    return render_template(
        template,
        case=case,
        subject=names([case.subject_id])[case.subject_id],
        parties=parties,
        story=story_of(case.id),
        zone=zone_of(case),
        form=form,
        stale=stale,
        **more,
    )


def act(form: FlaskForm, do: Callable[[], object]) -> Refusal | None:
    """Act in one transaction; return None where all went well, else the refusal, whose words stand in the form."""
    try:
        with transaction():
            do()
    except Invalid as fault:
        form.form_errors.extend(fault.faults)
        return fault
    except Conflict as stale:
        return stale
    return None


def zone_of(case: Case) -> str:
    """Return the zone in which days and times of a case are read and written."""
    return whereabouts(case).zone
