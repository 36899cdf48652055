"""What a model must not touch: addresses, tags, handles, placeholders, emoji.

Each is taken out before translating. A name or a figure that models copy stands in for it and is
exchanged afterwards; emoji, which carry no grammar, are left out and put back in their place. What
got lost on the way is found by `checks.tokens`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

# Domains whose last part is no word that could follow a full stop without a space.
_DOMAIN = r"(?:[a-z0-9-]+\.)+(?:com|org|net|info|gov|edu|eu|fr|uk|ru|ch|ca|br|nl|pl|tv|io)\b"
_TOKEN = re.compile(
    rf"""
    (?:https?://|www\.)[^\s<>«»"“”]+            # web addresses
    | (?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+  # e-mail addresses
    | (?<![\w.@-]){_DOMAIN}(?:/[^\s<>«»"“”]*)?   # addresses without a scheme
    | (?<![\w&])\#(?=\w*[^\W\d_])\w+            # tags
    | (?<!\w)@\w+(?:\.\w+)*                     # handles
    | \{{\{{[^{{}}]*\}}\}} | \$?\{{\w*\}}       # placeholders
    | (?<![\w%])(?<!\d\s)%(?:\d\$|\(\w+\))?[sdifu]\b(?!['’])
    """,
    re.VERBOSE,
)
_PICTURE = "[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\u231a-\u23ff\u3030\u303d\u3297\u3299]"
_EMOJI = re.compile(rf"(?:{_PICTURE}[\ufe0e\ufe0f\u20e3]*(?:\u200d{_PICTURE}\ufe0f?)*)+")
_AFTER_ADDRESS = ".,;:!?…)]}'’"
_COUNTED = re.compile(r"%(?:\d\$|\(\w+\))?[difu]")
# Names spelled alike in most languages, and figures; those that stand in the text are not used.
NAMES = ("Madrid", "Berlin", "Toronto", "Boston", "Chicago", "Oslo", "Houston", "Dublin")
FIGURES = ("17", "23", "19", "26")
_STOPS = re.compile(r"\s*[,.;:!?…»”\")]")


@dataclass(frozen=True, slots=True)
class Picture:
    """An emoji and the place it had: after a share of the letters, before a stop perhaps."""

    text: str
    share: float  # 0 to 1
    before_stop: bool


@dataclass(frozen=True, slots=True)
class Shielded:
    """A text fit for a model, and what is to be put back into its translation."""

    text: str
    stand_ins: tuple[tuple[str, str], ...] = ()  # (name or figure, token)
    pictures: tuple[Picture, ...] = ()
    is_bare: bool = False  # nothing is left to translate

    def restore(self, translation: str) -> str:
        """Put everything back; a stand-in the model lost takes its token with it."""
        return _put(self.pictures, put_back(translation, self.stand_ins))


def put_back(translation: str, stand_ins: Sequence[tuple[str, str]]) -> str:
    """Exchange each stand-in, once, for what it stands for."""
    for name, wanted in stand_ins:
        translation = wanted.join(re.split(rf"\b{name}\b", translation, maxsplit=1))
    return translation


def tokens(text: str) -> list[str]:
    """Give what must come through unchanged, in order."""
    found = [*_spans(text), *(emoji.span() for emoji in _EMOJI.finditer(text))]
    return [text[start:end] for start, end in sorted(found)]


def without_tokens(text: str) -> str:
    """Leave out of a text what must come through unchanged."""
    if text.isascii() and not _TOKEN.search(text):
        return text
    for start, end in reversed(list(_spans(text))):
        text = f"{text[:start]} {text[end:]}"
    return _EMOJI.sub(" ", text)


def shield(text: str) -> Shielded:
    """Take out of a text what a model must not touch."""
    if text.isascii() and not _TOKEN.search(text):  # nearly all texts: nothing to do
        return Shielded(text)
    exchanged, stand_ins = _exchange(text)
    pictures = tuple(_pictures(exchanged))
    if not stand_ins and not pictures:
        return Shielded(text)
    plain = " ".join(_EMOJI.sub(" ", exchanged).split())
    rest = re.sub("|".join(rf"\b{name}\b" for name, _ in stand_ins) or r"(?!)", "", plain)
    if not re.search(r"[^\W\d_]", rest):
        return Shielded(text, is_bare=True)
    return Shielded(plain, stand_ins, pictures)


def _spans(text: str) -> Iterator[tuple[int, int]]:
    for found in _TOKEN.finditer(text):
        is_address = "/" in found[0] or "." in found[0]
        whole = found[0].rstrip(_AFTER_ADDRESS) if is_address else found[0]
        yield found.start(), found.start() + len(whole)


def _exchange(text: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Write names and figures in the place of tokens, as long as there are any left."""
    free = {kind: [one for one in kind if one not in text] for kind in (NAMES, FIGURES)}
    done, last, pairs = "", 0, []
    for start, end in _spans(text):
        kind = FIGURES if _COUNTED.fullmatch(text[start:end]) else NAMES
        if free[kind]:
            name = free[kind].pop(0)
            pairs.append((name, text[start:end]))
            done, last = done + text[last:start] + name, end
    return done + text[last:], tuple(pairs)


def _pictures(text: str) -> Iterator[Picture]:
    found = list(_EMOJI.finditer(text))
    before = [0, *accumulate(map(str.isalnum, text))]  # letters before each place
    stops = _stand_before_stops(text, [one.span() for one in found])
    for one, before_stop in zip(found, stops, strict=True):
        yield Picture(one[0], before[one.start()] / (before[-1] or 1), before_stop)


def _stand_before_stops(text: str, places: Sequence[tuple[int, int]]) -> list[bool]:
    """Tell of each emoji whether a stop follows, with nothing but other emojis between."""
    found: list[bool] = []
    after, following = False, len(text)
    for start, end in reversed(places):
        between = text[end:following]
        after = bool(_STOPS.match(between)) or (after and not between.strip())
        found.append(after)
        following = start
    return found[::-1]


def _put(pictures: Sequence[Picture], text: str) -> str:
    """Insert emojis at the beginning, the end, or the gaps that fit best, in their order."""
    if not pictures:
        return text
    first, last, at = [], [], defaultdict(list)
    before = [0, *accumulate(map(str.isalnum, text))]
    stops = [found.start() for found in _STOPS.finditer(text)]
    gaps = [found.start() for found in re.finditer(r"\s", text)] or [len(text)]
    for picture in pictures:
        if picture.share == 0:
            first.append(f"{picture.text} ")
        elif picture.share == 1 and not picture.before_stop:
            last.append(f" {picture.text}")
        else:
            places = stops if picture.before_stop and stops else gaps
            at[_nearest(places, before, picture.share)].append(f" {picture.text}")
    inner, done = [], 0
    for place in sorted(at):
        inner += [text[done:place], *at[place]]
        done = place
    return "".join((*first, *inner, text[done:], *last))


def _nearest(places: Sequence[int], before: Sequence[int], share: float) -> int:
    """Give the first of the places nearest to a share of the letters."""
    wanted = share * before[-1]

    def first(letters: float) -> int:
        return bisect_left(places, letters, key=before.__getitem__)

    around = places[max(0, first(wanted) - 1) :][:2]
    best = min(around, key=lambda place: abs(before[place] - wanted))
    return places[first(before[best])]
