"""The list of locations with their time zones."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from handbook.company import operations as company
from handbook.company.models import Location
from handbook.company.queries import country_names, location, locations, zones
from handbook.core import clock
from handbook.core.doors import requires
from handbook.people.directory.form_places import LocationForm, NewLocationForm
from handbook.people.queries import count_by_location
from handbook.people.views.acting_on_people import act, renew
from handbook.people.views.blueprint import blueprint
from handbook.permissions import Permission


@blueprint.get("/people/locations")
@requires(Permission.PEOPLE_READ)
def show_locations() -> ResponseReturnValue:
    """List the locations with the number of people who work there today."""
    counts = count_by_location(clock.now().date())
    return render_template("company/show_locations.html", locations=locations(), counts=counts)


@blueprint.get("/people/locations/new")
@requires(Permission.PEOPLE_CHANGE)
def show_new_location() -> ResponseReturnValue:
    """Show the form for a location."""
    return _new(NewLocationForm())


@blueprint.post("/people/locations")
@requires(Permission.PEOPLE_CHANGE)
def add_location() -> ResponseReturnValue:
    """Add a location."""
    form = NewLocationForm()
    form.offer(country_names())
    return act(
        form,
        lambda _stale: _new(form),
        lambda: company.add_location(form.name.data or "", form.zone.data or "", form.country.data or ""),
        _("The location is on the list."),
        _to_locations,
    )


@blueprint.get("/people/locations/<location_id>")
@requires(Permission.PEOPLE_CHANGE)
def show_location(location_id: str) -> ResponseReturnValue:
    """Show the form with a location."""
    row = location(location_id)
    return _location(row, LocationForm(name=row.name, zone=row.zone, country=row.country))


@blueprint.post("/people/locations/<location_id>")
@requires(Permission.PEOPLE_CHANGE)
def change_location(location_id: str) -> ResponseReturnValue:
    """Change name, time zone and country of a location."""
    location(location_id)
    form = LocationForm()
    form.offer(country_names())
    return act(
        form,
        lambda stale: _location(location(location_id), form, stale),
        lambda: company.change_location(
            location_id, form.name.data or "", form.zone.data or "", form.row_version.data, form.country.data or ""
        ),
        _("The location is kept."),
        _to_locations,
    )


def _to_locations(_result: object) -> str:
    return url_for("people.show_locations")


def _new(form: NewLocationForm) -> str:
    form.offer(country_names())
    return render_template("company/new_location.html", form=form, zones=zones())


def _location(row: Location, form: LocationForm, stale: str = "") -> str:
    form.offer(country_names())
    renew(form, row.row_version)
    return render_template("company/location.html", location=row, form=form, stale=stale, zones=zones())
