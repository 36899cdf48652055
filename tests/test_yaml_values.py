"""YAML values are read as written, and what is wrong is named with its line."""

from datetime import date

import pytest
import yaml

from briefgen import yaml_values


def compose(text):
    return yaml.compose(text, yaml.SafeLoader)


def test_broken_yaml_is_a_problem_with_its_line():
    root, [problem] = yaml_values.parse("a: 1\nb: [", "x.yml")
    assert root is None
    assert str(problem).startswith("x.yml:2: the YAML is broken")
    assert yaml_values.parse("\x00", "x.yml")[1]


def test_entries_keep_what_is_right():
    readers = {
        "name": yaml_values.text,
        "times": yaml_values.whole(1, 3),
        "tags": yaml_values.texts,
    }
    found, problems = yaml_values.entries(
        compose("name: a\ntimes: 9\nnaem: b\ntags: one\nother: [1]\n"), readers, "x.yml"
    )
    assert found == {"name": "a", "tags": ("one",)}
    assert [str(problem) for problem in problems] == [
        "x.yml:2: times is 9, not a whole number from 1 to 3. Write for example 1.",
        "x.yml:3: unknown key naem. Did you mean name?",
        "x.yml:5: unknown key other. Known keys: name, times, tags.",
    ]
    assert yaml_values.entries(compose("just words"), readers, "x.yml")[1]


def test_dates_are_in_the_calendar():
    assert str(yaml_values.date(compose("2024-02-29"), today=date(2024, 3, 1))) == "2024-02-29"
    with pytest.raises(yaml_values.WrongValueError, match="a date"):
        yaml_values.date(compose("2023-02-29"), today=date(2024, 3, 1))
