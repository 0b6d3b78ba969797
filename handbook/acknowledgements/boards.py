"""Reading a board: for any day, how many invited people are in which state, and who; a fixed number of queries."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, FromClause, exists, func, literal, select
from sqlalchemy.orm import aliased

from handbook.acknowledgements import board_facts
from handbook.acknowledgements.as_of import ELSEWHERE, as_of
from handbook.acknowledgements.board_lines import PAGE, Board, BoardFilters, Choices, Line, RoundRow
from handbook.acknowledgements.board_people import Rows, invited, narrowed, zones
from handbook.acknowledgements.board_states import State
from handbook.acknowledgements.models import Invitation, Sending, SigningRound
from handbook.acknowledgements.policy import sees_everybody
from handbook.company.models import Location
from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.people.models import Employee, Placement

REMINDER = "reminder"
NEVER = datetime(1, 1, 1, tzinfo=UTC)  # before every reminder


def board_for(actor: Actor, round_: RoundRow, filters: BoardFilters) -> Board:
    """Return a board as far as the actor may see it (three queries): all for HR and the auditor, else own people."""
    then = as_of(filters.day, zones())
    who = narrowed(invited([round_.id], then, actor), filters.of_all_states(), actor)
    counts = _counts(who)
    return Board(round_, then, filters, counts, lines_of(who, filters))


def counts_for(actor: Actor, round_: RoundRow, filters: BoardFilters) -> dict[State, int]:
    """Return how many people are in which state (two queries)."""
    return _counts(narrowed(invited([round_.id], as_of(filters.day, zones()), actor), filters, actor))


def lines_of(who: FromClause, filters: BoardFilters) -> list[Line]:
    """Return one page of the people (one query)."""
    page = _in_order(_with_state(who, filters), who, filters).limit(PAGE).offset((filters.page - 1) * PAGE)
    return [_line(row) for row in db.session.execute(_details(page.subquery("page")))]


def own_lines(actor: Actor, round_: RoundRow, location_id: str, most: int) -> list[Line]:
    """Return the actor's own people by name, or for those who see everybody the people of a place (two queries)."""
    then, whole = as_of(None, zones()), bool(location_id) and sees_everybody(actor)
    who = invited([round_.id], then, actor, only_own=not whole)
    board = narrowed(who, BoardFilters(location_id=location_id), actor)
    query = _in_order(_with_state(board, BoardFilters()), board, BoardFilters(sort="name")).limit(most)
    return [_line(row) for row in db.session.execute(_details(query.subquery("page")))]


def all_lines(actor: Actor, round_: RoundRow, filters: BoardFilters) -> Iterator[Line]:
    """Yield everybody whom the filters leave, one after another, without ever holding them all."""
    who = narrowed(invited([round_.id], as_of(filters.day, zones()), actor), filters, actor)
    query = _details(_in_order(_with_state(who, filters), who, filters).subquery("page"))
    for row in db.session.execute(query.execution_options(yield_per=500)):
        yield _line(row)


def choices_for(everybody: bool) -> Choices:
    """Return what a board can be narrowed to (two queries, or three for those who see everybody)."""
    places = {
        row.id: row.name for row in db.session.execute(select(Location.id, Location.name).order_by(Location.name))
    }
    jobs = list(db.session.scalars(select(Placement.job).distinct().order_by(Placement.job)))
    if not everybody:
        return Choices(places, jobs, {})
    leads = exists(select(Placement.id).where(Placement.supervisor_id == Employee.id).correlate(Employee))
    leaders = db.session.execute(select(Employee.id, Employee.name).where(leads).order_by(Employee.search))
    return Choices(places, jobs, {row.id: row.name for row in leaders})


def _counts(board: FromClause) -> dict[State, int]:
    query = select(board.c.state, func.count()).group_by(board.c.state)
    return {State(state): count for state, count in db.session.execute(query)}


def _with_state(board: FromClause, filters: BoardFilters) -> Rows:
    query: Rows = select(board)
    return query.where(board.c.state.in_([state.value for state in filters.states])) if filters.states else query


def _in_order(query: Rows, board: FromClause, filters: BoardFilters) -> Rows:
    first: dict[str, ColumnElement[Any]] = {
        "to_do": board_facts.rank_of(board.c.state),
        "name": literal(0),
        "number": board.c.staff_number,
        "reminded": func.coalesce(_reminders(board, func.max(Sending.at)), NEVER),
    }
    key = first.get(filters.sort, first["to_do"]).label("first")
    return query.add_columns(key).order_by(key, board.c.search, board.c.staff_number)


def _details(page: FromClause) -> Rows:
    """Add to the people of a page what only the lines shown need."""
    supervisor, own_day = aliased(Employee), board_facts.own_day_shown(page)
    return (
        select(
            page,
            Employee.name,
            Employee.language,
            Location.name.label("location"),
            Location.zone,
            own_day.label("own_deadline"),
            func.coalesce(own_day, SigningRound.deadline_on).label("due_on"),
            supervisor.name.label("supervisor"),
            board_facts.leave_until(page).label("leave_until"),
            _reminders(page, func.count()).label("reminders"),
            _reminders(page, func.max(Sending.at)).label("reminded_at"),
            board_facts.signed_soon_after_reset(page).label("soon_after_reset"),
        )
        .join(Invitation, Invitation.id == page.c.invitation_id)
        .join(SigningRound, SigningRound.id == page.c.round_id)
        .join(Employee, Employee.id == page.c.employee_id)
        .join(Placement, Placement.id == page.c.placement_id, isouter=True)
        .join(Location, Location.id == Placement.location_id, isouter=True)
        .join(supervisor, supervisor.id == page.c.supervisor_id, isouter=True)
        .order_by(page.c.first, page.c.search, page.c.staff_number)
    )


def _reminders(page: FromClause, what: ColumnElement[Any]) -> ColumnElement[Any]:
    mine = (Sending.invitation_id == page.c.invitation_id, Sending.kind == REMINDER, Sending.at <= page.c.end)
    return select(what).select_from(Sending).where(*mine).correlate(page).scalar_subquery()


def _line(row: Any) -> Line:
    return Line(
        id=row.invitation_id,
        employee_id=row.employee_id,
        staff_number=row.staff_number,
        name=row.name,
        language=row.language,
        job=row.job,
        location=row.location,
        state=State(row.state),
        due_on=row.due_on,
        supervisor=row.supervisor,
        leave_until=row.leave_until,
        reminders=row.reminders,
        reminded_at=row.reminded_at,
        soon_after_reset=bool(row.soon_after_reset),
        has_own_deadline=row.own_deadline is not None,
        day=row.day,
        zone=row.zone or ELSEWHERE,
    )
