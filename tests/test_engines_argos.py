"""The engine on the real bundled package."""

import sys
from pathlib import Path

import pytest

from briefgen.engines.argos import ArgosTranslator, argos_package
from briefgen.packages import find_packages
from briefgen.translate import Decoding

pytestmark = pytest.mark.package


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    found, _ = find_packages([], cache=tmp_path_factory.mktemp("cache"))
    return next(p for p in found if (p.source, p.target) == ("fr", "en"))


@pytest.fixture(scope="module")
def translator(package):
    return ArgosTranslator(
        package.folder, package=package.title, source="fr", target="en", threads=1
    )


def test_french_becomes_english_in_order(translator):
    french = ["Le président est arrivé à Paris mardi.", "Bonjour.", "Le ministre a dit non."]
    english = translator.translate(french, Decoding())
    assert "Paris" in english[0].text
    assert "minister" in english[2].text.lower()
    assert all(candidate.score < 0 for candidate in english)


def test_the_same_text_alone_or_in_company_is_translated_the_same(translator):
    texts = ["Le gouvernement a annoncé un plan.", "Il pleut.", "La guerre continue en Syrie."]
    together = translator.translate(texts, Decoding())
    alone = [translator.translate([text], Decoding())[0] for text in texts]
    assert [c.text for c in together] == [c.text for c in alone]


def test_nothing_in_nothing_out(translator):
    assert translator.translate([], Decoding()) == []


def test_underscores_survive(translator):
    pieces = translator._package.tokenizer.encode("a_b")
    assert "_" in translator._decode(pieces)


def test_argos_writes_nothing_into_the_home_and_drags_nothing_in(package):
    argos_package(package.folder)
    assert list(Path.home().iterdir()) == []
    heavy = {"argostranslate.translate", "argostranslate.sbd", "stanza", "spacy", "minisbd"}
    assert not heavy & set(sys.modules)
