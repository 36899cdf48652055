"""The choice of sentences stays as good as it was measured to be (benchmarks/floors.json)."""

import json
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent.parent / "benchmarks"))


def test_no_figure_of_the_summaries_sinks_below_its_floor(shared):
    import floors
    import summaries

    lines = (shared / "eval" / "summaries-dev.jsonl").read_text("utf-8").splitlines()
    records = [json.loads(line) for line in lines[: summaries.QUICK]]
    figures = summaries.flat(summaries.score_ranking(summaries.by_us, records))
    assert floors.sunk("summaries, quick", figures) == []
