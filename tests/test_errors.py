"""Every error says where, what and the remedy, and ends the process with a known code."""

import pytest

import briefgen.errors
from briefgen.errors import BriefgenError


def all_errors(base=BriefgenError):
    return [base, *(one for kind in base.__subclasses__() for one in all_errors(kind))]


@pytest.mark.parametrize("kind", all_errors(), ids=lambda kind: kind.__name__)
def test_every_error_shows_where_what_and_remedy(kind):
    error = kind('published is "31/12", not a date.', where="a.md:3", remedy="Write 2026-12-31.")
    assert str(error) == 'a.md:3: published is "31/12", not a date. Write 2026-12-31.'
    assert (error.where, error.remedy) == ("a.md:3", "Write 2026-12-31.")
    assert error.exit_code in {1, 2}


@pytest.mark.parametrize("kind", all_errors(), ids=lambda kind: kind.__name__)
def test_every_error_has_one_home_and_a_docstring(kind):
    assert kind.__module__ == "briefgen.errors"
    assert kind.__doc__
    assert kind.__name__.endswith("Error")


def test_an_error_may_have_no_place():
    assert str(BriefgenError("It failed.")) == "It failed."


def test_all_subclasses_are_in_errors_py():
    named = {one for one in vars(briefgen.errors).values() if isinstance(one, type)}
    assert set(all_errors()) <= named
