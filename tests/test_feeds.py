"""RSS, Atom and JSON Feed: read back by feedparser and checked against the specifications."""

import json
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import feedparser
import pytest
from factories import (
    make_briefing,
    make_sentence,
    make_site,
    make_story,
    make_summary,
    make_untranslated,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefgen.language.tags import Language
from briefgen.model import Duplicate, Mark, Published
from briefgen.publishing import feeds, templating
from briefgen.publishing.publish import publish

TEMPLATES = (templating.CHECKOUT,)
ATOM = "{http://www.w3.org/2005/Atom}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
HOSTILE = 'A <script>alert(1)</script> & "b" ]]> {{ 7*7 }} \x00\x0b\u202e\ud800\r\nX'
HOSTILE_SHOWN = 'A <script>alert(1)</script> & "b" ]]> {{ 7*7 }} \ufffd X'


def build(*briefings, **site):
    pages = feeds.feeds(briefings, make_site(**site), templates=TEMPLATES)
    return {page.path: page.content for page in pages}


def parse(text):
    return ET.fromstring(text)  # noqa: S314 - our own output


def one(**changes):
    return make_briefing(make_story(make_summary(**({"added": "2026-11-20"} | changes))))


def test_no_site_address_no_feeds():
    assert feeds.feeds([one()], make_site(url=None), templates=TEMPLATES) == ()


def test_the_site_each_language_and_each_source_have_three_feeds():
    pages = build(one(source="Le Quai", language=Language("fr")))
    stems = {path.rsplit(".", 1)[0] for path in pages}
    assert stems == {
        "feeds/briefings",
        "feeds/languages/fr",
        next(stem for stem in stems if stem.startswith("feeds/sources/le-quai")),
    }
    assert len(pages) == 9


def test_a_feed_without_articles_is_still_a_feed():
    pages = build()
    assert feedparser.parse(pages["feeds/briefings.atom"]).feed.title == "Briefings"
    assert json.loads(pages["feeds/briefings.json"])["items"] == []


@pytest.mark.parametrize("kind", ["rss", "atom"])
def test_feedparser_reads_what_we_wrote(kind):
    read = feedparser.parse(build(one())[f"feeds/briefings.{kind}"].encode())
    assert not read.bozo
    (entry,) = read.entries
    assert entry.title == "A plan for fishing"
    assert entry.link == entry.id == "https://briefings.example.org/s/a1b2c3d4/"
    assert entry.published_parsed[:3] == (2026, 11, 20)
    assert "The government announced" in entry.content[0].value
    assert "Le gouvernement a annoncé" in entry.content[0].value
    assert "https://briefings.example.org/briefings/2023/09/13/" in entry.content[0].value


def test_atom_has_every_required_element():
    root = parse(build(one())["feeds/briefings.atom"])
    assert root.get(XML_LANG) == "en"
    for element in (root, root.find(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1
    entry = root.find(f"{ATOM}entry")
    assert entry.findall(f"{ATOM}author/{ATOM}name")
    assert root.find(f"{ATOM}link[@rel='self']").get("href").endswith("feeds/briefings.atom")


def test_rss_has_every_required_element():
    root = parse(build(one())["feeds/briefings.rss"])
    assert root.get("version") == "2.0"
    channel = root.find("channel")
    assert all(len(channel.findall(name)) == 1 for name in ("title", "link", "description"))
    item = channel.find("item")
    assert item.find("guid").text == item.find("link").text
    assert item.find("pubDate").text == "Fri, 20 Nov 2026 00:00:00 +0000"


def test_json_feed_has_every_required_field():
    feed = json.loads(build(one(url="https://example.org/a"))["feeds/briefings.json"])
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == "https://briefings.example.org/feeds/briefings.json"
    (item,) = feed["items"]
    assert item["id"] == item["url"]
    assert item["external_url"] == "https://example.org/a"
    assert item["content_html"]
    assert item["_briefgen"] == {"published": "2023-09-13", "language": "fr"}


def test_entries_are_ordered_by_the_day_they_were_added():
    days = {"b": "2026-11-19", "a": "2026-11-20", "c": "2026-11-20"}
    stories = [make_story(make_summary(id=i, added=day), id=f"s{i}") for i, day in days.items()]
    feed = json.loads(build(make_briefing(*stories))["feeds/briefings.json"])
    assert [item["id"][-2] for item in feed["items"]] == ["a", "c", "b"]


def test_an_untranslated_title_says_its_language():
    pages = build(make_briefing(make_untranslated("Снег.", "Пётр и волк", "ru")))
    entry = parse(pages["feeds/briefings.atom"]).find(f"{ATOM}entry")
    assert entry.find(f"{ATOM}title").get(XML_LANG) == "ru"
    assert json.loads(pages["feeds/briefings.json"])["items"][0]["language"] == "ru"


def test_right_to_left_sentences_say_so():
    summary = make_summary(("نص عربي.",), ("Arabic text.",), language=Language("ar"))
    content = json.loads(build(make_briefing(make_story(summary)))["feeds/briefings.json"])
    assert '<small lang="ar" dir="rtl">نص عربي.</small>' in content["items"][0]["content_html"]


def test_marks_are_shown():
    sentence = make_sentence(translation="Ten.", marks=(Mark("numbers", "12 is missing"),))
    feed = build(make_briefing(make_story(make_summary(sentences=(sentence,)))))
    assert "check: 12 is missing" in feed["feeds/briefings.json"]


def test_a_duplicate_is_in_the_feed_of_its_own_source_too():
    copies = (Duplicate("zz", "La Rade", None, "b.txt"),)
    pages = build(make_briefing(make_story(make_summary(source="Le Quai", duplicates=copies))))
    sources = [
        path for path in pages if path.startswith("feeds/sources/") and path.endswith("json")
    ]
    assert len(sources) == 2
    assert all(len(json.loads(pages[path])["items"]) == 1 for path in sources)


def test_undated_articles_link_to_the_undated_page():
    pages = build(make_briefing(make_story(make_summary(published=Published()))))
    assert "/briefings/undated/" in pages["feeds/briefings.json"]


@pytest.fixture
def hostile():
    summary = make_summary((HOSTILE,), (HOSTILE,), title=HOSTILE, source=HOSTILE)
    return build(make_briefing(make_story(summary, title=HOSTILE)), title=HOSTILE)


@pytest.mark.parametrize("kind", ["rss", "atom"])
def test_hostile_text_stays_text(hostile, kind):
    read = feedparser.parse(hostile[f"feeds/briefings.{kind}"].encode())
    assert not read.bozo
    assert read.entries[0].title.replace("\u2060", "") == HOSTILE_SHOWN
    assert "<script" not in read.entries[0].content[0].value


def test_hostile_text_stays_text_in_json(hostile):
    feed = json.loads(hostile["feeds/briefings.json"])
    assert feed["items"][0]["title"] == HOSTILE_SHOWN  # plain text by the specification
    assert "<script" not in feed["items"][0]["content_html"]


def test_an_rss_title_read_as_html_holds_no_tag():
    read = parse(build(one(title="a <img src=x> b"))["feeds/briefings.rss"])
    assert read.find("channel/item/title").text == "a <\u2060img src=x> b"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", 'https://e.org/"><b>'])
def test_no_unsafe_address_is_linked(url):
    feed = json.loads(build(one(url=url))["feeds/briefings.json"])
    assert "javascript:" not in feed["items"][0]["content_html"]
    assert "data:" not in feed["items"][0]["content_html"]
    assert '"><b>' not in feed["items"][0]["content_html"]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(title=st.text(max_size=80), sentence=st.text(max_size=80), source=st.text(max_size=30))
def test_any_text_gives_well_formed_feeds(title, sentence, source):
    summary = make_summary((sentence,), (sentence,), title=title, source=source or None)
    pages = build(make_briefing(make_story(summary, title=title)))
    plain = build(make_briefing(make_story(make_summary(("x",), ("x",)))))
    for path in ("feeds/briefings.rss", "feeds/briefings.atom"):
        tags = [element.tag for element in parse(pages[path]).iter()]
        expected = [element.tag for element in parse(plain[path]).iter()]
        assert tags == expected
    json.loads(pages["feeds/briefings.json"])


def test_a_long_feed_is_cut_between_days():
    entry = feeds.Entry(
        url="https://e.org/s/a/", title="", title_language="en", text="", content="",
        language="fr", sources=(), source_url=None, added="2026-11-20", updated="2026-11-20",
            published=None,
    )  # fmt: skip
    later = [replace(entry, url=str(i)) for i in range(80)]
    earlier = [replace(entry, url=str(i), added="2026-11-19") for i in range(80, 150)]
    oldest = [replace(entry, url=str(i), added="2026-11-18") for i in range(150, 160)]
    assert len(feeds.newest([*later, *earlier, *oldest])) == 150
    assert len(feeds.newest([entry] * 5000)) == feeds.MOST


def test_the_templates_are_found_in_the_checkout():
    assert (Path(templating.CHECKOUT) / "feeds" / "atom.xml").is_file()


def test_a_changed_article_says_when_and_keeps_its_place():
    changed = make_summary(id="c1", added="2026-11-18", changed="2026-11-20")
    plain = make_summary(id="p1", added="2026-11-19")
    briefing = make_briefing(make_story(changed), make_story(plain, id="two"))
    pages = {page.path: page.content for page in publish((briefing,), make_site(), templates=None)}
    atom = feedparser.parse(pages["feeds/briefings.atom"].encode())
    told = [(one.link[-3:-1], one.published[:10], one.updated[:10]) for one in atom.entries]
    assert told == [("p1", "2026-11-19", "2026-11-19"), ("c1", "2026-11-18", "2026-11-20")]
    assert atom.feed.updated.startswith("2026-11-20")
    first, second = json.loads(pages["feeds/briefings.json"])["items"]
    assert "date_modified" not in first
    assert second["date_modified"] == "2026-11-20T00:00:00Z"
    assert "<lastmod>2026-11-20</lastmod>" in pages["s/sitemap.xml"]
    page = pages["s/c1/index.html"]
    assert '"dateModified":"2026-11-20"' in page
    assert 'modified_time" content="2026-11-20"' in page
    listed = json.loads(pages["briefings/index.json"])["briefings"]
    assert [one["updated"] for one in listed] == ["2026-11-20"]
