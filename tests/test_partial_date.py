from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen import partial_date
from briefgen.partial_date import PartialDate, example

YEAR, MONTH, DAY = PartialDate(2024), PartialDate(2024, 2), PartialDate(2024, 2, 29)


@pytest.mark.parametrize(
    ("when", "iso", "precision", "words", "span"),
    [
        (DAY, "2024-02-29", "day", ("29 February 2024", "Thursday 29 February 2024", "29 Feb"),
         (date(2024, 2, 29), date(2024, 2, 29))),
        (MONTH, "2024-02", "month", ("February 2024", "February 2024", "Feb"),
         (date(2024, 2, 1), date(2024, 2, 29))),
        (YEAR, "2024", "year", ("2024", "2024", "2024"), (date(2024, 1, 1), date(2024, 12, 31))),
    ],
)  # fmt: skip
def test_a_date_is_said_as_exactly_as_it_is_known(when, iso, precision, words, span):
    assert (str(when), when.precision) == (iso, precision)
    assert (when.words, when.long_words, when.short_words) == words
    assert (when.first, when.last) == span
    assert PartialDate.parse(iso) == when


def test_an_unknown_date_is_undated():
    assert partial_date.words(None) == "undated"
    assert partial_date.words(MONTH) == "February 2024"


def test_what_holds_what():
    assert YEAR.holds(MONTH)
    assert YEAR.holds(DAY)
    assert MONTH.holds(DAY)
    assert not MONTH.holds(YEAR)
    assert not MONTH.holds(PartialDate(2024, 3, 1))
    assert (DAY.of_month, DAY.of_year, YEAR.of_month) == (MONTH, YEAR, None)


@pytest.mark.parametrize(
    "wrong", ["", "24", "2024-13", "2024-02-30", "2024-2-9", "2024-02-29T10:00", "٢٠٢٤", "2024-02-"]
)
def test_what_is_no_date_is_refused(wrong):
    with pytest.raises(ValueError, match=r"date|month|day"):
        PartialDate.parse(wrong)


def test_nothing_is_published_tomorrow_or_before_newspapers():
    with pytest.raises(ValueError, match="future"):
        PartialDate(2099).check(date(2026, 1, 1))
    with pytest.raises(ValueError, match="newspaper"):
        PartialDate(1400).check(date(2026, 1, 1))
    PartialDate(2026).check(date(2026, 1, 1))


@given(st.dates(), st.dates(), st.integers(0, 2), st.integers(0, 2))
def test_the_order_is_that_of_the_written_form(one, other, cut, other_cut):
    parts = [
        PartialDate(*(d.year, d.month, d.day)[: 3 - c]) for d, c in ((one, cut), (other, other_cut))
    ]
    assert (parts[0] < parts[1]) == (str(parts[0]) < str(parts[1]))


@pytest.mark.parametrize(
    ("seen", "meant"),
    [
        ("31/12/2023", "2023-12-31"),
        ("12/31/2023", "2023-12-31"),
        ("31.12.23", "2023-12-31"),
        ("3/4/2024", "2024-04-03 or 2024-03-04"),
        ("4/4/2024", "2024-04-04"),
        ("2023/9/5", "2023-09-05 or 2023-05-09"),
        ("2023/31/12", "2023-12-31"),
        ("9/2023", "2023-09"),
        ("2023.09", "2023-09"),
        ("20230913", "2023-09-13"),
        ("31/12", "2025-12-31"),  # the last one that there was
        ("19/11", "2026-11-19"),
        ("2023-02-30", "2026-11-20"),
        ("2031-01-01", "2026-11-20"),
        ("5 mai 2023", "2026-11-20"),
        ("mai", "2026-11-20"),
        ("", "2026-11-20"),
        ("1 2 3 4 5", "2026-11-20"),
        ("99999999999999999999", "2026-11-20"),
        ("٣١/١٢/٢٠٢٣", "2026-11-20"),
    ],
)
def test_an_example_has_the_shape_of_what_was_written(seen, meant):
    assert example(seen, date(2026, 11, 20)) == meant


@given(st.text(alphabet="0123456789/.- a", max_size=14))
def test_every_example_can_be_read(seen):
    for one in example(seen, date(2026, 11, 20)).split(" or "):
        PartialDate.parse(one).check(date(2026, 11, 20))
