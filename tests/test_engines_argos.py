"""The engine on the real bundled package."""

import json
import os
import shutil
import subprocess
import sys
from itertools import product
from pathlib import Path

import pytest

from briefgen.engines.argos import ArgosTranslator, argos_package
from briefgen.packages import find_packages
from briefgen.translating.translate import Decoding

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


def test_the_same_text_alone_or_in_company_is_scored_the_same(tmp_path):
    """In company it was padded, and the doubt of one article hung on those beside it."""
    found, _ = find_packages([], cache=tmp_path)
    package = next(p for p in found if (p.source, p.target) == ("en", "fr"))
    scorer = ArgosTranslator(
        package.folder, package=package.title, source="en", target="fr", threads=1
    )
    french = [
        f"Le maire de {town} a {act} {thing}" + " mardi matin, dit-il" * (number % 4) + "."
        for number, (town, act, thing) in enumerate(
            product(
                ("Lyon", "Dakar", "Metz"), ("visité", "fermé"), ("le pont", "la gare", "le port")
            )
        )
    ]
    english = ["The mayor visited the bridge." for _ in french]
    together = scorer.explain(french, english)
    assert together == [scorer.explain([text], english[:1])[0] for text in french]


def test_how_long_a_translation_may_become_hangs_on_its_own_text_alone(translator):
    tight = Decoding(max_ratio=0.2)  # so that the limit is met without a model that loops
    text = "Le ministre a dit mardi que la ville ouvrira le pont, " * 3
    long = "Le président et le ministre, la ville et le pays, le pont et le port, " * 12
    (alone,) = translator.translate([text], tight)
    assert alone.text == translator.translate([text, long], tight)[0].text


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


def made_from(package, folder, metadata, drop=()):
    """An unpacked package like the bundled one, with other metadata and without some files."""
    made = shutil.copytree(package.folder, folder / "made")
    for name in drop:
        (made / name).unlink()
    known = json.loads((made / "metadata.json").read_text("utf-8"))
    (made / "metadata.json").write_text(json.dumps(known | metadata), "utf-8")
    return made


def test_target_prefix_is_forced_and_taken_off(package, tmp_path):
    folder = made_from(package, tmp_path, {"target_prefix": "▁Yes"})
    translator = ArgosTranslator(folder, package="x", source="fr", target="en", threads=1)
    (made,) = translator.translate(["Le président est arrivé à Paris."], Decoding())
    assert not made.text.startswith("Yes")
    assert "Paris" in made.text


def test_bpe_packages_are_cut_and_joined_by_their_own_rules(package, tmp_path):
    folder = made_from(package, tmp_path, {}, drop=["sentencepiece.model"])
    (folder / "bpe.model").write_text("#version: 0.2\nP a\nPa r\nPar i\nPari s</w>\n", "utf-8")
    translator = ArgosTranslator(folder, package="x", source="fr", target="en", threads=1)
    assert translator.encode("Paris, oui") == ["Paris", ",", "o@@", "u@@", "i"]
    assert translator._decode(["Par@@", "is", "is", "here", "."]) == "Paris is here."
    assert len(translator.translate(["Paris."], Decoding())) == 1


def test_sentence_splitters_in_a_package_are_neither_needed_nor_loaded(package, tmp_path):
    folder = made_from(package, tmp_path, {})
    for name in ("stanza", "minisbd"):
        (folder / name).mkdir()
        (folder / name / "model").write_text("no model", "utf-8")
    translator = ArgosTranslator(folder, package="x", source="fr", target="en", threads=1)
    assert translator.translate(["Bonjour."], Decoding())[0].text


def test_a_home_that_cannot_be_written_does_not_matter(package, tmp_path):
    (tmp_path / "home").write_text("a file where a folder should be", "utf-8")
    code = (
        "from briefgen.engines.argos import ArgosTranslator as A;"
        "from briefgen.translating.translate import *;"
        f"from pathlib import Path; t=A(Path({str(package.folder)!r}), package='x', source='fr',"
        "target='en', threads=1); print(t.translate(['Paris.'], Decoding())[0].text)"
    )
    here = os.environ | {"HOME": str(tmp_path / "home"), "XDG_DATA_HOME": "/proc/none"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=here, capture_output=True, text=True, check=False
    )
    assert "Paris" in done.stdout, done.stderr


@pytest.mark.parametrize("text", ["\ufffd", "日本語", "a" * 500, "🙂 ok", "<unk>", "▁", "</s> x"])
def test_odd_text_is_translated_to_something_and_raises_nothing(translator, text):
    assert len(translator.translate([text, "Bonjour."], Decoding())) == 2


def test_a_word_the_model_does_not_know_is_kept(translator):
    (made,) = translator.translate(["Le mot 北京 est chinois."], Decoding())
    assert "<unk>" not in made.text
    assert "⁇" not in made.text
