"""Numbers and reasons in plain English words, the same in every locale."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from urllib.parse import quote, unquote

from briefgen.language.tags import Language
from briefgen.model import Mark, Published
from briefgen.urls import canonical_url

# What a check looks at, as a reader would say it.
DOUBTS = {
    "copied": "not translated",
    "date": "a date",
    "empty": "nothing translated",
    "ending": "the end is missing",
    "foreign": "a word left in {language}",
    "glossary": "a term of the glossary",
    "invented": "a word that is neither {language} nor {target}",
    "length": "the length",
    "long": "a very long sentence",
    "loop": "words said twice",
    "name": "a name",
    "negation": "a “not” lost or added",
    "number": "a number",
    "overlap": "a part may be missing",
    "quotes": "the quotation marks",
    "score": "the program was unsure",
    "second opinion": "a second opinion",
    "token": "an address, code or formula",
    "unit": "a unit of measure",
}


def count(number: int, one: str, many: str | None = None) -> str:
    """Say a number of things: "1 story", "1,200 articles"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


# 2024-03-05T10:00:00Z, 2024-03-05 10:00:00+01:00, 20240305, 1709632800
_TIME_STAMP = re.compile(r"\d{4}-\d\d-\d\d(?:[T ][\d:.]+)?(?:Z|[+-]\d\d:?\d\d)?|\d{8,13}")


def evidence_words(published: Published) -> str:
    """Say how the date is known; "" when it was stated outright."""
    if published.date is None:
        return "No date was found in the article."
    if not published.evidence or published.method in {"front matter", "sidecar"}:
        return ""
    if _TIME_STAMP.fullmatch(published.evidence.strip()):
        return ""  # a machine's words; the report has them
    return f"Date inferred from “{published.evidence}”."


def doubted_words(doubted: int, translated: int) -> str:
    """Say how many translated sentences have doubts; no more was measured."""
    if not translated:
        return ""
    verb = "has" if doubted == 1 else "have"
    number = f"{doubted:,}" if doubted else "none"
    return f"{number} of {count(translated, 'translated sentence')} {verb} doubts"


def doubt_words(marks: Sequence[Mark], language: Language, target: Language) -> str:
    """Say in plain words what the marks of a sentence doubt: "a number, a word left in French"."""
    said = (DOUBTS.get(mark.check, mark.check) for mark in marks)
    names = {"language": language.name, "target": target.name}
    return ", ".join(dict.fromkeys(words.format_map(names) for words in said))


def address_words(url: str | None) -> str | None:
    """Write an address as people type it: without scheme, www, tracking and escaped letters."""
    short = (canonical_url(url) or "").removeprefix("https://")
    plain = unquote(short)
    reads_well = plain.isprintable() and quote(plain, safe="/?%:@!$&()*+,;=~-._[]") == short
    return (plain if reads_well else short) or None


def tally(names: Iterable[str]) -> str:
    """Say how often each name comes: "French (6), Russian (1)"."""
    ranked = sorted(Counter(names).items(), key=lambda pair: (-pair[1], pair[0]))
    return ", ".join(f"{name} ({number:,})" for name, number in ranked)
