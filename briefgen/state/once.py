"""Which pages were ever published, as the ledger says: their addresses go on to lead somewhere."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from briefgen.model import LedgerEntry
from briefgen.partial_date import PartialDate
from briefgen.state.ledger import current
from briefgen.urls import briefing_path

_PATH = re.compile(r"[a-z]{1,20}/[a-z0-9-]{1,80}/")


def published(ledger: Sequence[LedgerEntry]) -> frozenset[str]:
    """Give the paths of all pages that the ledger knows, those of days and subjects."""
    told = {path for entry in ledger for path in entry.pages.split() if _PATH.fullmatch(path)}
    return frozenset(told.union(*({*_days(day)} for day in {entry.published for entry in ledger})))


def _days(written: str | None) -> Iterable[str]:
    """Give the pages an article of a date stood on: of the day, its month and its year."""
    if not written:
        return [briefing_path(None)]
    date = PartialDate.parse(written)
    wider = (date.of_month if date.month else None, date.of_year)
    return [briefing_path(one) for one in {date, *filter(None, wider)}]


def recorded(
    new: Sequence[LedgerEntry],
    known: Sequence[LedgerEntry],
    pages: Collection[str],
    *,
    ids: Collection[str],
) -> tuple[LedgerEntry, ...]:
    """Give the lines to append with the pages that no line knows, spread over them.

    Where there is nothing else to append, one line of the published `ids` says it.
    """
    untold = sorted(set(pages) - published(known))
    lines = [*new]
    if untold and not lines:
        last = current(known)
        lines = [replace(last[one], pages="") for one in sorted({*ids} & {*last})[:1]]
    return tuple(
        replace(entry, pages=" ".join(untold[i :: len(lines)])) for i, entry in enumerate(lines)
    )
