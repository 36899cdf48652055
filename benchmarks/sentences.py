"""F1 of sentence boundaries on Universal Dependencies, beside pysbd and sentencex.

    python benchmarks/sentences.py [EVAL_FOLDER] [--pin]

EVAL_FOLDER holds sentences-dev.jsonl (default ../shared/eval). pysbd and sentencex are measured
where they are installed (`pip install pysbd sentencex`; neither is needed by briefgen).
"""

import json
import sys
from collections import Counter, defaultdict
from importlib import import_module
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parent.parent)]

import floors

from briefgen.language.sentences import split_sentences
from briefgen.language.tags import Language


def by_briefgen(text, language):
    return [text[a:b] for a, b in split_sentences(text, Language(language))]


def splitters():
    """Give the splitters at hand: name → function of text and language."""
    found = {"briefgen": by_briefgen}
    try:
        pysbd = import_module("pysbd")
        found["pysbd"] = lambda text, language: pysbd.Segmenter(language).segment(text)
    except ImportError:
        pass
    try:
        sentencex = import_module("sentencex")
        found["sentencex"] = lambda text, language: list(sentencex.segment(language, text))
    except ImportError:
        pass
    return found


def ends(sentences):
    """Give where sentences end, counted without white space; the last end is given away."""
    at, found = 0, set()
    for sentence in sentences:
        at += len("".join(sentence.split()))
        found.add(at)
    return found - {at}


def measure(folder, splitter):
    """Give precision, recall and F1 for each language (French also by corpus)."""
    counts = defaultdict(Counter)
    with (Path(folder) / "sentences-dev.jsonl").open(encoding="utf-8") as file:
        for row in map(json.loads, file):
            gold = ends(row["sentences"])
            got = ends(splitter(" ".join(row["sentences"]), row["lang"]))
            for name in (row["lang"], row["source"].split("-ud-")[0]):
                counts[name].update(hit=len(gold & got), got=len(got), gold=len(gold))
    return {name: score(one) for name, one in sorted(counts.items())}


def score(count):
    precision, recall = count["hit"] / count["got"], count["hit"] / count["gold"]
    return precision, recall, 2 * precision * recall / (precision + recall)


def main():
    arguments = [one for one in sys.argv[1:] if not one.startswith("--")]
    folder = arguments[0] if arguments else Path(__file__).parents[2] / "shared" / "eval"
    for name, splitter in splitters().items():
        figures = measure(folder, splitter)
        print(f"{name:12} precision  recall      F1")
        for corpus, row in figures.items():
            print(f"  {corpus:12}" + "".join(f"{value:8.4f}" for value in row))
        if name == "briefgen" and "--pin" in sys.argv:
            floors.raise_to("sentences", {f"F1 {k}": row[2] for k, row in figures.items()})


if __name__ == "__main__":
    main()
