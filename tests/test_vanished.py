"""Pages of names, topics, outlets, stories and days that vanish: their addresses lead somewhere."""

import json
import re
from dataclasses import replace

import feedparser
import pytest
from factories import make_site
from fakes import FakeTranslator
from test_feeds import TEMPLATES
from test_fuzz import TODAY, Silent

from briefgen import pipeline
from briefgen.config import Config
from briefgen.engines.sumy import SumySummarizer
from briefgen.model import LedgerEntry, Page
from briefgen.publishing.vanished import ends, lasting
from briefgen.state import once
from briefgen.state.ledger import append_ledger, read_ledger

ARTICLES = {
    "a.md": ("2024-03-11", "Le Soir", "Le pont ouvre", "La maire Anne Royer a ouvert le pont."),
    "b.md": ("2024-03-12", "La Une", "Le pont ferme", "Hier, Anne Royer a fermé le pont."),
    "c.md": ("2024-03-12", "Le Soir", "Une vigne gèle", "Le froid a détruit les vignes."),
}  # fmt: skip


def write_articles(place, names):
    folder = place / "articles"
    folder.mkdir(exist_ok=True)
    for old in folder.glob("*.md"):
        old.unlink()
    for name in names:
        day, source, title, text = ARTICLES[name]
        head = f"---\npublished: {day}\nsource: {source}\nlanguage: fr\ntitle: {title}\n---\n"
        (folder / name).write_text(f"{head}\n{text}\n\nIl l'a dit mardi.\n", "utf-8")


def build(place, **changes):
    """Build as the command does: give the pages by path, and append to the ledger."""
    names = {
        name: place / f"{name}.yml" for name in ("glossary", "corrections", "sources", "topics")
    }
    folders = {name: place / name for name in ("articles", "templates")}
    config = Config(**names, **folders, site_url="https://a.example/", **changes)
    engines = pipeline.Engines(SumySummarizer(), lambda _: (FakeTranslator(),))
    edition = pipeline.gather(config, engines, today=TODAY, observer=Silent())
    edition, pages = pipeline.render(edition, config)
    append_ledger(config.articles / "links.jsonl", edition.new_links)
    return {page.path: page.content for page in pages}


@pytest.fixture
def place(tmp_path):
    (tmp_path / "topics.yml").write_text("Bridges: [pont]\n", "utf-8")
    write_articles(tmp_path, ARTICLES)
    return tmp_path


def test_every_page_that_vanishes_leaves_one_that_says_so(place):
    before = build(place, watch=("vigne",))
    expected = {
        "names/anne-royer": "name has no page",
        "topics/bridges": "Nothing is listed",
        "watch/vigne": "Nothing is listed",
        "sources/la-une": "No article is listed",
        "briefings/2024/03/12": "No briefing here",
    }
    assert all(any(path.startswith(start) for path in before) for start in expected)
    write_articles(place, ["a.md"])
    (place / "topics.yml").unlink()
    after = build(place)
    for start, words in expected.items():
        (path,) = [p for p in after if re.fullmatch(f"{start}[a-z0-9-]*/index.html", p)]
        assert words in after[path], path
        assert '<meta name="robots" content="noindex">' in after[path]
    assert build(place) == after  # the next day, and on


def test_the_feeds_of_what_vanished_are_valid_and_empty(place):
    before = build(place, watch=("vigne",))
    (feed,) = [
        path for path in before if path.startswith("feeds/watch/") and path.endswith(".atom")
    ]
    after = build(place)
    for kind in ("rss", "atom"):
        read = feedparser.parse(after[feed.replace("atom", kind)].encode())
        assert not read.bozo
        assert not read.entries
        assert "this feed has ended" in read.feed.title
    assert json.loads(after[feed.replace("atom", "json")])["items"] == []
    assert feed.replace("atom", "rss") not in after["feeds/feeds.opml"]


def test_what_comes_back_has_its_page_again(place):
    before = build(place, watch=("vigne",))
    build(place)
    assert build(place, watch=("vigne",)) == before


def test_pages_are_put_on_record_once(place):
    build(place)
    ledger = place / "articles" / "links.jsonl"
    written = ledger.read_bytes()
    build(place)
    assert ledger.read_bytes() == written
    build(place, watch=("vigne",))
    entries, problems = read_ledger(ledger)
    assert not problems
    assert [entry.pages for entry in entries].count("watch/vigne/") == 1
    assert len(entries) == 4


def test_what_no_page_of_ours_can_be_called_is_not_taken_from_a_ledger():
    entry = LedgerEntry("a", "a.md", "T", None, None, "2024-03-12", None)
    false = replace(entry, pages="../x/ names/../x/ names/A/ /etc/ names/x/y/ topics/energy/")
    days = {"briefings/2024/03/12/", "briefings/2024/03/", "briefings/2024/"}
    assert once.published([false]) == {"topics/energy/", *days}


def test_only_what_people_link_to_is_lasting():
    paths = [
        "names/index.html", "names/letters/a/index.html", "names/anne/index.html",
        "names/anne/2023/index.html", "sources/index.md", "sources/le-soir.md", "stories/x.epub",
        "s/a1/index.html",
    ]  # fmt: skip
    assert lasting([Page(path, "") for path in paths]) == {"names/anne/", "sources/le-soir/"}


def test_without_an_address_of_the_site_there_are_no_feeds_to_end():
    made = list(ends({"topics/x/"}, (), make_site(url=None), templates=TEMPLATES))
    assert [page.path for page in made] == ["topics/x/index.html"]
