"""Time the choice of sentences and the grouping, and how both grow with the number of articles.

    python benchmarks/story_speed.py [EVAL_FOLDER]

Prints processor seconds per 1,000 articles for 500, 1,500 and 7,500 of them, taken as stretches of
neighbouring days, and the growth from the smallest to the largest (aim: at most 1.2).
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from corpus import summaries
from story_pairs import read_articles

from briefgen.language.tags import Language
from briefgen.stories.group import group

SIZES = (500, 1500, 7500)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=Path("../shared/eval"))
    records = read_articles(parser.parse_args().folder)
    summaries(records[:20])  # libraries load and word lists are read
    spent = []
    for size in SIZES:
        start = time.process_time()
        made = summaries(records[-size:])
        chosen = time.process_time()
        group(made, target=Language("fr"))
        ended = time.process_time()
        choice, grouping = (1000 * s / size for s in (chosen - start, ended - chosen))
        spent.append(choice + grouping)
        print(f"{size:5} articles: per 1,000 {choice:5.1f} s choice, {grouping:5.1f} s grouping")
    print(f"growth from {SIZES[0]} to {SIZES[-1]}: {spent[-1] / spent[0]:.2f}", flush=True)


if __name__ == "__main__":
    main()
