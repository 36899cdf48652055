"""What a site puts around a text: captions, credits, links, labels, signatures, contributors.

A phrase of a word list is never enough: a line is furniture by its shape as well. A whole sentence
that only begins like a label ("Publié le 12 mars, le rapport accuse …") is prose.
"""

from __future__ import annotations

import re
from functools import cache

from briefgen.language import word_lists
from briefgen.language.patterns import any_of
from briefgen.language.scripts import has_case
from briefgen.reading.shapes import begins_as_name, is_statement, last_mark

LONGEST_FURNITURE = 220
LONGEST_CAPTION = 500
_LONGEST_CREDIT = 90  # characters of a credit at the end of a caption
_LONGEST_RIGHTS = 8  # words after "©"
_LONGEST_CALL = 9  # words of a link in the form of a sentence: "Read more about it here."
_NAMED = 0.5  # share of capitals among the words of a list of names

_PARENTHESIS = re.compile(r"[(\[]([^()\[\]]{2,160})[)\]]([\s.…]*)$")
_IMAGE = re.compile(r"!\[[^\[\]]*\]\([^()\s]*(?:\s+\"[^\"]*\")?\)$")
_BARE_URL = re.compile(r"^\S*https?://\S+$|^www\.\S+$", re.IGNORECASE)
_BREADCRUMBS = re.compile(
    r"^[^>›|/]{2,30}(?:\s[>›|/]\s[^>›|/]{2,40}){2,6}$"
)  # "Home > World > Asia"
_LIST_END = re.compile(r"[\s.;,:)(\-–—]+$")


def is_caption(flat: str, folded: str) -> bool:
    """Tell whether a line describes a picture: it ends in a credit or begins as captions do."""
    if len(flat) > LONGEST_CAPTION:
        return False
    return _ends_in_credit(flat) or _opens_caption(flat, folded) or bool(_IMAGE.match(flat))


def is_contributors(flat: str, folded: str) -> bool:
    """Tell whether a line names those who helped: a whole phrase, and names in its gap."""
    if len(flat) > LONGEST_CAPTION:
        return False
    bare = _LIST_END.sub("", folded)
    for before, after in _contributor_phrases():
        if not (bare.startswith(before) and bare.endswith(after)):
            continue
        gap = flat[len(flat) - len(folded) :][len(before) : len(bare) - len(after)]
        if _is_word_apart(bare, before, after) and _holds_names(gap, leading=bool(before)):
            return True
    return False


def is_related(flat: str, folded: str) -> bool:
    """Tell whether a line leads to another article."""
    return _is_label(flat, folded, word_lists.load_all().related)


def is_chrome(flat: str, folded: str) -> bool:
    """Tell whether a line is a button, a note or a path of the site."""
    if _is_label(flat, folded, word_lists.load_all().chrome):
        return True
    return bool(_BREADCRUMBS.match(flat))


def is_section(folded: str) -> bool:
    """Tell whether a line only names a section."""
    return folded.rstrip(" :.") in word_lists.load_all().sections


def address(flat: str) -> str | None:
    """Give the web address on a line that holds nothing else: "Source : https://…"."""
    bare = flat.strip("<>()[] ")
    if _BARE_URL.match(bare):
        at = bare.lower().find("http")
        return bare[max(0, at) :].rstrip(".,;")
    label, separator, rest = flat.partition("http")
    if not separator or len(rest.split()) != 1:
        return None
    word = label.strip(" :：-–—<([").casefold()
    known = word in word_lists.load_all().joining or word in word_lists.load_all().address_labels
    return f"http{rest}".strip("<>()[] .,;") if known else None


def _is_label(flat: str, folded: str, phrases: tuple[str, ...]) -> bool:
    """Tell whether a line begins with a label and does not go on as a sentence."""
    for phrase in phrases:
        if not folded.startswith(phrase):
            continue
        rest = folded[len(phrase) :]
        if not rest.strip(" .:;!?»→*0123456789()%+-"):
            return True
        if not has_case(phrase) and rest[0] in ":：":
            return True
        several = set(phrase) & set(" -:：")
        if several and not rest[0].isalpha() and not _goes_on(flat, rest):
            return True
    return False


def _goes_on(flat: str, rest: str) -> bool:
    """Tell whether what follows a label makes a sentence of it."""
    if rest.lstrip()[:1] in {":", "：", "»", "→", "|"}:
        return False
    return is_statement(flat) and len(flat.split()) >= _LONGEST_CALL


def _opens_caption(flat: str, folded: str) -> bool:
    for phrase in word_lists.load_all().captions:
        if not folded.startswith(phrase):
            continue
        rest = flat[len(flat) - len(folded) + len(phrase) :]
        if not rest.strip(" .:;!?»→*()"):
            return True
        if phrase[-1] in ":：" or rest[0] in ":：" or (" " in phrase and rest[0] in ".(|–—-"):
            return True
        if phrase in word_lists.load_all().archives and not is_statement(flat):
            return True
        if (set(phrase) & {" ", "'"}) and not rest[0].isalpha() and _describes(flat, rest):
            return True
    return False


def _describes(flat: str, rest: str) -> bool:
    """Tell whether words after "photo de" tell whose or when and do not go on as a sentence."""
    words = rest.split()[:4]
    if any(word[:1].isdigit() for word in words):
        return True
    return not is_statement(flat) and bool(words) and begins_as_name(words[0])


def _ends_in_credit(flat: str) -> bool:
    """Recognise "(Photo by Paul MOREL / POOL / AFP)", "- Paul Morel / AFP", "© Le Phare"."""
    parenthesis = _PARENTHESIS.search(flat)
    if parenthesis and len(flat.split()) > 1:
        return _is_credit(parenthesis[1], stopped=bool(parenthesis[2].strip()))
    rights = flat.rfind("©")
    if rights >= 0 and (rights == 0 or flat[rights - 1] in " (|–-"):
        return len(flat[rights:].split()) <= _LONGEST_RIGHTS
    if len(flat) > LONGEST_FURNITURE or last_mark(flat) in {".", "。", "…"}:
        return False
    found = _credit_names().search(flat, max(0, len(flat) - _LONGEST_CREDIT))
    return found is not None and _are_names(flat[found.end() :]) and found.start() > 0


def _is_credit(inner: str, *, stopped: bool) -> bool:
    """Tell whether words in brackets name who took a picture; a stop after them speaks against."""
    shared = "/" in inner or bool(_taken_by().search(inner))
    if not shared:
        return bool(_picture_word().match(inner)) and not stopped
    if _known_names().search(inner):
        return not stopped or _are_names(inner)
    return not stopped and _are_names(inner) and not any(c.isdigit() for c in inner)


def _are_names(text: str) -> bool:
    """Tell whether all words of a text could be names."""
    words = [word for word in re.findall(r"[^\W_]+", text) if not word.isdigit()]
    return all(begins_as_name(word) or word.casefold() in _credit_words() for word in words)


def _holds_names(gap: str, *, leading: bool) -> bool:
    """Tell whether a gap of a phrase is filled with names and not with a sentence."""
    words = re.findall(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*", gap)
    if not words:
        return False
    if not has_case(gap):
        return len(words) <= _LONGEST_CALL
    capitals = sum(begins_as_name(word) for word in words)
    plain = sum(not begins_as_name(word) and word not in _small_words() for word in words)
    if leading:
        return capitals >= plain
    named = capitals - (
        begins_as_name(words[0]) and len(words) > 1 and not begins_as_name(words[1])
    )
    return named > 0


def _is_word_apart(bare: str, before: str, after: str) -> bool:
    """Tell whether a phrase stands apart from the letters of its gap."""
    if before and before[-1].isalpha() and bare[len(before) : len(before) + 1].isalpha():
        return False
    at = len(bare) - len(after)
    return not (after and has_case(after) and at and bare[at - 1].isalpha())


@cache
def _contributor_phrases() -> tuple[tuple[str, str], ...]:
    """Give what stands before and after the names in phrases such as "~ contributed reporting"."""
    pairs = (phrase.partition("~") for phrase in word_lists.load_all().contributors)
    return tuple((before.strip(), after.strip()) for before, _, after in pairs)


@cache
def _small_words() -> frozenset[str]:
    """Give the words written small within a list of names and places."""
    lists = word_lists.load_all()
    return lists.particles | lists.conjunctions | lists.place_words


@cache
def _credit_words() -> frozenset[str]:
    lists = word_lists.load_all()
    return _small_words() | lists.picture_words | lists.taken_by


@cache
def _picture_word() -> re.Pattern[str]:
    return re.compile(any_of(word_lists.load_all().picture_words), re.IGNORECASE)


@cache
def _taken_by() -> re.Pattern[str]:
    words = "|".join(sorted(word_lists.load_all().taken_by))
    return re.compile(rf"(?:^|\s)(?:{words})\s+[^\W\d_a-z]", re.IGNORECASE)


@cache
def _known_names() -> re.Pattern[str]:
    names = sorted({*word_lists.agencies(), *word_lists.credits()}, key=lambda name: -len(name))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)")


@cache
def _credit_names() -> re.Pattern[str]:
    """Recognise a credit without brackets: a picture agency, or a name shared with an agency."""
    agencies = "|".join(map(re.escape, word_lists.agencies()))
    pictures = "|".join(map(re.escape, word_lists.credits()))
    return re.compile(
        rf"(?:(?<=[-–—/|])\s?|\s|^)(?:(?:{pictures})(?!\w)(?=\s*[/|]|\s*$|\s+[^\W\d_])"
        rf"|(?<=/)\s?(?:{agencies})(?!\w)|(?:{agencies})\s?/|via\s+(?:{agencies})(?!\w))"
    )
