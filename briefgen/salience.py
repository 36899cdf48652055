"""What a sentence looks like beside the others of its article, in numbers that fit any language.

Features are read off words, signs and places; what is special to a language (weekdays, pronouns)
comes from its word lists. `salience.tsv` says what each is worth (training/fit_salience.py).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from briefgen import languages, terms
from briefgen.sentences import words
from briefgen.terms import Spoken, Terms

STEM = 6  # letters; endings differ, beginnings hardly do, in languages with an alphabet
_QUOTED = re.compile(r"«[^»]*»?|“[^”]*”?|„[^“”]*[“”]?|\"[^\"]*\"?|「[^」]*」?")
_NAME = re.compile(r"(?<=[\w,;’'] )[^\W\d_a-zà-ÿ][\w’'-]+")
_FULL_NAME = re.compile(r"[^\W\d_a-zà-ÿ][\w-]+ [^\W\d_a-zà-ÿ][\w-]+")
_NUMBER = re.compile(r"\d+")
_WORD = re.compile(r"\w+")
_ACRONYM = re.compile(r"\b[A-Z]{2,}\b")

Row = dict[str, float]


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence with its words counted once."""

    text: str
    length: int  # words
    content: tuple[str, ...]  # stems of the words that mean something, in order
    stems: frozenset[str]
    leaning: bool  # begins with a pronoun or connective that points back
    timed: bool  # names a weekday or month
    attributed: bool  # says who said it
    spoken: Spoken


@dataclass(frozen=True, slots=True)
class _Lists:
    """The parts of a language's word lists that matter here, ready for look-up."""

    stop: frozenset[str]
    continuing: frozenset[str]
    times: frozenset[str]
    said: frozenset[str]


@cache
def _lists(language: str) -> _Lists:
    lists = languages.load(language)
    said = frozenset(word for phrase in lists.attribution for word in phrase.split())
    times = frozenset(lists.weekdays) | frozenset(lists.months)
    return _Lists(lists.stop_words, lists.continuing, times, said)


def read(text: str, language: str) -> Reading:
    """Take a sentence apart."""
    found = words(text, language)
    lists = _lists(language)
    meant = (w for w in found if w not in lists.stop and (len(w) > 1 or not w.isascii()))
    content = tuple(word[:STEM] for word in meant)
    return Reading(
        text,
        len(found),
        content,
        frozenset(content),
        leans(found, lists.continuing, lists.stop),
        not lists.times.isdisjoint(found),
        not lists.said.isdisjoint(found),
        terms.speak(found, _capital(text, language), lists.stop),
    )


def _capital(text: str, language: str) -> list[str]:
    """Give the words with a capital that do not open the text."""
    found = (match.group() for match in _WORD.finditer(text) if match.start() > 1)
    return [word for name in found if name[0].isupper() for word in words(name, language)]


def leans(found: Sequence[str], continuing: frozenset[str], stop: frozenset[str]) -> bool:
    """Tell whether words begin like "Il …", "Mais …" or "Pour sa part …"."""
    if not found:
        return False
    indirect = len(found) > 1 and found[0] in stop and found[1] in continuing
    return found[0] in continuing or indirect


def repeats(sentence: Reading, said: Reading) -> float:
    """Give the share of a sentence's content that another one has said."""
    return len(sentence.stems & said.stems) / max(1, len(sentence.stems))


def describe(
    sentences: Sequence[Reading], title: Reading, central: Sequence[float], known: Terms
) -> list[Row]:
    """Describe each sentence; `central` are a summariser's scores, stretched to 0 to 1."""
    expected = _expected(sentences, known)
    theme = _themes(sentences)
    wide = _width(sentences)
    return [
        _place(i, len(sentences), sentences)
        | _build(sentence)
        | theme[i]
        | wide[i]
        | expected[i]
        | _signs(sentence.text)
        | {
            "central": central[i],
            "title": len(sentence.stems & title.stems) / max(1, len(title.stems)),
            "early date": float(sentence.timed) / (1 + i),
        }
        for i, sentence in enumerate(sentences)
    ]


def beside(i: int, sentences: Sequence[Reading], chosen: Sequence[int], known: Terms) -> Row:
    """Describe a sentence beside those already chosen (at least one)."""
    told = [sentences[j].spoken for j in chosen]
    new_words, new_pairs = terms.expect(sentences[i].spoken, known, told)
    said = frozenset().union(*(sentences[j].stems for j in chosen))
    return {
        "repeats": max(repeats(sentences[i], sentences[j]) for j in chosen),
        "follows": float(i - 1 in chosen),
        "precedes": float(i + 1 in chosen),
        "distance": min(abs(i - j) for j in chosen) / len(sentences),
        "adds": len(sentences[i].stems - said) / 20,
        "new words": new_words,
        "new pairs": new_pairs,
    }


@cache
def weights() -> tuple[Row, Row]:
    """Give what features are worth for the first sentence, and for those after it."""
    text = (resources.files("briefgen") / "salience.tsv").read_text(encoding="utf-8")
    lines = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return {n: float(v) for n, v, _ in lines}, {n: float(v) for n, _, v in lines}


def worth(row: Mapping[str, float], table: Mapping[str, float]) -> float:
    """Add up what a sentence's features are worth."""
    return sum(value * table.get(name, 0.0) for name, value in row.items())


def _place(i: int, total: int, sentences: Sequence[Reading]) -> Row:
    before = sum(sentence.length for sentence in sentences[:i])
    late = i / max(1, total - 1)
    return {
        "first": float(i == 0),
        "second": float(i == 1),
        "third": float(i == 2),  # noqa: PLR2004 - the place it is named after
        "early": 1 / (1 + i),
        "late": late,
        "late root": math.sqrt(late),
        "depth": before / max(1, sum(sentence.length for sentence in sentences)),
    }


def _build(sentence: Reading) -> Row:
    length = min(1.0, sentence.length / 30)
    return {
        "brief": max(0.0, 1 - sentence.length / 12),
        "length": length,
        "length squared": length * length,
        "long": max(0.0, min(1.0, sentence.length / 40 - 1)),
        "stop words": 1 - len(sentence.content) / max(1, sentence.length),
        "leaning": float(sentence.leaning),
        "date": float(sentence.timed),
        "attributed": float(sentence.attributed),
    }


def _relative(values: Sequence[float]) -> list[float]:
    most = max(values) or 1.0
    return [value / most for value in values]


def _themes(sentences: Sequence[Reading]) -> list[Row]:
    """Measure how much a sentence shares of what the whole article keeps saying."""
    spread = Counter(stem for sentence in sentences for stem in sentence.stems)
    weight = {stem: math.log(count) for stem, count in spread.items()}
    body = Counter(stem for sentence in sentences for stem in sentence.content)
    opening = frozenset().union(*(sentence.stems for sentence in sentences[:3]))
    total = sum(weight.values()) or 1.0
    share = [sum(weight[stem] for stem in s.stems) / total for s in sentences]
    start = [sum(math.log(body[stem]) for stem in set(s.content[:16])) / 16 for s in sentences]
    lead = [sum(weight[stem] for stem in s.stems & opening) for s in sentences]
    dense = [sum(weight[stem] for stem in s.stems) / max(1, len(s.stems)) for s in sentences]
    columns = zip(
        share, _relative(share), start, _relative(start), _relative(lead), dense, strict=True
    )
    names = ("theme", "theme relative", "start", "start relative", "lead relative", "dense")
    return [dict(zip(names, column, strict=True)) for column in columns]


def _expected(sentences: Sequence[Reading], known: Terms) -> list[Row]:
    """Foretell how much of a sentence an editor's abstract would have."""
    found = [terms.expect(sentence.spoken, known) for sentence in sentences]
    in_words, in_pairs = zip(*found, strict=True)
    columns = zip(in_words, in_pairs, _relative(in_words), _relative(in_pairs), strict=True)
    names = ("words", "pairs", "words relative", "pairs relative")
    return [dict(zip(names, column, strict=True)) for column in columns]


def _width(sentences: Sequence[Reading]) -> list[Row]:
    """Measure how a sentence stands to the others, one by one."""
    pairs = Counter(p for s in sentences for p in set(zip(s.content, s.content[1:], strict=False)))
    known = [
        sum(math.log(pairs[p]) for p in set(zip(s.content, s.content[1:], strict=False)))
        for s in sentences
    ]
    rows = []
    seen: set[str] = set()
    for sentence, phrases in zip(sentences, _relative(known), strict=True):
        others = [_likeness(sentence, other) for other in sentences if other is not sentence]
        fresh = len(sentence.stems - seen) / max(1, len(sentence.stems))
        seen |= sentence.stems
        rows.append(
            {
                "phrases": phrases,
                "degree": 4 * sum(others) / max(1, len(others)),
                "degree lead": sum(others[:4]) / max(1, len(others[:4])),
                "opening": 0.0 if sentence is sentences[0] else repeats(sentence, sentences[0]),
                "fresh": fresh,
            }
        )
    return rows


def _likeness(first: Reading, second: Reading) -> float:
    shared = len(first.stems & second.stems)
    return shared / math.sqrt(1 + len(first.stems) * len(second.stems))


def _signs(text: str) -> Row:
    quoted = sum(len(match) for match in _QUOTED.findall(text)) / max(1, len(text))
    return {
        "quoted": quoted,
        "quote first": float(text.lstrip()[:1] in '"«“„「' and bool(text)),
        "quotation": float(quoted > 0.7),  # noqa: PLR2004 - little else but the quotation
        "names": min(1.0, len(_NAME.findall(text)) / 6),
        "full names": min(1.0, len(_FULL_NAME.findall(text)) / 3),
        "name first": float(bool(_FULL_NAME.match(text))),
        "acronym": float(bool(_ACRONYM.search(text))),
        "numbers": min(1.0, len(_NUMBER.findall(text)) / 3),
        "question": float(text.rstrip(' »”"').endswith(("?", "؟", "？"))),
        "exclamation": float("!" in text),
        "colon": float(": " in text or text.endswith(":")),
        "aside": float("(" in text),
        "dots": float("…" in text or "..." in text),
        "commas": min(1.0, text.count(",") / 4),
    }
