"""The tiny site, from files to pages byte for byte, and once for real without a network."""

import datetime
import json
import os
import shutil
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path

import pytest
from fakes import FakeSummarizer, FakeTranslator

from briefgen import pipeline
from briefgen.config import Config
from briefgen.progress import untold
from briefgen.state import ledger, write

HERE = Path(__file__).parent
ARTICLES = HERE / "site" / "in"
GOLDEN = HERE / "site" / "out"
TODAY = datetime.date(2024, 3, 14)


class Silent:
    """An observer that watches nothing."""

    def stage(self, name):
        return nullcontext(untold)


def find_route(language):
    translators = {"fr": FakeTranslator(), "ru": FakeTranslator("ru", package="test-ru-en 0.1")}
    return (translators[language.tag],) if language.tag in translators else ()


ENGINES = pipeline.Engines(FakeSummarizer(), find_route)


@pytest.fixture
def articles(tmp_path):
    return shutil.copytree(ARTICLES, tmp_path / "articles")


@pytest.fixture
def config(tmp_path, articles):
    return Config(
        articles=articles,
        docs=tmp_path / "docs",
        site=tmp_path / "site",
        templates=tmp_path / "templates",
        glossary=tmp_path / "glossary.yml",
        corrections=tmp_path / "corrections.yml",
        sources=tmp_path / "sources.yml",
        site_url="https://briefings.example.org/",
    )


def gather(config):
    return pipeline.gather(config, ENGINES, today=TODAY, observer=Silent())


def build(config, tmp_path):
    edition = gather(config)
    pages = pipeline.pages(edition, config)
    written = write.write(pages, config.docs, manifest=tmp_path / "manifest.json")
    ledger.append_ledger(config.articles / ledger.FILE_NAME, edition.new_links)
    return edition, written


def test_golden(config, tmp_path, update_golden):
    build(config, tmp_path)
    if update_golden:
        shutil.rmtree(GOLDEN, ignore_errors=True)
        shutil.copytree(config.docs, GOLDEN)
    assert files(config.docs) == files(GOLDEN)


def files(folder):
    return {
        path.relative_to(folder).as_posix(): (
            path.read_bytes() if path.suffix == ".epub" else path.read_text("utf-8")
        )
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_the_second_build_writes_nothing(config, tmp_path):
    first, _ = build(config, tmp_path)
    again, written = build(config, tmp_path)
    assert first.new_links
    assert not again.new_links
    assert not written.changed
    assert not written.removed


def test_file_order_does_not_matter(config, tmp_path):
    before = pipeline.pages(gather(config), config)
    renamed = config.articles / "00-zuerst.md"
    (config.articles / "03-bruecke.md").rename(renamed)
    after = pipeline.pages(gather(config), config)
    assert {page.path for page in before} == {page.path for page in after}


def test_what_went_wrong_is_told_once_each(config):
    problems = gather(config).problems
    told = [(problem.file, problem.severity) for problem in problems]
    assert ("08-broken.md", "error") in told
    assert ("", "warning") in told  # German has no package
    assert any("models install de" in problem.remedy for problem in problems)


def test_a_copy_is_told_beside_the_article_it_copies(config):
    (day,) = [b for b in gather(config).briefings if str(b.date) == "2024-03-12"]
    summaries = [summary for story in day.stories for summary in story.summaries]
    french = [summary for summary in summaries if summary.article.language.tag == "fr"]
    assert len(french) == 1
    assert [copy.source for copy in french[0].duplicates] == ["Val Info"]


def test_offsets_point_at_the_sentence(config):
    for article in gather(config).articles:
        text = (config.articles / article.file).read_bytes().decode("utf-8-sig")
        for sentence in article.sentences:
            assert " ".join(text[sentence.start : sentence.end].split()) == sentence.original


def test_nothing_is_lost(config):
    edition = gather(config)
    shown = [s for day in edition.briefings for story in day.stories for s in story.summaries]
    copies = [copy for summary in shown for copy in summary.duplicates]
    named = [summary.article.id for summary in shown] + [copy.id for copy in copies]
    assert sorted(named) == sorted(article.id for article in edition.articles)
    (undated,) = [day for day in edition.briefings if day.precision == "unknown"]
    titles = [s.article.title.original for story in undated.stories for s in story.summaries]
    assert "Un café associatif cherche des bénévoles" in titles


def test_one_process_or_many(config, monkeypatch):
    monkeypatch.setattr("briefgen.engines.processes.ITEMS_PER_WORKER", 4)
    alone = gather(config)
    many = pipeline.gather(config, ENGINES, today=TODAY, observer=Silent(), workers=2)
    assert alone == many


@pytest.mark.package
def test_the_whole_command_without_a_network(config, tmp_path):
    """The real package, the real MkDocs, no network interface but loopback."""
    cut_off = ["unshare", "-rn"]
    if (
        shutil.which("unshare") is None
        or subprocess.run([*cut_off, "true"], check=False).returncode
    ):
        pytest.skip("this machine does not allow `unshare -rn`")
    report = tmp_path / "report.json"
    places = {"articles": config.articles, "docs": config.docs, "site": config.site}
    options = [f"--{name}={place}" for name, place in {**places, "report": report}.items()]
    done = subprocess.run(
        [*cut_off, sys.executable, "-m", "briefgen", "build", *options],
        cwd=HERE.parent,
        env={**os.environ, "SOURCE_DATE_EPOCH": "1710410400", "PYTHONPATH": str(HERE.parent)},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(report.read_text("utf-8"))
    assert told["languages"] == {"fr": 7, "de": 1, "ru": 1}
    assert (config.site / "index.html").is_file()
    day = json.loads((config.site / "briefings/2024/03/12.json").read_text("utf-8"))
    shown = [s for story in day["stories"] for a in story["articles"] for s in a["summary"]]
    english = " ".join(sentence["translation"] or "" for sentence in shown).casefold()
    assert "paid by the region" in english


def test_what_a_person_left_out_is_neither_shown_nor_counted_nor_named(config, tmp_path):
    edition, _ = build(config, tmp_path)
    chosen = edition.articles[0]
    config.corrections.write_text(f"- {{article: {chosen.id}, leave_out: true}}\n", "utf-8")
    after, _ = build(config, tmp_path)
    assert len(after.articles) == len(edition.articles) - 1
    page = (config.docs / "s" / chosen.id / "index.html").read_text("utf-8")
    assert "withdrew" in page
    assert chosen.title.original not in page
    assert str(chosen.title.translation) not in page


def test_the_ledger_remembers_an_article_as_it_was_corrected(config, tmp_path):
    chosen = gather(config).articles[0]
    config.corrections.write_text(
        f"- {{article: {chosen.id}, published: 2023-05, source: The Right Paper}}\n", "utf-8"
    )
    build(config, tmp_path)
    lines, _ = ledger.read_ledger(config.articles / ledger.FILE_NAME)
    (line,) = [one for one in lines if one.id == chosen.id]
    assert (line.published, line.source) == ("2023-05", "The Right Paper")
    assert gather(config).new_links == ()


def test_the_usual_language_of_an_outlet_settles_a_doubt(config):
    file = config.articles / "99-short.md"
    file.write_text("---\ntitle: Regional Radio\nsource: Lira\n---\n\nPatata.\n", "utf-8")
    (doubtful,) = [one for one in gather(config).articles if one.file == file.name]
    assert doubtful.language_confidence < 0.9
    config.sources.write_text("lira.example: {name: Lira, language: gl}\n", "utf-8")
    (settled,) = [one for one in gather(config).articles if one.file == file.name]
    assert settled.language.tag == "gl"
