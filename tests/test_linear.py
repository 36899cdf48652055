"""Nothing worse than linear: texts without stops, spaces without end, endless tags."""

import time

import pytest
from factories import make_article, make_document

from briefgen.choosing import choose as choosing
from briefgen.language.sentences import split_sentences
from briefgen.language.tags import Language
from briefgen.reading.html import LONGEST_TAG, tamed


class Even:
    """A summariser to which all sentences are the same."""

    name = "even"
    decides = False

    def score(self, sentences, language):
        return [1.0] * len(sentences)


def seconds(act):
    began = time.process_time()
    act()
    return time.process_time() - began


TEXTS = {
    "chinese": "中国政府宣布新的计划",
    "thai": "ก",
    "spaced dots": "Le pont. ",
    "hyphens": "JEAN-",
    "seams": "cèdeLe ",
}


@pytest.mark.parametrize("unit", TEXTS.values(), ids=TEXTS)
def test_choosing_from_a_text_without_end_ends(unit):
    text = unit * (200_000 // len(unit))
    article = make_article((text,)) if " " not in unit else make_article((unit,) * 20_000)
    assert seconds(lambda: choosing.choose(article, Even())) < 10


@pytest.mark.parametrize("text", ["x" + " " * 200_000 + "y", "x\n" + " " * 100_000 + "y"])
def test_white_space_without_end_is_passed_once(text):
    assert seconds(lambda: split_sentences(text, Language("fr"))) < 5


def test_endless_tags_are_cut_and_ordinary_ones_stay():
    attributes = " ".join(f'a{number}="b"' for number in range(30_000))
    page = f"<p {attributes}>Le texte.</p><a href='x'>y</a>"
    short = tamed(page)
    assert len(short) < LONGEST_TAG
    assert short.endswith("Le texte.</p><a href='x'>y</a>")
    assert tamed(make_document("<p class='a'>b</p>").text) == "<p class='a'>b</p>"
