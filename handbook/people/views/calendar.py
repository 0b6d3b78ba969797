"""The calendars of the locations: on which days people work, which days are closed."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_wtf import FlaskForm

from handbook.company import operations as company
from handbook.company import queries
from handbook.company.calendars import DAY, calendar_of
from handbook.core import clock
from handbook.core.doors import requires
from handbook.core.edge import acting
from handbook.core.errors import Invalid
from handbook.core.transaction import transaction
from handbook.people.forms_calendar import WEEKDAYS, CalendarForm, ClosedDayForm, HolidayFileForm, WeekForm
from handbook.people.identity import reader_zone
from handbook.people.views.blueprint import blueprint
from handbook.permissions import Permission

_FORMS: dict[str, type[FlaskForm]] = {"week": WeekForm, "closed": ClosedDayForm, "file": HolidayFileForm}


@blueprint.get("/settings/calendar")
@requires(Permission.CALENDAR_CHANGE)
def show_calendar() -> ResponseReturnValue:
    """Show the calendar of every location, or of one of them."""
    return _calendar()


@blueprint.post("/settings/calendar/<location_id>/week")
@requires(Permission.CALENDAR_CHANGE)
def change_week(location_id: str) -> ResponseReturnValue:
    """Let a location work on other days of the week from a day on."""
    form, actor = WeekForm(prefix="week"), acting()
    queries.location(location_id)
    if not form.validate_on_submit():
        return _calendar(form, location_id), 400
    try:
        with transaction():
            company.change_week(actor.name, location_id, form.first_day, form.weekdays.data)
    except Invalid as fault:
        form.form_errors.extend(fault.faults)
        return _calendar(form, location_id), 400
    flash(_("The working days are kept. Dates that were promised before stay as they are."), "good")
    return redirect(url_for("people.show_calendar", location=location_id))


@blueprint.post("/settings/calendar/closed")
@requires(Permission.CALENDAR_CHANGE)
def close_day() -> ResponseReturnValue:
    """Put a closed day on the calendar."""
    form, actor = ClosedDayForm(prefix="closed"), acting()
    form.offer(queries.locations())
    if not form.validate_on_submit():
        return _calendar(form), 400
    place = form.location_id.data or None
    with transaction():
        new = company.close_days(actor.name, place, [company.Holiday(form.day.data, form.name.data)])
    flash(_("The day is on the calendar.") if new else _("That day is on the calendar already."), "good")
    return redirect(url_for("people.show_calendar", location=place))


@blueprint.post("/settings/calendar/file")
@requires(Permission.CALENDAR_CHANGE)
def bring_holidays() -> ResponseReturnValue:
    """Put the days of a calendar file on the calendar."""
    form, actor = HolidayFileForm(prefix="file"), acting()
    form.offer(queries.locations())
    if not form.validate_on_submit():
        return _calendar(form), 400
    place, data = form.location_id.data or None, form.file.data.read()
    try:
        with transaction():
            new = company.bring_holidays(actor.name, place, data)
    except Invalid as fault:
        form.form_errors.extend(fault.faults)
        return _calendar(form), 400
    flash(ngettext("%(num)s day is new on the calendar.", "%(num)s days are new on the calendar.", new), "good")
    return redirect(url_for("people.show_calendar", location=place))


@blueprint.post("/settings/calendar/closed/<day_id>/remove")
@requires(Permission.CALENDAR_CHANGE)
def open_again(day_id: str) -> ResponseReturnValue:
    """Take a closed day off the calendar."""
    with transaction():
        company.open_again(acting().name, day_id)
    flash(_("The day is off the calendar. Dates that were promised before stay as they are."), "good")
    return redirect(url_for("people.show_calendar"))


def _calendar(sent: FlaskForm | None = None, location_id: str | None = None) -> str:
    """Show the page, with a form that was refused in its place."""
    locations, asked = queries.locations(), CalendarForm(request.args)
    asked.offer(locations)
    chosen, page = asked.asked()
    chosen = location_id or chosen
    place = next((one for one in locations if one.id == chosen), None)
    today = clock.today(place.zone if place else reader_zone())
    forms = {name: form(None, prefix=name) for name, form in _FORMS.items()}
    forms["week"].from_on.data = today + DAY
    forms["week"].weekdays.data = [int(digit) for digit in calendar_of(chosen).weekdays_on(today)]
    for name in ("closed", "file"):
        forms[name].location_id.data = chosen or ""
    if sent is not None:
        forms[sent._prefix.rstrip("-")] = sent
    for name in ("closed", "file"):
        forms[name].offer(locations)
    days, has_more = queries.closed_days(chosen, today - 31 * DAY, page)
    return render_template(
        "company/show_calendar.html",
        asked=asked,
        place=place,
        forms=forms,
        days=days,
        page=page,
        has_more=has_more,
        weeks=queries.weeks_of(place.id) if place else [],
        weekdays=WEEKDAYS,
        locations={one.id: one.name for one in locations},
    )
