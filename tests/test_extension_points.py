"""What CONTRIBUTING says of each change: done here in a few lines, so that the seams hold."""

import json
import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

from factories import make_article, make_summary
from papers import make_paper, paper_site

from briefgen.choosing import summarise
from briefgen.language.tags import ENGLISH, Language
from briefgen.model import Mark, Page, Summary
from briefgen.publishing import pages, publish
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


TEMPLATES = Path(__file__).parent.parent / "templates"


def test_a_page_kind_is_a_template_and_a_function_in_the_list(tmp_path, monkeypatch):
    (tmp_path / "authors.md").write_text(
        "{% for name in names %}- {{ name }}\n{% endfor %}", "utf-8"
    )

    def authors(whole, press):
        names = sorted({article.source for article in whole.articles})
        yield press.index("authors.md", pages.path("authors/"), names=names)

    monkeypatch.setattr(pages, "PAGE_KINDS", (*pages.PAGE_KINDS, authors))
    made = pages.render(make_paper(), paper_site(), templates=[tmp_path, TEMPLATES])
    (page,) = (one for one in made if one.path == "authors/index.md")
    sources = {s.article.source for b in make_paper() for t in b.stories for s in t.summaries}
    assert all(f"- {source}" in page.content for source in sources if source)


def test_an_output_format_is_a_function_in_the_list(monkeypatch):
    module = sys.modules["briefgen.publishing.publish"]

    def table(edition):
        rows = [f"{b.date}\t{story.title}" for b in edition.briefings for story in b.stories]
        yield Page("briefings/stories.tsv", "\n".join(rows))

    monkeypatch.setattr(module, "OUTPUTS", (*module.OUTPUTS, table))
    made = publish(make_paper(), paper_site(), templates=TEMPLATES)
    (page,) = (one for one in made if one.path == "briefings/stories.tsv")
    assert len(page.content.splitlines()) == sum(len(b.stories) for b in make_paper())


# What CONTRIBUTING names for a key that is shown: file, what stands there, what goes before it.
_A_KEY = (
    ("model.py", "    author: str | None = None", "    desk: str | None = None\n"),  # twice
    ("reading/front_matter.py", '    "author": _read_text,', '    "desk": _read_text,\n'),
    ("reading/clean.py", "        author=stated.author", "        desk=stated.desk,\n"),
    ("publishing/json_export.py", '        "author": article', '        "desk": article.desk,\n'),
)


def test_a_front_matter_key_is_a_reader_a_field_and_where_it_is_shown(tmp_path):
    package = tmp_path / "code" / "briefgen"
    leave = shutil.ignore_patterns("__pycache__", "models")
    shutil.copytree(Path(files.__file__).parent.parent, package, ignore=leave)
    shutil.copytree(TEMPLATES, tmp_path / "code" / "templates")
    for shipped in TEMPLATES.parent.glob("*.yml"):
        shutil.copy(shipped, tmp_path / "code")
    for name, place, line in _A_KEY:
        text = (package / name).read_text("utf-8")
        assert place in text, name
        (package / name).write_text(text.replace(place, line + place), "utf-8")
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles/a.md").write_text(
        "---\ntitle: The port reopens\npublished: 2024-05-03\nlanguage: en\ndesk: Coast\n---\n"
        "The old port of the town reopens on Tuesday morning.\n",
        "utf-8",
    )
    subprocess.run(
        [sys.executable, "-m", "briefgen", "build", "--no-site"],
        env={**os.environ, "PYTHONPATH": str(tmp_path / "code")},
        cwd=tmp_path,
        check=True,
        capture_output=True,
    )
    day = json.loads((tmp_path / "docs/briefings/2024/05/03.json").read_text("utf-8"))
    assert day["stories"][0]["articles"][0]["desk"] == "Coast"
