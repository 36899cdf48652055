"""Makes the word lists the checks of `briefgen/verify` use, from the corpora a package is made of.

    python training/lexicon.py ../shared/corpora briefgen/translating/checks

Writes `words-en.txt`, the English words seen often enough in small letters; `vocabulary-en.txt`,
all other words seen in English, rare ones and names; `words-fr.txt`, the French words usually
written small; `lexicon-fr-en.txt`, for French words the English words that
stand where they stand. Only words and pairings of words are kept, no sentence. Origins with
non-commercial or unclear terms are left out.
"""

import lzma
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

LEFT_OUT = {"multi30k", "gigafren", "opus100"}
CAPPED = {"canlaw": 120_000, "canstat": 20_000, "debian": 30_000}  # pairs; they are repetitive
WORD = re.compile(r"[^\W\d_]+")
SMALL_SHARE = 0.25  # of a word's uses; below it is a name that is sometimes written small …
SMALL_TIMES = 40  # … unless it is written small so often: king, north
ENGLISH_AT_LEAST = 3  # times in small letters
FRENCH_AT_LEAST = 12  # times in the pairs
PAIRS_AT_LEAST = 6  # times two words share a pair
BEST = 4  # English words kept per French one
SEEN, NAMED = 2, 3  # times a word must be seen small, or at all, to be one: fewer are misprints
FRENCH_SMALL = 5  # times in small letters
SHORTEST = 3  # letters of a word of the vocabulary
STEM = 6  # letters; endings are not the lexicon's business


def stem(word: str) -> str:
    """Give the part of a word the lexicon knows."""
    return word[:STEM]


def read(file: Path) -> Iterator[list[str]]:
    """Give the columns of each line."""
    with lzma.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield line.rstrip("\n").split("\t")


def read_pairs(folder: Path) -> Iterator[tuple[str, str]]:
    """Give the sentence pairs whose terms allow it."""
    seen = Counter()
    for name in ("fr-en.tsv.xz", "news-fr-en.tsv.xz"):
        for origin, french, english in read(folder / name):
            seen[origin] += 1
            if origin not in LEFT_OUT and seen[origin] <= CAPPED.get(origin, 10**9):
                yield french, english


def english_words(folder: Path) -> list[str]:
    """Give the words of the news and the pairs that are usually written small."""
    small, all_ = Counter(), Counter()
    for _, text in read(folder / "news-en.tsv.xz"):
        for word in WORD.findall(text):
            all_[word.lower()] += 1
            small[word] += word.islower()
    for _, text in read_pairs(folder):
        for word in WORD.findall(text):
            all_[word.lower()] += 1
            small[word] += word.islower()
    return sorted(
        word
        for word, times in small.items()
        if word.isascii()
        and times >= ENGLISH_AT_LEAST
        and (times >= SMALL_TIMES or times >= SMALL_SHARE * all_[word])
    )


def english_text(folder: Path) -> Iterator[str]:
    """Give every English sentence."""
    yield from (text for _, text in read(folder / "news-en.tsv.xz"))
    yield from (english for _, english in read_pairs(folder))
    yield from (row[-1] for row in read(folder / "europarl-fr-en.tsv.xz"))


def vocabulary(folder: Path) -> set[str]:
    """Give, casefolded, every word seen in English or named by a dictionary, rare ones included."""
    small, all_ = Counter(), Counter()
    for text in english_text(folder):
        words = WORD.findall(text)
        all_.update(word.casefold() for word in words)
        small.update(word for word in words if word.islower())
    known = {word for word, times in small.items() if times >= SEEN}
    known |= {word for word, times in all_.items() if times >= NAMED}
    for name in ("words-fr-en.tsv.xz", "names-fr-en.tsv.xz"):
        for row in read(folder / name):
            known.update(word.casefold() for word in WORD.findall(row[-1]))
    return {word for word in known if len(word) >= SHORTEST}


def french_words(folder: Path) -> list[str]:
    """Give the French words usually written small."""
    small, all_ = Counter(), Counter()
    texts = [row[0] for row in read(folder / "news-fr.txt.xz")]
    texts += [french for french, _ in read_pairs(folder)]
    for text in texts:
        words = WORD.findall(text)
        all_.update(word.casefold() for word in words)
        small.update(word for word in words if word.islower())
    return sorted(
        word
        for word, times in small.items()
        if times >= max(FRENCH_SMALL, SMALL_SHARE * all_[word]) and len(word) > SHORTEST
    )


def pair_words(folder: Path) -> dict[str, list[str]]:
    """Pair stems by Dice coefficient: 2 × together / (one + other)."""
    french_times, english_times = Counter(), Counter()
    together: dict[str, Counter[str]] = defaultdict(Counter)
    for french, english in read_pairs(folder):
        left = {stem(w.lower()) for w in WORD.findall(french) if len(w) > 3}
        right = {stem(w.lower()) for w in WORD.findall(english) if len(w) > 2}
        if len(left) > 40 or len(right) > 40:
            continue
        french_times.update(left)
        english_times.update(right)
        for word in left:
            together[word].update(right)
    lexicon = {}
    for word, times in french_times.items():
        if times < FRENCH_AT_LEAST:
            continue
        dice = {
            other: 2 * both / (times + english_times[other])
            for other, both in together[word].items()
            if both >= PAIRS_AT_LEAST
        }
        best = sorted(dice, key=lambda other: (-dice[other], other))[:BEST]
        lexicon[word] = [one for one in best if dice[one] >= 0.25 * dice[best[0]] > 0.005]
    return {word: found for word, found in sorted(lexicon.items()) if found}


def write(file: Path, words: list[str]) -> None:
    """Write one word a line."""
    file.write_text("\n".join(words) + "\n", "utf-8")


def main() -> None:
    """Write the lists."""
    corpora, target = Path(sys.argv[1]), Path(sys.argv[2])
    words = english_words(corpora)
    write(target / "words-en.txt", words)
    known = vocabulary(corpora)
    write(target / "vocabulary-en.txt", sorted(known - set(words)))
    write(target / "words-fr.txt", french_words(corpora))
    lexicon = pair_words(corpora)
    lines = (f"{word} {' '.join(found)}" for word, found in lexicon.items())
    (target / "lexicon-fr-en.txt").write_text("\n".join(lines) + "\n", "utf-8")
    print(f"{len(words)} English words, {len(lexicon)} French stems")


if __name__ == "__main__":
    main()
