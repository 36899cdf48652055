"""Text into sentences, sentences into words, per language; the only splitter."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache

from briefgen.language import word_lists
from briefgen.language.scripts import UNSPACED, UNSTOPPED_SCRIPTS, is_small
from briefgen.language.tags import Language

_WORD = re.compile(rf"[{UNSPACED}]+|[^\W{UNSPACED}]+")
_UNSPACED_START = re.compile(rf"[{UNSPACED}]")

# Closing marks: pointed ones may stand after a space (French), straight ones close to the stop.
_CLOSE = r"(?:[\"'”’“‘»›)\]}」』）】》`]|\s[»”](?=\s|$)|\s[\"](?=\s|$))"
_OPENING = "\"'“‘«‹„‚([{—–-「『（【《¿¡`*• \u00a0\u202f"
_CANDIDATE_OF = (
    r"(?P<joined>(?:(?<=[^\W_]{2})|(?<=[)\]\"»”%])|(?<=[^\W_]{2}\s)(?=[!?]))[.!?…](?:{within})?"
    r"(?=[\"«“]?[^\W\d_](?:[^\W\d_]|['’ ])))"
    r"|(?P<stop>[.!?…؟۔।॥։።])(?P<close>[.!?…]*+{close}*+)(?:\s+|$)"
    r"|(?P<wide>[。！？．]+[\"'”’»」』）】》]*)\s*"
    r"|(?P<half>;)\s+"
    r"|(?P<seam>(?<=[^\W\d_A-Z]{3})(?=[A-ZÀ-ÝА-Я][^\W\d_A-Z]*['’\s]))"
    r"|(?P<line>(?<!\s)\s*\n\s*\n\s*)"
)


def _candidate(close: str, within: str) -> re.Pattern[str]:
    return re.compile(_CANDIDATE_OF.replace("{close}", close).replace("{within}", within))


# What closes a quotation between a stop and a letter that stuck to it; « so », »so« and »so».
_CANDIDATE = _candidate(_CLOSE, r"\s?»|”")
# Where »so« is quoted, a "«" that touches the stop closes.
_CANDIDATE_INWARD = _candidate(_CLOSE.replace("»›", "»›«‹"), "[«”]")
_CANDIDATE_ALIKE = _candidate(_CLOSE, "[»”]")
_QUOTED = re.compile(r"[「『“（(《【]|[」』”）)》】]")
_CLOSING = dict(zip("」』”）)》】", "「『“（(《【", strict=True))
_WIDE = re.compile(r"[。！？．]")
_LONGEST_SPEECH = 300  # characters within quotation marks in which no sentence ends
_GOES_ON = re.compile(r"[、，,)）」』とっがはをにのもでやなだへ]")  # after a quotation: a particle
_LAST_WORD = re.compile(r"[^\s(\[«“\"'’]+$")
_SMALL_WORD = re.compile(r"(?:^|[\s\d(\"«'’-])(\w{3,})$")
_INITIAL = re.compile(r"^(?:[^\W\d_]\.-?)*[^\W\d_](?:-[^\W\d_])?$")  # "V", "J.-C", "U.S"
_SHOUTED = 5  # letters of a word in capitals that begins a headline; fewer may be "rapport.PDF"
_LEAST_CLAUSE = 3  # words; less after a stop and without a capital is debris
_THAI_BREATH = 80  # characters; Thai has no stop, a space after this many ends a sentence


def split_sentences(text: str, language: Language) -> list[tuple[int, int]]:
    """Give the trimmed, ascending, non-empty spans of the sentences of a paragraph."""
    if language.script in UNSTOPPED_SCRIPTS:
        ends = _breaths(text)
    else:
        inside = _speeches(text)
        found = (
            match
            for match in _candidates(language).finditer(text)
            if _ends(text, match, language, inside)
        )
        ends = [_end(text, match) for match in found]
    starts = [0, *ends]
    return [
        span
        for pair in zip(starts, [*ends, len(text)], strict=True)
        if (span := _trim(text, *pair))
    ]


def _candidates(language: Language) -> re.Pattern[str]:
    if is_quoted_inward(language):
        return _CANDIDATE_INWARD
    alike = word_lists.load(language).has("quotes alike")
    return _CANDIDATE_ALIKE if alike else _CANDIDATE


def is_quoted_inward(language: Language) -> bool:
    """Tell whether a language quotes »so«."""
    return word_lists.load(language).has("quotes inward")


def _speeches(text: str) -> list[tuple[int, int]]:
    """Find what stands in quotation marks in a text with wide stops, outermost, ascending."""
    if not _WIDE.search(text):
        return []
    found: list[tuple[int, int]] = []
    opened: list[tuple[str, int]] = []
    for match in _QUOTED.finditer(text):
        mark = match.group()
        if mark not in _CLOSING:
            opened.append((mark, match.start()))
            continue
        if opened and opened[-1][0] == _CLOSING[mark]:
            start = opened.pop()[1]
            if match.end() - start <= _LONGEST_SPEECH:
                while found and found[-1][0] > start:
                    found.pop()
                found.append((start, match.end()))
    return found


def _ends_wide(text: str, match: re.Match[str], inside: list[tuple[int, int]]) -> bool:
    """Decide whether a wide stop ends a sentence: not in a figure, not within speech."""
    start, end = match.start(), match.start() + len(match["wide"])
    if (
        match["wide"] == "．"
        and text[start - 1 : start].isdigit()
        and text[end : end + 1].isdigit()
    ):
        return False
    at = bisect_right(inside, (start, len(text))) - 1
    speech = inside[at] if at >= 0 else (0, 0)
    if end < speech[1]:
        return False
    return not (start < speech[1] <= end and _GOES_ON.match(text, match.end()))


def words(text: str, language: Language) -> list[str]:
    """Give the casefolded words, in order; unspaced scripts give overlapping character pairs."""
    del language  # the script decides; a language may be written in several
    text = text.casefold()
    if not _UNSPACED_START.search(text):
        return _WORD.findall(text)
    found = []
    for match in _WORD.finditer(text):
        run = match.group()
        pairs = len(run) > 1 and _UNSPACED_START.match(run)
        found += [run[i : i + 2] for i in range(len(run) - 1)] if pairs else [run]
    return found


def _ends(
    text: str, match: re.Match[str], language: Language, inside: list[tuple[int, int]]
) -> bool:
    """Decide whether a sentence ends at a candidate."""
    if match.end() == len(text) or match["line"]:
        return True
    if match["wide"]:
        return _ends_wide(text, match, inside)
    following = _following(text, match.end())
    if match["half"]:
        return following.casefold() in _stop_words(language) and following[:1].isupper()
    if match["joined"] or match["seam"] is not None:
        return _is_seam(text, match, following, language)
    if text[match.end()] in ",;:/" or _only_dots(text, match):
        return False
    return _ends_at_stop(text, match, following, language)


def _ends_at_stop(text: str, match: re.Match[str], following: str, language: Language) -> bool:
    """Decide whether a stop with white space after it ends a sentence."""
    bare = match["stop"] == "." and not match["close"].strip()
    if is_small(following[:1]):
        return bare and _starts_small(text, match, language)
    return not bare or not _abbreviated(text, match.start(), following, language)


def _end(text: str, match: re.Match[str]) -> int:
    """Give where the sentence ends: a quotation mark stuck between two belongs to one of them."""
    mark = text[match.end() : match.end() + 1] if match["joined"] else ""
    closes = mark == '"' and text.count('"', 0, match.end()) % 2 == 1
    return match.end() + 1 if closes else match.end()


def _is_seam(text: str, match: re.Match[str], following: str, language: Language) -> bool:
    """Recognise a lost line break: "la digue cède.Le maire", "la digue cèdeLe maire"."""
    known = following.casefold() in _stop_words(language)
    if match["joined"]:
        shouted = following.isupper() and len(following) >= _SHOUTED
        begins = following[:1].isupper() and (known or shouted or following[1:2].islower())
        return begins and not _abbreviated(text, match.start(), following, language)
    before = _SMALL_WORD.search(text[max(0, match.start() - 30) : match.start()])
    return known and before is not None and before[1].islower()  # not "LinkedIn"


def _following(text: str, at: int) -> str:
    """Give the word after a candidate, without opening marks."""
    found = _WORD.search(text[at : at + 40].lstrip(_OPENING))
    return found.group() if found and found.start() == 0 else ""


def _begins_sentence(word: str, language: Language) -> bool:
    """Tell whether a word with a capital can only be the first of a sentence: "Ils", "Dans"."""
    return word[:1].isupper() and word.casefold() in _function_words(language)


def _only_dots(text: str, match: re.Match[str]) -> bool:
    """Recognise "(...)", which ends nothing."""
    return text[max(0, match.start() - 3) : match.end()].strip(" .…)]") in {"(", "["}


def _starts_small(text: str, match: re.Match[str], language: Language) -> bool:
    """Tell whether a new sentence begins without a capital: an ordinary word, a stop, a clause."""
    last = _LAST_WORD.search(text[max(0, match.start() - 30) : match.start()])
    ordinary = last and re.fullmatch(r"[^\W\d_]{4,}", last.group()) and last.group().islower()
    if not ordinary or not last or last.group() in _abbreviations(language):
        return False
    clause = re.split(r"[.!?…]", text[match.end() : match.end() + 80], maxsplit=1)[0]
    return len(clause.split()) >= _LEAST_CLAUSE


def _abbreviated(text: str, stop: int, following: str, language: Language) -> bool:
    """Tell whether the stop at `stop` belongs to an abbreviation or initial and ends nothing."""
    found = _LAST_WORD.search(text[max(0, stop - 30) : stop])
    if not found or _begins_sentence(following, language):
        return False
    word = found.group()
    if word.casefold() in _abbreviations(language) or _INITIAL.match(word):
        return True
    ordinal = word_lists.load(language).has("ordinal stop")  # "3. Mai"
    return ordinal and re.fullmatch(r"\d{1,2}", word) is not None


@cache
def _abbreviations(language: Language) -> frozenset[str]:
    """Give the last words of the abbreviations: "p. ex" ends in "ex"."""
    known = word_lists.load(language).abbreviations
    return frozenset(word.split()[-1] for word in known) | {word.replace(" ", "") for word in known}


def _stop_words(language: Language) -> frozenset[str]:
    return word_lists.load(language).stop_words


@cache
def _function_words(language: Language) -> frozenset[str]:
    """Give the words that carry grammar, without those that also begin surnames ("M. Le Pen")."""
    return _stop_words(language) - word_lists.load_all().surname_words


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
