"""Lists for machines: everything, feeds, permanent pages; data in pages; robots."""

import json
import re
from pathlib import Path

import pytest
from factories import make_briefing, make_story, make_summary
from papers import make_paper, paper_site

from briefgen.engines.mkdocs import theme_pages
from briefgen.language.tags import Language
from briefgen.publishing.pages.linked_data import locale
from briefgen.publishing.publish import publish

ROOT = Path(__file__).parent.parent


def published(briefings=None, **changes):
    paper = make_paper() if briefings is None else briefings
    made = publish(paper, paper_site(**changes), templates=ROOT / "templates")
    return {page.path: page.content for page in made}


def test_everything_is_listed_and_what_is_listed_is_there():
    pages = published()
    listed = json.loads(pages["briefings/index.json"])
    days = [one["date"] for one in listed["briefings"]]
    assert days == ["2023-09-13", "2023-09-12", "2023-08", None]
    for one in listed["briefings"]:
        assert one["json"] in pages
        for story in one["stories"]:
            assert all(f"s/{article}/index.html" in pages for article in story["articles"])
    for one in [*listed["sources"], *listed["languages"], *listed["stories"]]:
        assert f"{one['page'].rstrip('/')}.md" in pages, one
    assert all(f"{feed['path']}.rss" in pages for feed in listed["feeds"])
    subjects = [one for kind in ("names", "topics", "watch") for one in listed[kind]]
    assert {one["name"] for one in subjects} >= {"Brittany"}
    for one in subjects:
        assert f"{one['page']}index.html" in pages, one
        assert one["stories"] >= 1


def test_opml_names_every_feed():
    pages = published()
    named = set(re.findall(r'xmlUrl="([^"]*)"', pages["feeds/feeds.opml"]))
    written = {path for path in pages if path.startswith("feeds/") and path.endswith(".rss")}
    assert named == {f"https://briefings.example.org/{path}" for path in written}


def test_the_sitemap_says_when_an_article_came():
    text = published()["s/sitemap.xml"]
    found = re.findall(r"<loc>([^<]*)</loc>(?:<lastmod>([^<]*))?", text)
    assert ("https://briefings.example.org/s/a1/", "2023-09-14") in found
    assert ("https://briefings.example.org/s/a6/", "") in found
    assert ("https://briefings.example.org/watch/brittany/", "2023-09-14") in found


def test_without_an_address_nothing_claims_one():
    pages = published(url=None)
    assert not {"feeds/feeds.opml", "s/sitemap.xml"} & pages.keys()
    assert "briefings/index.json" in pages


def data_of(text):
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)
    return json.loads(found)


def test_a_permanent_page_says_what_it_translates():
    data = data_of(published()["s/a1/index.html"])
    assert (data["@type"], data["inLanguage"]) == ("NewsArticle", "en")
    source = data["translationOfWork"]
    assert source == data["isBasedOn"]
    assert (source["inLanguage"], source["datePublished"]) == ("fr", "2023-09-13")
    assert source["publisher"]["name"] == "Le Quotidien"


def test_what_is_not_translated_claims_no_translation():
    data = data_of(published()["s/a2/index.html"])
    assert data["inLanguage"] == "ru"
    assert "translationOfWork" not in data


@pytest.mark.parametrize("text", ["</script><b>", "a\u2028b", '"', "\\", "<!--", "\ud800"])
def test_no_text_ends_the_script_it_stands_in(text):
    summary = make_summary(title=text, source=text, author=text, url="https://e.example/x")
    pages = published([make_briefing(make_story(summary, id="x", title=text))])
    (page,) = [content for path, content in pages.items() if re.match("s/.*html", path)]
    assert data_of(page)["isBasedOn"]["publisher"]


def test_locale_names_the_likeliest_country():
    assert locale(Language("en")) == "en_US"
    assert locale(Language("de")) == "de_DE"


def robots(**changes):
    made = theme_pages(ROOT, {}, paper_site(**changes))
    return {page.path: page.content for page in made}["robots.txt"].decode()


def test_robots_are_told_of_the_lists_or_to_stay_away():
    assert "Sitemap: https://briefings.example.org/s/sitemap.xml" in robots()
    assert "Sitemap" not in robots(url=None)
    assert "Disallow: /\n" in robots(noindex=True)
