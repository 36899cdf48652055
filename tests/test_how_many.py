from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from briefgen.choosing import abstract_words
from briefgen.choosing.features import read
from briefgen.choosing.how_many import LONG, SIGNS, enough, signs, table
from briefgen.language.tags import Language

POINT = "Le barrage de Kermor a cédé dans la nuit de lundi à mardi"
REST = (
    "La vallée de Kermor est noyée et le barrage sera reconstruit, selon la préfecture.",
    "Un chat dormait sous la table du salon pendant que je lisais mon journal au soleil.",
    "Quand nous sommes rentrés, il faisait déjà nuit et nous avions tous bien faim.",
)


def spoken(*texts: str):
    return [read(text, Language("fr")).spoken for text in texts]


def known(told):
    return abstract_words.weigh(told, Language("fr"))


def test_a_long_sentence_says_enough_sooner_than_a_brief_one():
    brief = spoken(POINT, *REST)
    long = spoken(" ".join((POINT, *REST)) * 2, *REST)
    worth = [3.0, 2.0, 0.0, 0.0]
    assert (
        enough(brief, worth, known(brief), table()) > enough(long, worth, known(long), table()) == 1
    )


def test_one_that_says_nothing_more_is_not_added():
    told = spoken(POINT, POINT)
    assert enough(told, [3.0, 3.0], known(told), table()) == 1


def test_an_only_sentence_is_enough():
    told = spoken(POINT)
    assert enough(told, [3.0], known(told), table()) == 1
    assert signs(told, [3.0], known(told)) == []


def test_every_sign_has_a_weight():
    told = spoken(POINT, *REST)
    rows = signs(told, [3.0, 2.0, 1.0, 0.0], known(told))
    assert [len(row) for row in rows] == [len(SIGNS)] * 3
    assert len(table()) == len(SIGNS) + 1
    assert [row[-1] for row in rows] == [1.0, 2.0, 3.0]
    counts = [len(one.words) for one in told]
    assert rows[1][2:4] == ((counts[0] + counts[1]) / LONG, counts[2] / LONG)
    one, two = (abstract_words.foretell(told[:count], known(told)) for count in (1, 2))
    assert rows[0][:2] == (two[0] - one[0], two[1] - one[1])


@given(st.lists(st.text(max_size=40), min_size=1, max_size=8))
def test_enough_is_never_more_than_there_is(texts: list[str]):
    told = spoken(*texts)
    assert 1 <= enough(told, [0.0] * len(told), known(told), table()) <= len(told)
