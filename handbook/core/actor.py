"""The person for whom something is done, as every query and operation receives it."""

from dataclasses import dataclass, field

from flask import g, has_request_context

from handbook.permissions import Permission, Role, permissions_of


@dataclass(frozen=True, slots=True)
class Actor:
    """A proven person: policy speaks of people (`employee_id`), sessions of accounts."""

    account_id: str
    employee_id: str
    name: str
    roles: frozenset[Role]
    via: str = "web"
    session_id: str | None = None
    permissions: frozenset[Permission] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "permissions", permissions_of(self.roles))

    def may(self, permission: Permission) -> bool:
        """Tell whether a door with this mark opens for the actor."""
        return permission in self.permissions


def current_actor() -> Actor | None:
    """Return the actor of this request, or None for a visitor who has not signed in."""
    return g.get("actor") if has_request_context() else None
