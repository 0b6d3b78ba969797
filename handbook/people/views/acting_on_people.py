"""What the pages that change a person share: check the form, act in one transaction, lose nothing that was typed."""

from collections.abc import Callable

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from handbook.core.errors import Conflict, Invalid
from handbook.core.transaction import transaction

Again = Callable[[str], str]


def act(
    form: FlaskForm, again: Again, deed: Callable[[], object], done: str, onward: Callable[[object], str]
) -> ResponseReturnValue:
    """Do the deed and go on to `onward(its result)`, saying `done`.

    `again(stale)` renders the page once more: 400 where the form or the deed finds a fault, 409 where somebody else
    was faster; `stale` then says so.
    """
    if not form.validate_on_submit():
        return again(""), 400
    try:
        with transaction():
            result = deed()
    except Invalid as fault:
        form.form_errors.extend(fault.faults)
        return again(""), 400
    except Conflict as stale:
        return again(str(stale)), 409
    flash(done, "good")
    return redirect(onward(result))


def to_person(employee_id: str) -> Callable[[object], str]:
    """Return the way back to the page of a person."""
    return lambda _result: url_for("people.show_person", employee_id=employee_id)


def renew(form: FlaskForm, row_version: int) -> None:
    """Let the form stand for what the reader sees now."""
    form.row_version.data, form.row_version.raw_data = row_version, None
