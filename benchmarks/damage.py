"""Damages good translations on purpose, so that `benchmarks/checks.py` can see who notices.

Nothing here knows how the checks work: the damage is done with plain string surgery, and this file
shares no line with `translating/checks`. Each kind gives a damaged text, or None where a line
offers nothing to damage in that way.
"""

import random
import re

CALENDAR = (
    "january february march april may june july august september october november december "
    "monday tuesday wednesday thursday friday saturday sunday i"
)
MONTHS_AND_DAYS = frozenset(CALENDAR.split(" "))
REFUSALS = re.compile(
    r"\b(?:(?:do|does|did|is|are|was|were|has|have|had|would|could|should|will|can)(?P<no>n't| not)"
    r"|(?P<cannot>cannot)|(?P<never>never )|(?P<bare>not ))"
)
CAPITALISED = re.compile(r"(?<=[a-z,;] )[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*")
FIGURE = re.compile(r"\d[\d.,]*\d|\d")
MAGNITUDES = {"million": "billion", "billion": "million", "thousand": "million"}


def number_changed(text: str, rng: random.Random, _others: list[str]) -> str | None:
    """Give one figure another digit, one digit more or one less, or another magnitude."""
    found = list(FIGURE.finditer(text))
    if not found:
        return None
    one = rng.choice(found)
    figure = one[0]
    after = text[one.end() :].lstrip().split(" ")[0].rstrip(".,;s")
    if after in MAGNITUDES and rng.random() < 0.5:
        rest = text[one.end() :].replace(after, MAGNITUDES[after], 1)
        return text[: one.end()] + rest
    spots = [place for place, sign in enumerate(figure) if sign.isdigit()]
    place = rng.choice(spots)
    how = rng.choice(["swap", "swap", "insert", "drop"])
    if how == "drop" and len(spots) > 1:
        changed = figure[:place] + figure[place + 1 :]
    elif how == "insert":
        changed = figure[: place + 1] + rng.choice("123456789") + figure[place + 1 :]
    else:
        changed = figure[:place] + rng.choice([d for d in "123456789" if d != figure[place]])
        changed += figure[place + 1 :]
    return text[: one.start()] + changed.strip(".,") + text[one.end() :]


def name_swapped(text: str, rng: random.Random, others: list[str]) -> str | None:
    """Put a capitalised name of another line in the place of one of this line."""
    mine = [m for m in CAPITALISED.finditer(text) if m[0].lower() not in MONTHS_AND_DAYS]
    if not mine:
        return None
    one = rng.choice(mine)
    for other in rng.sample(others, min(60, len(others))):
        names = [m[0] for m in CAPITALISED.finditer(other)]
        names = [n for n in names if n.lower() not in MONTHS_AND_DAYS and n not in text]
        if names:
            return text[: one.start()] + rng.choice(names) + text[one.end() :]
    return None


def negation_lost(text: str, rng: random.Random, _others: list[str]) -> str | None:
    """Take out a "not", "n't" or "never", so that the sentence says the opposite."""
    found = list(REFUSALS.finditer(text))
    if not found:
        return None
    one = rng.choice(found)
    if one["cannot"]:
        return text[: one.start()] + "can" + text[one.end() :]
    group = next(name for name in ("no", "never", "bare") if one[name])
    return text[: one.start(group)] + text[one.end(group) :]


def looped(text: str, rng: random.Random, _others: list[str]) -> str | None:
    """Say one to six words of the sentence four to ten times, with or without what follows."""
    words = text.split(" ")
    size = rng.randint(1, 6)
    if len(words) < size + 4:
        return None
    at = rng.randrange(2, len(words) - size)
    group = words[at : at + size]
    rest = words[at + size :] if rng.random() < 0.5 else []
    return " ".join(words[:at] + group * rng.randint(4, 10) + rest)


def truncated(text: str, rng: random.Random, _others: list[str]) -> str | None:
    """Keep the first 30 to 60 percent of the words; half of the time end it like a sentence."""
    words = text.split(" ")
    if len(words) < 10:
        return None
    kept = " ".join(words[: round(len(words) * rng.uniform(0.3, 0.6))]).rstrip(".,;:")
    return kept + rng.choice([".", ""])


def wrong_sentence(text: str, rng: random.Random, others: list[str]) -> str | None:
    """Give the translation of another line that is about as long."""
    near = [o for o in others if o != text and 0.8 < len(o) / len(text) < 1.25]
    return rng.choice(near) if near else None


KINDS = {
    "number": number_changed,
    "name": name_swapped,
    "negation": negation_lost,
    "loop": looped,
    "truncation": truncated,
    "wrong sentence": wrong_sentence,
}


def damage_all(translations: list[str], per_kind: int, seed: int) -> dict[str, dict[int, str]]:
    """Give, for each kind, up to `per_kind` damaged lines by their index."""
    damaged = {}
    for kind, function in KINDS.items():
        rng = random.Random(f"{seed} {kind}")
        order = rng.sample(range(len(translations)), len(translations))
        lines = {}
        for index in order:
            text = function(translations[index], rng, translations)
            if text is not None and text != translations[index]:
                lines[index] = text
            if len(lines) == per_kind:
                break
        damaged[kind] = lines
    return damaged
