"""Where a page of a list stands in the whole."""

from typing import Protocol


class _Listing(Protocol):
    @property
    def page(self) -> int: ...
    @property
    def total(self) -> int: ...
    @property
    def size(self) -> int: ...


class Paged:
    """Mixin of lists that are read page by page: `page` from 1, `total` lines on all pages, `size` lines on each."""

    __slots__ = ()

    @property
    def first(self: _Listing) -> int:
        """The number of the first line shown, from 1."""
        return (self.page - 1) * self.size + 1

    @property
    def has_more(self: _Listing) -> bool:
        """Whether another page follows."""
        return self.page * self.size < self.total
