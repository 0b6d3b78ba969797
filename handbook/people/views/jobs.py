"""The list of jobs, and the profile that each brings with it."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from handbook.core import clock
from handbook.core.doors import requires
from handbook.people.directory import job_titles, words
from handbook.people.directory.form_places import JobForm, NewJobForm
from handbook.people.directory.job_titles import profile_on
from handbook.people.models import JobTitle
from handbook.people.views.acting_on_people import act, renew
from handbook.people.views.blueprint import blueprint
from handbook.permissions import Permission


@blueprint.get("/people/jobs")
@requires(Permission.PEOPLE_READ)
def show_jobs() -> ResponseReturnValue:
    """List the jobs with the number of people who do them today."""
    return render_template("people/show_jobs.html", jobs=job_titles.jobs(clock.now().date()), words=words)


@blueprint.get("/people/jobs/new")
@requires(Permission.PEOPLE_CHANGE)
def show_new_job() -> ResponseReturnValue:
    """Show the form for a job; its title may stand in the address."""
    form = NewJobForm()
    form.title.data = request.args.get("title", "")[:200]
    return _new(form)


@blueprint.post("/people/jobs")
@requires(Permission.PEOPLE_CHANGE)
def add_job() -> ResponseReturnValue:
    """Put a job on the list."""
    form = NewJobForm()
    form.offer(words.PROFILES)
    return act(
        form,
        lambda _stale: _new(form),
        lambda: job_titles.add_job(form.title.data or "", form.profile.data),
        _("The job is on the list."),
        _to_jobs,
    )


@blueprint.get("/people/jobs/<job_id>")
@requires(Permission.PEOPLE_CHANGE)
def show_job(job_id: str) -> ResponseReturnValue:
    """Show the form with a job."""
    row, today = job_titles.job(job_id), clock.now().date()
    form = JobForm(title=row.title, profile=row.profile)
    form.from_on.data = row.profile_from if row.profile_from and row.profile_from > today else today
    return _job(row, form)


@blueprint.post("/people/jobs/<job_id>")
@requires(Permission.PEOPLE_CHANGE)
def change_job(job_id: str) -> ResponseReturnValue:
    """Change title and profile of a job."""
    job_titles.job(job_id)
    form = JobForm()
    form.offer(words.PROFILES)
    return act(
        form,
        lambda stale: _job(job_titles.job(job_id), form, stale),
        lambda: job_titles.change_job(
            job_id, form.title.data or "", form.profile.data, form.from_on.data, form.row_version.data
        ),
        _("The job is kept."),
        _to_jobs,
    )


def _to_jobs(_result: object) -> str:
    return url_for("people.show_jobs")


def _new(form: NewJobForm) -> str:
    form.offer(words.PROFILES)
    return render_template("people/new_job.html", form=form)


def _job(row: JobTitle, form: JobForm, stale: str = "") -> str:
    form.offer(words.PROFILES)
    renew(form, row.row_version)
    now = profile_on(row, clock.now().date())
    return render_template("people/job.html", job=row, profile_now=now, form=form, stale=stale, words=words)
