"""Locations: names without doubles, zones that exist, and the number of people there today."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from handbook.company import operations
from handbook.company.models import Location
from handbook.company.queries import zones
from handbook.core.db import db
from handbook.core.errors import Conflict, Invalid, NotFound
from handbook.core.transaction import transaction
from tests.browser_like import Visitor

pytestmark = pytest.mark.database

SignIn = Callable[[str], Visitor]


def test_a_location_is_added_with_a_clean_name(context: Flask):
    added = add("  Mez\u030caparks\t kiosk ")
    row = db.session.get_one(Location, added)
    assert (row.name, row.zone) == ("Mežaparks kiosk", "Europe/Riga")


@pytest.mark.parametrize("name", ["Banjara Hills", "banjara hills", " Banjara  Hills ", "", " ", "\0", "x" * 201])
def test_a_name_that_is_taken_or_empty_is_refused(context: Flask, name: str):
    with pytest.raises(Invalid, match="Location"):
        add(name)


@pytest.mark.parametrize("zone", ["", "Riga", "Europe/Atlantis", "../etc/passwd", "Etc/GMT+2", "EUROPE/RIGA"])
def test_a_zone_that_does_not_exist_is_refused(context: Flask, zone: str):
    with pytest.raises(Invalid, match="Time zone"):
        add("Kiosk", zone)


@pytest.mark.parametrize("zone", ["Europe/Riga", "Asia/Kolkata", "America/Argentina/Ushuaia", "UTC"])
def test_the_zones_of_the_world_are_known(zone: str):
    assert zone in zones()


def test_a_stale_form_and_a_missing_location_are_refused(context: Flask):
    place = add("Kiosk")
    with transaction():
        operations.change_location(place, "Kiosk 2", "Europe/Riga", 1)
    with pytest.raises(Conflict), transaction():
        operations.change_location(place, "Kiosk 3", "Europe/Riga", 1)
    with pytest.raises(NotFound), transaction():
        operations.change_location("0" * 32, "Kiosk 3", "Europe/Riga", 1)
    with pytest.raises(Invalid, match="already"), transaction():
        operations.change_location(place, "banjara hills", "Europe/Riga", 2)
    assert db.session.scalars(select(Location.name).where(Location.id == place)).one() == "Kiosk 2"


def test_the_pages_list_add_and_change_locations(client_of: SignIn):
    browser, other = client_of("meera"), client_of("inese")
    browser.get("/people/locations/new")
    browser.submit("/people/locations", expect=400, name="Kiosk", zone="Atlantis")
    assert "Time zone: choose one" in browser.words()
    browser.submit("/people/locations", name="Kiosk", zone="Europe/Riga")
    rows = {
        row.xpath("string(./th)").strip(): row.xpath("string(./td[2])").strip()
        for row in browser.tree().xpath("//tbody/tr")
    }
    assert rows == {"Banjara Hills": "8", "Kiosk": "0", "Rīga, Centrs": "2"}
    address = browser.link("Kiosk")
    browser.get(address)
    other.get(address)
    browser.submit("/people/locations/", name="Kiosk by the river")
    other.submit("/people/locations/", expect=409, name="Kiosk by the sea")
    assert "What stands now: “Kiosk by the river”" in other.words()
    assert other.form("/people/locations/").fields["name"] == "Kiosk by the sea"


def test_the_number_of_people_leads_to_them(client_of: SignIn):
    browser = client_of("meera")
    browser.get("/people/locations")
    browser.get(browser.link("2"))
    assert set(browser.tree().xpath("//tbody/tr/th/a/text()")) == {"Ravi Kumar", "Kristīne Bērziņa"}


def test_a_location_that_is_not_there_is_not_found(client_of: SignIn):
    browser = client_of("meera")
    assert browser.get("/people/locations/" + "0" * 32).status_code == 404
    assert "There is no such location." in browser.words()


def add(name: str, zone: str = "Europe/Riga") -> str:
    with transaction():
        return operations.add_location(name, zone)
