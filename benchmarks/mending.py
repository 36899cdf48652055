"""Counts how many doubtful sentences another try mends, and what that costs in time.

    python benchmarks/mending.py [--shared ../shared] [--glossary glossary.yml] [--show N]

The seeds are taken whole, sentence by sentence; the news are 500 sentences of as many articles of
../shared/eval. Times stand side by side in one run, on a machine that also does other things.
`--glossary` then measures the 50 terms most frequent in FLORES-dev: how often each stands in the
translation without and with the glossary, and chrF of all 997 lines.
"""

from __future__ import annotations

import argparse
import json
import lzma
import random
import tempfile
import time
from collections import Counter
from pathlib import Path

import sacrebleu

from briefgen.desk import glossary as glossaries
from briefgen.desk.glossary import EMPTY, Glossary
from briefgen.engines.argos import ArgosTranslator
from briefgen.language.sentences import split_sentences
from briefgen.language.tags import Language
from briefgen.model import Sentence
from briefgen.packages import BUNDLED, find_packages
from briefgen.reading.repair import repair
from briefgen.translating.retry import Judge, mend
from briefgen.translating.translate import Decoding, Translator, follow

TERMS = 50
NEWS = 500


def sentences_of(text: str) -> list[str]:
    lines = (line for line in text.splitlines() if len(line) > 60)
    found = (line[a:b] for line in lines for a, b in split_sentences(line, Language("fr")))
    return [repair(one, Language("fr")) for one in found if 40 <= len(one) <= 400]


def read_seeds(shared: Path) -> list[str]:
    files = sorted((shared / "seeds").glob("*.txt"))
    return [one for file in files for one in sentences_of(file.read_text("utf-8-sig"))]


def read_news(shared: Path) -> list[str]:
    chance = random.Random(2026)
    with lzma.open(shared / "eval" / "articles.jsonl.xz", "rt", encoding="utf-8") as lines:
        articles = [json.loads(line)["article"] for line in lines]
    chance.shuffle(articles)
    found = (sentences_of(article) for article in articles)
    return [chance.choice(some[:6]) for some in found if some][:NEWS]


def translate(texts: list[str], route: tuple[Translator, ...]) -> list[Sentence]:
    candidates = follow(route, texts, Language("fr"), Decoding())
    return [
        Sentence(text, 0, len(text), translation=one.text, score=one.score, shown="translation")
        for text, one in zip(texts, candidates, strict=True)
    ]


def measure_mending(name: str, texts: list[str], route: tuple[Translator, ...], show: int) -> None:
    judge = Judge(Language("fr"))
    began = time.perf_counter()
    plain = translate(texts, route)
    translated = time.perf_counter()
    mended = mend(plain, route, judge)
    done = time.perf_counter()
    before = [judge.marks(sentence) for sentence in plain]
    doubtful = sum(map(bool, before))
    left = sum(bool(sentence.marks) for sentence in mended)
    costs = [[judge.judge(one).cost for one in pair] for pair in zip(plain, mended, strict=True)]
    better = sum(after < before - 0.4 for before, after in costs)
    print(f"{name}: {len(texts)} sentences, {doubtful} doubtful")
    print(f"  mended wholly {doubtful - left} ({100 * (doubtful - left) / max(1, doubtful):.0f} %)")
    print(f"  improved {better} ({100 * better / max(1, doubtful):.0f} %)")
    print(f"  time of translation {translated - began:.1f} s, of mending {done - translated:.1f} s")
    for label, groups in (("before", before), ("after", [s.marks for s in mended])):
        counted = Counter(mark.check for marks in groups for mark in marks)
        print(f"  {label}: {', '.join(f'{k} {n}' for k, n in counted.most_common())}")
    changed = [(a, b) for a, b in zip(plain, mended, strict=True) if a.translation != b.translation]
    for a, b in changed[:show]:
        print(f"    {a.original}\n    - {a.translation}\n    + {b.translation}")


def measure_glossary(shared: Path, file: Path, route: tuple[Translator, ...]) -> None:
    terms, problems = glossaries.parse(file.read_text("utf-8"), file.name)
    for problem in problems:
        print(problem)
    french, english = (
        (shared / "eval" / f"flores-dev.{tag}").read_text("utf-8").splitlines()
        for tag in ("fr", "en")
    )
    times = Counter(hit.term for text in french for hit in terms.find(text, Language("fr")))
    chosen = Glossary(tuple(term for term, _ in times.most_common(TERMS)))
    plain = translate(french, route)
    without = mend(plain, route, Judge(Language("fr")))
    with_terms = mend(plain, route, Judge(Language("fr"), glossary=chosen))
    same = mend(plain, route, Judge(Language("fr"), glossary=EMPTY)) == without
    print(f"glossary: {len(chosen.terms)} terms; an empty one changes nothing: {same}")
    print(f"  references agree with {share(chosen, french, english):.1f} % of the hits")
    for label, done in (("plain", plain), ("mended", without), ("with glossary", with_terms)):
        texts = [sentence.translation or "" for sentence in done]
        chrf = sacrebleu.corpus_chrf(texts, [english]).score
        bleu = sacrebleu.corpus_bleu(texts, [english]).score
        placed = share(chosen, french, texts)
        print(f"  {label:14} hits honoured {placed:5.1f} %, chrF {chrf:.2f}, BLEU {bleu:.2f}")
    for one, text in zip(with_terms, french, strict=True):
        lost = glossaries.missing(chosen.find(text, Language("fr")), one.translation or "")
        if lost:
            print(f"    not placed: {', '.join(lost)}: {text}\n      {one.translation}")


def share(terms: Glossary, french: list[str], texts: list[str]) -> float:
    hits = placed = 0
    for source, text in zip(french, texts, strict=True):
        for hit in terms.find(source, Language("fr")):
            hits += 1
            placed += glossaries.is_placed(hit.term, text)
    return 100 * placed / hits


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--glossary", type=Path)
    parser.add_argument("--show", type=int, default=0)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as cache:
        packages, _ = find_packages((BUNDLED,), cache=Path(cache))
        package = next(p for p in packages if p.source == "fr" and p.target == "en")
        translator = ArgosTranslator(
            package.folder, package=package.card().name, source="fr", target="en"
        )
        translator.load()
        print(translator.package)
        route = (translator,)
        if args.glossary:
            measure_glossary(args.shared, args.glossary, route)
        else:
            measure_mending("seeds", read_seeds(args.shared), route, args.show)
            measure_mending("news", read_news(args.shared), route, args.show)


if __name__ == "__main__":
    main()
