"""The shape of a line in any script: a statement, a headline, words with and without capitals."""

from __future__ import annotations

import re
from functools import cache

from briefgen.language import word_lists
from briefgen.language.scripts import CJK, UNSTOPPED, has_case, is_small

LONGEST_HEADING = 170  # characters; a longer line is prose
_LONGEST_UNSPACED = 45  # ... of Chinese and Japanese, which say as much in a quarter of them
_LONGEST_UNSTOPPED = 60  # ... of Thai, Lao, Khmer and Burmese, whose sentences have no stop
_STATEMENT = 8  # words of a sentence that is more than a label
_STATEMENT_LETTERS = 16  # ... letters, where words have no spaces

# Stops that end a statement; of Armenian, Ethiopic, Khmer, Burmese and Tibetan too.
FULL_STOPS = ".…。．｡۔।॥։።។៕။།"
_CALLS = "!?！？؟՞፧"
CLOSERS = "\"'”’“»«›‹)]」』）】》〉] "
_SENTENCE_BREAK = re.compile(r"[.!?…][»\"”)]*\s+[«\"“(]?\s*[^\W\d_]|[।۔؟]\s+\w|[。！？][」』”’]?\w")
_CJK = re.compile(f"[{CJK}]")
_UNSTOPPED = re.compile(f"[{UNSTOPPED}]")
_SAID = re.compile(r"[:：,，]\s*[«“„「『\"‘]")  # speech that someone is said to have spoken


def last_mark(flat: str) -> str:
    """Give the last character before closing quotation marks and brackets, "" for none."""
    return flat.rstrip(CLOSERS)[-1:]


def is_statement(flat: str) -> bool:
    """Tell whether a line is a whole sentence with its stop: prose and no label."""
    if _end_mark().search(flat) or _is_long_unstopped(flat):
        return True
    if not last_mark(flat) or last_mark(flat) not in FULL_STOPS:
        return False
    if _CJK.search(flat) or _UNSTOPPED.search(flat):
        return sum(character.isalpha() for character in flat) >= _STATEMENT_LETTERS
    return len(flat.split()) >= _STATEMENT


def looks_like_heading(flat: str) -> bool:
    """Tell whether a line has the shape of a headline: short, no final stop, a capital."""
    bare = heading_text(flat).rstrip("»\"”' ")
    if not bare or len(flat) > _longest_heading(flat) or not any(c.isalpha() for c in bare):
        return False
    end = last_mark(bare)
    if not end or end in FULL_STOPS or bare[-1] in ";:,，；：" or _end_mark().search(flat):
        return False
    if end in _CALLS and (_SENTENCE_BREAK.search(bare) or _SAID.search(bare)):
        return False
    first = next((word for word in bare.split() if any(c.isalnum() for c in word)), "")
    return not is_small(first)  # "iPhone" may begin a headline, "depuis" may not


def heading_text(text: str) -> str:
    """Give a heading without the Markdown marks and dashes around it."""
    return text.strip(" \t\r\n#*_-–—=\u00a0")


def begins_as_name(word: str) -> bool:
    """Tell whether a word begins with a capital, or is of a script without them."""
    letter = next((character for character in word if character.isalpha()), "")
    return bool(letter) and (letter.isupper() or letter.istitle() or not has_case(letter))


def _is_long_unstopped(flat: str) -> bool:
    """Tell whether a line of Thai, say, is too long for a headline: its prose has no stops."""
    return len(flat) > _LONGEST_UNSTOPPED and _longest_heading(flat) == _LONGEST_UNSTOPPED


@cache
def _end_mark() -> re.Pattern[str]:
    """Recognise what tells that a text ends: （完）."""
    marks = "|".join(map(re.escape, word_lists.load_all().end_marks)) or r"(?!)"
    return re.compile(rf"[（(]\s*(?:{marks})\s*[）)]\W*$")


def _longest_heading(flat: str) -> int:
    letters = sum(character.isalpha() for character in flat) or 1
    if 2 * len(_UNSTOPPED.findall(flat)) > letters:
        return _LONGEST_UNSTOPPED
    return _LONGEST_UNSPACED if 2 * len(_CJK.findall(flat)) > letters else LONGEST_HEADING
