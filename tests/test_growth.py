"""What is done once, and the short cuts that must find what the long way finds."""

import difflib
import random

import pytest

from briefgen.desk import glossary
from briefgen.language.tags import Language
from briefgen.state import ledger
from briefgen.stories import likeness
from briefgen.translating.checks import spelling
from briefgen.translating.translate import DEFAULT_DECODING, KEPT_AT_ONCE, Candidate, Remembering

CHANCE = random.Random(26)  # noqa: S311 - repeatable


def _numbers(count):
    return tuple(sorted(CHANCE.sample(range(2**32), count)))


def _edited(numbers, other, kept):
    """Keep some hashes of a text and take the rest from another."""
    some = {*CHANCE.sample(numbers, min(kept, len(numbers))), *other}
    return tuple(sorted(some)[: ledger.SKETCH_SIZE])


def test_candidates_of_the_ledger_are_all_whose_text_is_alike_enough():
    common = _numbers(8)  # phrases that all texts have
    texts = [tuple(sorted({*_numbers(n), *common})) for n in (*[32] * 60, 0, 1, 5, 20)]
    pasts = {f"id{i}": ledger._Past(0, {"a.md"}, set(), set(), [t]) for i, t in enumerate(texts)}
    index = ledger._by_key(pasts)
    claimed = 0
    for text in texts:
        for kept in (0, 10, 13, 14, 15, 20, 40):
            asked = _edited(text, CHANCE.choice(texts), kept)
            alike = {
                name
                for name, past in pasts.items()
                if ledger.similarity(asked, past.sketches[0]) >= ledger.EDITED
            }
            found = ledger._candidates(None, asked, index)
            assert alike <= found
            claimed += len(alike)
    assert claimed > len(texts)


def test_a_phrase_of_all_texts_makes_no_candidates():
    common = _numbers(5)
    pasts = {
        f"id{i}": ledger._Past(0, {"a.md"}, set(), set(), [tuple(sorted({*_numbers(35), *common}))])
        for i in range(200)
    }
    index = ledger._by_key(pasts)
    asked = tuple(sorted({*_numbers(35), *common}))
    assert not ledger._candidates(None, asked, index)


def test_short_cuts_of_spelling_say_what_the_long_way_says():
    letters = "abcdeé"
    for _ in range(3000):
        one, other = (
            "".join(CHANCE.choice(letters) for _ in range(CHANCE.randint(1, 9))) for _ in range(2)
        )
        for least in (spelling.ALIKE, spelling.CONSONANTS_ALIKE, 0.75):
            ratio = difflib.SequenceMatcher(None, one, other).ratio()
            assert spelling.are_alike(one, other, least) == (ratio >= least)


class _Killed(BaseException):
    pass


class _Dies:
    """Translates two chunks, then is killed."""

    package, source, target = "p", "fr", "en"
    calls = 0

    def translate(self, texts, _decoding):
        self.calls += 1
        if self.calls > 2:
            raise _Killed
        return [Candidate(text.upper(), -0.5) for text in texts]


class _Dictionary(dict):
    def get_many(self, keys):
        return {key: self[key] for key in keys if key in self}

    put_many = dict.update


def test_a_kill_loses_one_chunk_of_translations():
    memory = _Dictionary()
    texts = [f"phrase {i}" for i in range(3 * KEPT_AT_ONCE)]
    with pytest.raises(_Killed):
        Remembering(_Dies(), memory, "f").translate(texts, DEFAULT_DECODING)
    assert len(memory) == 2 * KEPT_AT_ONCE


def test_order_of_translations_is_that_of_the_texts():
    texts = ["ccc", "a", "bb", "a"]
    made = Remembering(_Dies(), _Dictionary(), "f").translate(texts, DEFAULT_DECODING)
    assert [one.text for one in made] == ["CCC", "A", "BB", "A"]


def test_a_glossary_is_equal_to_its_like_after_use():
    content = "terms:\n  NATO: {fr: [OTAN]}\n"
    (used, _), (fresh, _) = (glossary.parse(content, "glossary.yml") for _ in range(2))
    assert used.find("L'OTAN dit non.", Language("fr"))
    assert used == fresh
    assert repr(used) == repr(fresh)


def test_names_do_not_open_a_sentence():
    assert likeness.names("Paris dort. « Lyon » aussi, et Nice.") == ["Nice"]
    assert likeness.names("À Paris, « Lyon ».") == ["Paris", "Lyon"]
