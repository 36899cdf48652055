"""Pages stay as light as they were measured to be (benchmarks/floors.json)."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent.parent / "benchmarks"))


def test_no_page_outgrows_its_budget(tmp_path):
    import floors
    import weight

    left = weight.left(weight.measure(weight.build(tmp_path)))
    assert floors.read("weight").keys() == left.keys()
    assert floors.sunk("weight", left) == []
