"""Measure near-duplicates and stories on the labelled pairs of story_pairs.tsv.

    python benchmarks/stories.py [EVAL_FOLDER] [--half even|odd] [--show]

All 7,500 articles are summarised and grouped in one run; a pair counts as duplicate when one is
"also in" the other, and as one event when both have one story id. Beside it: plain TF-IDF cosine
on the whole text at the threshold that is best on the even half.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

from corpus import summaries
from story_pairs import Record, cosine, full_text, read_articles, tfidf

from briefgen.language.tags import Language
from briefgen.stories.group import group

LABELS = Path(__file__).parent / "story_pairs.tsv"
Label = tuple[str, str, str, str]


def read_labels(half: str) -> list[Label]:
    lines = LABELS.read_text("utf-8").splitlines()
    found = [tuple(line.split("\t")) for line in lines if not line.startswith("#")]
    return found[0 if half == "even" else 1 :: 2]  # type: ignore[return-value]


def f1(said: Sequence[bool], true: Sequence[bool]) -> tuple[float, float, float]:
    both = sum(s and t for s, t in zip(said, true, strict=True))
    precision, recall = both / max(1, sum(said)), both / max(1, sum(true))
    return 2 * both / max(1, sum(said) + sum(true)), precision, recall


def grouped(records: Sequence[Record]) -> tuple[dict[str, str], dict[str, str]]:
    """Give each article's story, and the article it is shown under."""
    story, shown = {}, {}
    for briefing in group(summaries(records), target=Language("fr")):
        for told in briefing.stories:
            for summary in told.summaries:
                for ident in (summary.article.id, *(d.id for d in summary.duplicates)):
                    story[ident], shown[ident] = told.id, summary.article.id
    return story, shown


def report(
    name: str, labels: Sequence[Label], truth: Callable[[str], bool], said: Sequence[bool]
) -> None:
    score, precision, recall = f1(said, [truth(label) for _, _, label, _ in labels])
    print(f"{name:38} F1 {score:.3f}  precision {precision:.3f}  recall {recall:.3f}", flush=True)


def is_duplicate(label: str) -> bool:
    return label == "duplicate"


def is_same(label: str) -> bool:
    return label in {"duplicate", "same"}


def baseline(records: Sequence[Record], half: str) -> None:
    vectors = dict(
        zip((r["id"] for r in records), tfidf([full_text(r) for r in records]), strict=True)
    )
    alike = {
        kind: [cosine(vectors[a], vectors[b]) for a, b, *_ in read_labels(kind)]
        for kind in ("even", "odd")
    }
    for name, truth in (("duplicates", is_duplicate), ("same event", is_same)):
        true = [truth(label) for _, _, label, _ in read_labels("even")]
        best = max(
            (f1([value >= t / 100 for value in alike["even"]], true)[0], -t) for t in range(5, 99)
        )
        said = [value >= -best[1] / 100 for value in alike[half]]
        report(f"TF-IDF cosine >= {-best[1] / 100:.2f}, {name}", read_labels(half), truth, said)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=Path("../shared/eval"))
    parser.add_argument("--half", choices=("even", "odd"), default="odd")
    parser.add_argument("--show", action="store_true")
    chosen = parser.parse_args()
    records = read_articles(chosen.folder)
    labels = read_labels(chosen.half)
    print(f"{len(labels)} pairs, the {chosen.half} half; {len(records)} articles grouped")
    baseline(records, chosen.half)
    story, shown = grouped(records)
    copies = [shown[a] == shown[b] for a, b, *_ in labels]
    events = [story[a] == story[b] for a, b, *_ in labels]
    report("briefgen, duplicates", labels, is_duplicate, copies)
    report("briefgen, same event", labels, is_same, events)
    sizes = sorted(map(list(story.values()).count, set(story.values())), reverse=True)
    print(f"{len(sizes)} stories; the largest: {sizes[:12]}")
    if chosen.show:
        for (a, b, label, event), copy, same in zip(labels, copies, events, strict=True):
            if (copy, same) != (is_duplicate(label), is_same(label)):
                print(a, b, label, f"copy={copy} same={same}", event, sep="\t")


if __name__ == "__main__":
    main()
