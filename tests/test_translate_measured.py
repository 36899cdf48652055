"""The bundled package is no worse than it was (benchmarks/floors.json)."""

import sys
from pathlib import Path

import pytest

from briefgen.language.tags import Language
from briefgen.packages import choose_route, find_packages

sys.path.append(str(Path(__file__).resolve().parent.parent / "benchmarks"))


@pytest.mark.package
def test_no_figure_of_the_bundled_package_sinks_below_its_floor(shared, tmp_path):
    import floors
    import translation

    folder = shared / "eval"
    french, english = (
        (folder / f"flores-dev.{tag}").read_text("utf-8").splitlines() for tag in ("fr", "en")
    )
    (package,) = choose_route(find_packages([], cache=tmp_path)[0], Language("fr"), Language("en"))
    figures = translation.sample(package, list(zip(french, english, strict=True)))
    wanted = {name: low for name, low in floors.read("translation").items() if name in figures}
    assert {name: figures[name] for name, low in wanted.items() if figures[name] < low} == {}
