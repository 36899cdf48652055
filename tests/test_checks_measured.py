"""The checks keep what they were once measured to be worth (benchmarks/floors.json)."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent.parent / "benchmarks"))


def test_no_figure_of_the_checks_sinks_below_its_floor(shared):
    import checks
    import floors

    figures = checks.pinned(checks.measure(shared))
    assert floors.sunk("checks", figures) == []


def test_no_figure_of_the_denials_in_other_languages_sinks_below_its_floor():
    import floors
    import negation

    assert floors.sunk("negation", negation.measure()) == []
