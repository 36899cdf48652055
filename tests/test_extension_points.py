"""What CONTRIBUTING says of each change: done here in a few lines, so that the seams hold."""

import json
import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

from factories import make_article, make_summary

from briefgen.choosing import summarise
from briefgen.language.tags import ENGLISH, Language
from briefgen.model import Mark, Summary
from briefgen.reading import files
from briefgen.translating import checks, retry
from briefgen.translating.translate import Candidate, translate_summaries


def test_an_input_format_of_plain_text_is_a_suffix(tmp_path, monkeypatch):
    monkeypatch.setitem(files._KINDS, ".adoc", "text")
    (tmp_path / "a.adoc").write_text("Le port rouvre\n\nIl gèle ce matin.\n", "utf-8")
    (document,), problems = files.read_documents(tmp_path, max_bytes=999, today=date(2026, 1, 1))
    assert (document.file, document.kind, problems) == ("a.adoc", "text", ())


WELSH = """\
# Welsh.
traits: [ordinal stop]
months: [ionawr, chwefror, mawrth, ebrill, mai, mehefin, gorffennaf, awst, medi, hydref, tachwedd,
  rhagfyr]
weekdays: [llun, mawrth, mercher, iau, gwener, sadwrn, sul]
date_labels: [cyhoeddwyd]
bylines: [gan]
related: [darllenwch hefyd]
conjunctions: [a, ac]
abbreviations: [mr]
negations: [nid, ddim]
numbers: {words: {saith: 7, wyth: 8}, about: {dwsin: 12}}
units: {euro: [ewro], dollar: [doler]}
"""


def _what_is_known_of_welsh(package):
    """Ask a copy of the package in a process of its own: what was read once is remembered."""
    script = Path(__file__).parent / "welsh.py"
    done = subprocess.run(
        [sys.executable, script],
        env={**os.environ, "PYTHONPATH": str(package.parent)},
        capture_output=True,
        check=True,
        text=True,
        encoding="utf-8",
    )
    known = json.loads(done.stdout)
    assert Path(known.pop("package")).parent == package
    return known


def test_a_language_is_one_file(tmp_path):
    package = tmp_path / "briefgen"
    leave = shutil.ignore_patterns("__pycache__", "models")
    shutil.copytree(Path(files.__file__).parent.parent, package, ignore=leave)
    before = _what_is_known_of_welsh(package)
    (package / "language" / "cy.yml").write_text(WELSH, "utf-8")
    after = _what_is_known_of_welsh(package)
    assert after == {
        "published": "2024-06-03",
        "author": "Gwen Morgan Prys",
        "removed": ["byline", "date", "related"],
        "sentences": ["Agorodd y porthladd ei ddrysau yn Abertawe eto, meddai Mr. Huws heddiw."],
        "ordinal": 1,
        "joined": "Tal- ac eto",
        "number": ["number", "overlap"],
        "unit": ["unit"],
        "denial": ["negation"],
    }
    assert [key for key in after if after[key] == before[key]] == []


def test_a_check_is_a_function_in_the_list(monkeypatch):
    def check_shouting(pair):
        if pair.translation.isupper():
            yield Mark("shouting", "all capitals")

    monkeypatch.setattr(checks, "CHECKS", (*checks.CHECKS, check_shouting))
    (sentence,) = make_summary(("Le port rouvre.",), ("THE PORT REOPENS.",)).sentences
    found = checks.check(sentence, source=Language("fr"), target=ENGLISH)
    assert "shouting" in {mark.check for mark in found}


def test_every_check_of_ours_has_a_weight():
    named = {"empty", "copied", "loop", "overlap", "length", "glossary", "number", "negation"}
    named |= {"ending", "unit", "date", "name", "foreign", "invented", "quotes", "score", "token"}
    assert named | {"second opinion", "long"} == set(retry.WEIGHTS)


class Echo:
    """A translation engine."""

    package, source, target = "echo 1", "fr", "en"

    def translate(self, texts, decoding):
        return [Candidate(text.upper(), -0.1) for text in texts]


def test_a_translation_engine_is_four_names():
    article = make_article(("Le port rouvre.",))
    (done,) = translate_summaries([Summary(article, article.sentences)], lambda _: (Echo(),))
    assert (done.sentences[0].translation, done.packages) == ("LE PORT ROUVRE.", ("echo 1",))


class Last:
    """A summariser."""

    name, decides = "last", True

    def score(self, sentences, language):
        return [float(i) for i, _ in enumerate(sentences)]


def test_a_summariser_is_three_names():
    texts = ("Le vieux port de la ville rouvre mardi matin.",) * 1
    texts += ("Les pêcheurs attendaient ce jour depuis deux longues années de travaux.",)
    (summary,) = summarise([make_article(texts)], Last(), at_least=1, at_most=1)
    assert [sentence.original for sentence in summary.sentences] == [texts[1]]
