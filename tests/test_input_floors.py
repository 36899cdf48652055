"""Reading messy news stays as good as it was measured to be (benchmarks/floors.json)."""

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).resolve().parent.parent / "benchmarks"))


def test_no_figure_of_the_sentences_sinks_below_its_floor(shared):
    import floors
    import sentences

    figures = sentences.measure(shared / "eval", sentences.by_briefgen)
    assert floors.sunk("sentences", {f"F1 {name}": row[2] for name, row in figures.items()}) == []


@pytest.mark.long
def test_no_figure_of_the_splitting_sinks_below_its_floor(shared):
    import floors
    import splitting

    figures = splitting.flat(*splitting.measure(shared / "eval", count=splitting.QUICK))
    assert floors.sunk("splitting, quick", figures) == []


def test_no_figure_of_the_pages_sinks_below_its_floor(shared):
    import floors
    import pages

    figures = pages.flat(*pages.measure(shared / "eval", pages=pages.QUICK, articles=200))
    assert floors.sunk("pages, quick", figures) == []


def test_hardly_any_prose_is_taken_for_furniture_and_no_furniture_for_prose(shared):
    import furniture

    read, lost, let_in = furniture.measure(shared / "eval", every=20)
    assert read > 4_000
    assert len(lost) <= 1, lost
    assert let_in == []


@pytest.mark.long
def test_of_all_prose_at_most_three_sentences_are_taken_for_furniture(shared):
    import furniture

    read, lost, _ = furniture.measure(shared / "eval")
    assert read > 80_000
    assert len(lost) <= 3, lost
