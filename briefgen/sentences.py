"""Text into sentences, sentences into words, per language; the only splitter."""

from __future__ import annotations

import re
from functools import cache

from briefgen import languages

# Scripts written without spaces between words; their words are overlapping pairs of characters.
_UNSPACED = r"\u0E00-\u0EFF\u1780-\u17FF\u1000-\u109F\u3040-\u30FF\u3400-\u9FFF\uF900-\uFAFF"
_WORD = re.compile(rf"[{_UNSPACED}]+|[^\W{_UNSPACED}]+")
_UNSPACED_START = re.compile(rf"[{_UNSPACED}]")

_CLOSING = "\"'”’»›)\\]}」』）】》"
_OPENING = "\"'“‘«‹„‚(\\[{—–-「『（【《¿¡"
# A stop, further stops, closing quotes (French ones stand after a space), and then the gap.
_CANDIDATE = re.compile(
    rf"(?P<stop>[.!?…؟۔।॥։።])(?P<close>[.!?…]*+(?:\s?[{_CLOSING}])*+)(?:\s+|$)"
    rf"|(?P<wide>[。！？．]+[{_CLOSING}]*)\s*"
    r"|(?P<line>\s*\n\s*\n\s*)"
)
_LAST_WORD = re.compile(r"[^\s(\[«“\"'’]+$")
_INITIAL = re.compile(r"^(?:[^\W\d_]\.)*[^\W\d_](?:-[^\W\d_])?$")  # "V", "J.-C", "U.S"
_ORDINAL_STOP = {"de", "cs", "da", "fi", "hu", "nb", "nn", "no", "sk"}  # "3. Mai"
_THAI_BREATH = 80  # characters; Thai has no stop, a space after this many ends a sentence


def split_sentences(text: str, language: str) -> list[tuple[int, int]]:
    """Give the trimmed, ascending, non-empty spans of the sentences of a paragraph."""
    if language.split("-", maxsplit=1)[0] in {"th", "lo", "km", "my"}:
        ends = _breaths(text)
    else:
        ends = [match.end() for match in _CANDIDATE.finditer(text) if _ends(text, match, language)]
    starts = [0, *ends]
    return [
        span
        for pair in zip(starts, [*ends, len(text)], strict=True)
        if (span := _trim(text, *pair))
    ]


def words(text: str, language: str) -> list[str]:
    """Give the casefolded words, in order; unspaced scripts give overlapping character pairs."""
    del language  # the script decides; a language may be written in several
    found = []
    for match in _WORD.finditer(text.casefold()):
        run = match.group()
        pairs = len(run) > 1 and _UNSPACED_START.match(run)
        found += [run[i : i + 2] for i in range(len(run) - 1)] if pairs else [run]
    return found


def _ends(text: str, match: re.Match[str], language: str) -> bool:
    """Decide whether a sentence ends at a candidate."""
    if match["stop"] is None or match.end() == len(text):
        return True
    following = text[match.end() : match.end() + 3].lstrip(_opening())
    if following[:1].islower() or text[match.end()] in ",;:":
        return False
    if match["stop"] == "." and not match["close"].strip():
        return not _abbreviated(text, match.start(), language)
    return True


def _abbreviated(text: str, stop: int, language: str) -> bool:
    """Tell whether the stop at `stop` belongs to an abbreviation or initial."""
    found = _LAST_WORD.search(text[max(0, stop - 30) : stop])
    if not found:
        return False
    word = found.group()
    if word.casefold() in _abbreviations(language) or _INITIAL.match(word):
        return True
    return language in _ORDINAL_STOP and re.fullmatch(r"\d{1,2}", word) is not None


@cache
def _abbreviations(language: str) -> frozenset[str]:
    """Give the last words of the abbreviations: "p. ex" ends in "ex"."""
    known = languages.load(language).abbreviations
    return frozenset(word.split()[-1] for word in known) | {word.replace(" ", "") for word in known}


@cache
def _opening() -> str:
    return _OPENING.replace("\\", "") + " \u00a0\u202f"


def _breaths(text: str) -> list[int]:
    ends: list[int] = []
    for match in re.finditer(r"\s+", text):
        far = match.start() - (ends[-1] if ends else 0) >= _THAI_BREATH
        if far or "\n" in match.group() or text[match.start() - 1] in ".!?":
            ends.append(match.end())
    return ends


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    end -= len(piece) - len(piece.rstrip())
    return (start, end) if start < end else None
