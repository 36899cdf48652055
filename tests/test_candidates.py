from __future__ import annotations

import pytest

from briefgen.model import UNDATED, Published
from briefgen.partial_date import PartialDate
from briefgen.stories import candidates


@pytest.mark.parametrize(
    ("published", "days"),
    [
        (Published(PartialDate.parse("2023-09-13")), 1),
        (Published(PartialDate.parse("2024-02")), 29),
        (Published(PartialDate.parse("2024")), 366),
    ],
)
def test_span_of_a_date(published: Published, days: int):
    found = candidates.span(published)
    assert found is not None
    assert found[1] - found[0] + 1 == days


def test_undated_is_near_everything():
    assert candidates.span(UNDATED) is None
    assert candidates.apart(None, (1, 2)) == 0


def test_apart_counts_days_between():
    assert candidates.apart((1, 1), (4, 4)) == 3
    assert candidates.apart((4, 4), (1, 1)) == 3
    assert candidates.apart((1, 30), (4, 4)) == 0


def test_sharing_respects_window_and_reaches_the_undated():
    spans = [(1, 1), (2, 2), (9, 9), None]
    found = candidates.sharing([["x"]] * 4, spans, 3)
    assert found == [(0, 1), (0, 3), (1, 3), (2, 3)]


def test_what_everybody_shares_joins_nobody():
    many = candidates.CROWD + 5
    assert set(candidates.sharing([["x"]] * many, [(1, 1)] * many, 3)) < {
        (a, b) for a in range(many) for b in range(a, many) if b > 1
    }
