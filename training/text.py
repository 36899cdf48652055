"""What is done to text before it becomes tokens: filters, and variants as the web writes them."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Iterable, Iterator

Pair = tuple[str, str]  # source, target

APOSTROPHES, QUOTES = "’‘‛ʼ´`", "“”„‟"
NOTHING = "\u00ad\u200b\u200c\u200d\u2060\ufeff"  # soft hyphen, zero-width characters
DASHES = "‐‑‒―−"
SPACES = "\t\n\v\f\r\u0085\u00a0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)
LETTERS = dict(
    zip(
        "ŒœÆæŁłØøĐđıßÞþÐð",
        ["OE", "oe", "AE", "ae", *"LlOoDdi", "ss", "Th", "th", *"Dd"],
        strict=True,
    )
) | {"⁄": "/", "·": ".", "•": "-", "‹": "«", "›": "»"}
ODD_MARKS = re.compile(r"[*@#]\w")  # Apertium's marks for what it does not know
NUMBER = re.compile(r"\d+")
WORD = re.compile(r"[^\W\d_]+")


def character_rules(keep: str = "") -> dict[str, str]:
    """Give what SentencePiece maps before it splits: NFKC, plain quotes and spaces.

    Baked into the package, so that whoever loads it needs no rules. Characters in `keep` stay.
    """
    rules = {}
    for code in [*range(0x20, 0xD800), *range(0xF900, 0x10000), *range(0x1D400, 0x1D800)]:
        char = chr(code)
        folded = unicodedata.normalize("NFKC", char)
        if folded != char:
            rules[char] = folded
        spread = unicodedata.normalize("NFD", char)
        if spread != char and unicodedata.normalize("NFC", spread) == char:
            rules[spread] = char
    rules |= dict.fromkeys(APOSTROPHES, "'") | dict.fromkeys(QUOTES, '"')
    rules |= dict.fromkeys(NOTHING, "") | dict.fromkeys(DASHES, "-") | dict.fromkeys(SPACES, " ")
    rules |= LETTERS | (bare_letters(keep) if keep else {})
    rules = {char: "".join(rules.get(c, c) for c in folded) for char, folded in rules.items()}
    stay = set(keep) - set(APOSTROPHES + QUOTES)
    return {char: folded for char, folded in rules.items() if char not in stay}


def bare_letters(known: str) -> dict[str, str]:
    """Accented letters the model has no piece for, to their letter without accent (Î to I)."""
    bare = {}
    for code in range(0xC0, 0x250):
        base = unicodedata.normalize("NFD", chr(code))[0]
        if base != chr(code) and chr(code) not in known:
            bare[chr(code)] = base
            bare[unicodedata.normalize("NFD", chr(code))] = base
    return bare


def sane(source: str, target: str, *, least: int = 1, most: int = 60) -> bool:
    """Neither side empty, endless, or much longer than the other; no marks of unknown words."""
    a, b = len(source.split()), len(target.split())
    return (
        least <= a <= most
        and least <= b <= most
        and max(a, b) <= 2 * min(a, b) + 4
        and max(len(source), len(target)) < 500
        and not ODD_MARKS.search(source)
    )


def same_numbers(source: str, target: str) -> bool:
    """Tell whether both sides have the same digits, in any order and grouping."""
    return sorted("".join(NUMBER.findall(source))) == sorted("".join(NUMBER.findall(target)))


def unknown_words(source: str, lexicon: frozenset[str]) -> float:
    """Give the share of lower-case words no real text has: leftovers of rule-based translation."""
    words = [word for word in WORD.findall(source) if word.islower()]
    return sum(word not in lexicon for word in words) / max(1, len(words))


def varied(pair: Pair, rng: random.Random) -> Pair:
    """Now and then: other quotation marks, capitals, no full stop, as in headlines."""
    source, target = pair
    if "«" in source and rng.random() < 0.3:
        source = re.sub(r"«\s*", '"', re.sub(r"\s*»", '"', source))
    elif source.count('"') == 2 and rng.random() < 0.5:
        source = re.sub(r'"(.*)"', r"« \1 »", source)
    if "$" in source and "$" in target and rng.random() < 0.3:
        source, target = source.replace("$", "€"), target.replace("$", "€")
    chance = rng.random()
    if chance < 0.01:
        return source.upper(), target.upper()
    if chance < 0.04 and source.endswith(".") and target.endswith("."):
        return source[:-1].rstrip(), target[:-1]
    return source, target


def joined(
    pairs: Iterable[Pair], rng: random.Random, share: float, most: int = 50
) -> Iterator[Pair]:
    """Neighbouring pairs made one line now and then, so that long lines are nothing new."""
    held: Pair | None = None
    for pair in pairs:
        if held is not None:
            source, target = f"{held[0]} {pair[0]}", f"{held[1]} {pair[1]}"
            if len(source.split()) <= most:
                pair = (source, target)  # noqa: PLW2901 - the joined pair takes its place
            else:
                yield held
            held = None
        if rng.random() < share:
            held = pair
        else:
            yield pair
    if held is not None:
        yield held
