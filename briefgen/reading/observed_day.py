"""Today, as a day that notes whether anything hung on it.

A text is understood in the light of the day: nothing is published later. Nearly always every date
of it lies before, and what was found holds on all later days. This day is compared like any other
and remembers when a comparison could come out otherwise on a later one.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

Ground = Literal["nothing", "year", "day"]


class ObservedDay(date):
    """A day that notes in `hung` what of it decided something: nothing, its year, or all of it."""

    hung: Ground = "nothing"

    @classmethod
    def of(cls, day: date) -> ObservedDay:
        """Observe a day."""
        return cls(day.year, day.month, day.day)

    @property
    def plain(self) -> date:
        """The day, unobserved."""
        return date(date.year.__get__(self), date.month.__get__(self), date.day.__get__(self))

    def _note(self) -> date:
        self.hung = "day"
        return self.plain

    def _is_later_than(self, other: object, *, or_same: bool) -> bool:
        """Compare; once today is later than a day it stays so, anything else may change."""
        if not isinstance(other, date):
            raise TypeError(f"a day cannot be compared with {other!r}")
        later = self.plain >= other if or_same else self.plain > other
        if not later:
            self.hung = "day"
        return later

    def __gt__(self, other: object) -> bool:
        return self._is_later_than(other, or_same=False)

    def __ge__(self, other: object) -> bool:
        return self._is_later_than(other, or_same=True)

    def __lt__(self, other: object) -> bool:
        return not self._is_later_than(other, or_same=True)

    def __le__(self, other: object) -> bool:
        return not self._is_later_than(other, or_same=False)

    @property
    def year(self) -> int:
        """The year: what hangs on it holds until the next."""
        if self.hung == "nothing":
            self.hung = "year"
        return self.plain.year

    @property
    def month(self) -> int:
        """The month."""
        return self._note().month

    @property
    def day(self) -> int:
        """The day of the month."""
        return self._note().day

    def __eq__(self, other: object) -> bool:
        return self._note() == other

    def __ne__(self, other: object) -> bool:
        return self._note() != other

    def __hash__(self) -> int:
        return hash(self._note())


def _observed(name: str) -> Any:  # noqa: ANN401  # any method of a day
    def method(self: ObservedDay, *given: object) -> Any:  # noqa: ANN401  # as the method's
        return getattr(self._note(), name)(*given)

    method.__name__ = name
    method.__doc__ = f"As `date.{name}`; the day decides."
    return method


UNOBSERVED = frozenset(  # what makes other days, or says nothing of this one
    {"fromisocalendar", "fromisoformat", "fromordinal", "fromtimestamp", "today", "min", "max"}
    | {"resolution", "strptime"}
)
_PLAIN = {name for name in vars(date) if not name.startswith("_")} - UNOBSERVED - {"year"}
for _name in (*_PLAIN - {"month", "day"}, "__add__", "__radd__", "__sub__", "__rsub__"):
    setattr(ObservedDay, _name, _observed(_name))
for _name in ("__str__", "__repr__", "__format__"):
    setattr(ObservedDay, _name, _observed(_name))
