"""What a model must not touch: addresses, tags, handles, placeholders, emoji.

Each is taken out before translating. A name or a figure that models copy stands in for it and is
exchanged afterwards; emoji, which carry no grammar, are left out and put back in their place. What
got lost on the way is found by `checks.tokens`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

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
        translation = put_back(translation, self.stand_ins)
        for picture in self.pictures:
            translation = _put(picture, translation)
        return translation


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
    letters = sum(map(str.isalnum, text)) or 1
    for found in _EMOJI.finditer(text):
        before = sum(map(str.isalnum, text[: found.start()]))
        rest = _EMOJI.sub("", text[found.end() :])
        yield Picture(found[0], before / letters, bool(_STOPS.match(rest)))


def _put(picture: Picture, text: str) -> str:
    """Insert an emoji at the beginning, the end, or the gap that fits best."""
    if picture.share == 0:
        return f"{picture.text} {text}"
    if picture.share == 1 and not picture.before_stop:
        return f"{text} {picture.text}"
    stops = [found.start() for found in _STOPS.finditer(text)] if picture.before_stop else []
    gaps = stops or [found.start() for found in re.finditer(r"\s", text)] or [len(text)]
    letters = sum(map(str.isalnum, text)) or 1

    def distance(gap: int) -> float:
        return abs(sum(map(str.isalnum, text[:gap])) / letters - picture.share)

    at = min(gaps, key=distance)
    return f"{text[:at]} {picture.text}{text[at:]}"
