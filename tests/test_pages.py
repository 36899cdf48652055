import html
import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from factories import make_briefing, make_story, make_summary
from papers import ledger_of, make_paper, paper_site

from briefgen.errors import TemplateError
from briefgen.language.tags import Language
from briefgen.model import Departed, LedgerEntry, Mark, Problem, Published, SentenceRef
from briefgen.partial_date import PartialDate
from briefgen.publishing.digest import digests
from briefgen.publishing.epub import books
from briefgen.publishing.feeds import collect, feed_pages
from briefgen.publishing.interface import words_for
from briefgen.publishing.json_export import export
from briefgen.publishing.listing import listings
from briefgen.publishing.pages import render
from briefgen.publishing.pages.calendar import year_calendar
from briefgen.publishing.pages.wording import address_words
from briefgen.publishing.search import search_pages
from briefgen.publishing.subjects import subjects
from briefgen.state.ledger import gone

TEMPLATES = Path(__file__).parent.parent / "templates"
ENGLISH_WORDS = words_for(Language("en"))
GONE = LedgerEntry("gonegone", "x.txt", "Un <b>titre</b>", "javascript:x", "Le Soir", "2023", None)


def pages(briefings=None, **changes):
    briefings = make_paper() if briefings is None else briefings
    options = {"templates": [TEMPLATES], "gone": gone((*ledger_of(briefings), GONE), briefings)}
    site = paper_site(**changes)
    made = render(briefings, site, **options)
    return {page.path: page.content for page in made if "/search/" not in page.path}


class Tags(HTMLParser):
    """Collects tags and checks that they nest."""

    def __init__(self, text):
        super().__init__()
        self.open, self.seen, self.links, self.ids = [], [], [], []
        self.feed(text)
        assert not self.open

    def handle_starttag(self, tag, attrs):
        self.seen.append(tag)
        self.links += [value for name, value in attrs if name == "href"]
        self.ids += [value for name, value in attrs if name == "id"]
        if tag not in {"meta", "link", "br", "input"}:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.seen.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def body(text):
    return text.partition("\n---\n")[2] if text.startswith("---") else text


def test_every_page_kind_is_there():
    assert sorted(pages()) == [
        "briefings/2023/08/index.md",
        "briefings/2023/09/12.md",
        "briefings/2023/09/13.md",
        "briefings/2023/09/index.md",
        "briefings/2023/index.md",
        "briefings/about.md",
        "briefings/index.md",
        "briefings/undated.md",
        "index.md",
        "languages/ar.md",
        "languages/en.md",
        "languages/fr.md",
        "languages/index.md",
        "languages/ru.md",
        "languages/zh.md",
        "s/a1/index.html",
        "s/a1b/index.html",
        "s/a2/index.html",
        "s/a3/index.html",
        "s/a4/index.html",
        "s/a4b/index.html",
        "s/a5/index.html",
        "s/a6/index.html",
        "s/gonegone/index.html",
        *sorted(path for path in pages() if path.startswith("sources/")),
        "stories/fishing.md",
        "watch/brittany/index.html",
        "watch/index.html",
    ]


def test_pages_are_one_block_of_html_that_nests_and_ids_are_unique():
    for path, text in pages().items():
        tags = Tags(body(text))
        assert len(set(tags.ids)) == len(tags.ids), path
        if path.endswith(".md"):
            assert body(text).startswith('<div class="bg')
            assert body(text).count("\n<div") <= 2


def test_local_links_lead_to_pages():
    made = pages()
    places = {re.sub(r"(index)?\.(md|html)$", "", path).rstrip("/") for path in made}
    paper, site = make_paper(), paper_site()
    about = subjects(paper, site)
    found = collect(paper, site, templates=[TEMPLATES], about=about.fed)
    others = (
        *export(paper),
        *feed_pages(found, site, templates=[TEMPLATES]),
        *digests(paper, site, templates=[TEMPLATES], watch=about.watch),
        *listings(paper, site, ()),
        *books(paper, site, templates=[TEMPLATES]),
    )
    places |= {page.path for page in others}
    for path, text in made.items():
        here = re.sub(r"(index\.md|index\.html|\.md)$", "", path).rstrip("/")
        for link in Tags(body(text)).links:
            if link.startswith(("http", "#", "data:", "mailto:")) or link.endswith(
                (".css", ".svg")
            ):
                continue
            target = Path("/", here, link.partition("#")[0]).resolve().as_posix().strip("/")
            assert target in places, (path, link)


def test_a_day_shows_sentences_originals_marks_and_neighbours():
    text = pages()["briefings/2023/09/13.md"]
    assert "Wednesday 13 September 2023" in text
    assert "2 stories" in text
    assert 'lang="fr" dir="ltr">Le gouvernement' in text
    assert 'lang="ar" dir="rtl"' in text
    assert "▵ check a name" in text
    assert "https://lequotidien.example/a1?a=1&b=2#:~:text=Les%20syndicats" in unescape(text)
    assert "← 12 Sep" in text
    assert "1 of 5 translated sentences has doubts" in text
    assert "1 article is shown untranslated" in text
    assert "Russian, not translated" in text
    assert "briefgen models" not in text
    assert "watched" in text


def test_the_permanent_page_makes_sense_alone():
    text = pages()["s/a1/index.html"]
    for words in (
        "<h1", "Le Quotidien", "13 September 2023", "Date inferred from “mardi 12 septembre”",
        "Read the article at lequotidien.example", "This briefing", "translated from French",
        'rel="canonical" href="https://briefings.example.org/s/a1/"', "article:published_time",
        "Content-Security-Policy", "Il prévoit 12 millions",
    ):  # fmt: skip
        assert words in text, words


def test_a_name_from_right_to_left_does_not_turn_the_date_beside_it():
    assert "<bdi>جريدة الموانئ</bdi> · 13 September 2023" in pages()["s/a3/index.html"]
    gone = pages()["s/gonegone/index.html"]
    assert "<bdi>Le Soir</bdi>, 2023" in gone


def test_copies_and_deleted_articles_keep_a_page():
    made = pages()
    assert "published the same text as Le Quotidien" in made["s/a1b/index.html"]
    gone = made["s/gonegone/index.html"]
    assert "Un &lt;b&gt;titre&lt;/b&gt;" in gone
    assert "javascript" not in gone
    assert "no longer in the briefing" in gone


def test_an_id_that_was_joined_to_another_leads_there():
    briefings = make_paper()
    ledger = ledger_of(briefings)
    old = LedgerEntry("oldid234", "z.txt", "T", "https://ribao.example/1", None, None, None)
    made = render(
        briefings, paper_site(), templates=[TEMPLATES], gone=gone((*ledger, old), briefings)
    )
    text = next(page.content for page in made if page.path == "s/oldid234/index.html")
    assert 'href="../../s/a5/"' in text


def test_the_theme_s_own_search_leaves_generated_pages_to_ours():
    for path, text in pages().items():
        if path.endswith(".md"):
            assert "search: {exclude: true}" in text, path


def test_what_no_index_reads_says_nothing_to_one():
    """The theme's index skips whole pages (above) and ours is made from stories, not from pages."""
    assert not [path for path, text in pages().items() if "data-search-exclude" in text]
    index = "".join(page.content for page in search_pages(make_paper()))
    for word in ("json", "syndicats", "translated"):  # footer, the French of a mark, "made by"
        assert (f'"{word}"' in index) == (word == "syndicats"), word


def test_the_about_page_tells_settings_and_problems():
    settings = (("target", "en"), ("watch", "<b>"))
    problem = Problem("", 0, "no package.", "Run `briefgen models install ar`.")
    text = pages(settings=settings, problems=(problem,))["briefings/about.md"]
    assert "<tr><td><code>watch</code></td><td>&#60;b&#62;</td></tr>" in text
    assert "Run <code>briefgen models install ar</code>." in html.unescape(text)
    plain = pages(problems=())["briefings/about.md"]
    assert "Settings" not in plain
    assert "Problems" not in plain
    assert 'id="doubts"' in plain


def test_paper_gets_each_source_by_number_with_a_short_address():
    text = html.unescape(pages()["briefings/2023/09/13.md"])
    assert '<li value="1"><bdi>Le Quotidien</bdi>: lequotidien.example/a1?a=1&b=2 · ' in text
    assert '<li value="3"><bdi>جريدة الموانئ</bdi>: ar.txt · briefings.example.org/s/a3<' in text
    assert 'Le Quotidien</a><sup class="bg-n">1</sup>' in text


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("https://www.lesoir.example/a/?utm_source=x#top", "lesoir.example/a"),
        ("http://fr.example/wiki/Cath%C3%A9drale", "fr.example/wiki/Cathédrale"),
        ("https://e.example/?q=a%26b", "e.example?q=a%26b"),
        ("https://e.example/a%20b%E2%80%AEc", "e.example/a%20b%E2%80%AEc"),
        ("javascript:alert(1)", None),
        (None, None),
    ],
)
def test_addresses_as_people_type_them(url, words):
    assert address_words(url) == words


def test_a_long_address_is_printed_only_where_no_short_one_leads_there():
    long = "https://e.example/" + "a" * 80
    story = make_story(make_summary(url=long, id="long1234"))
    for url, words in (
        ("https://b.example/", "e.example · b.example/s/long1234"),
        (None, long[8:]),
    ):
        made = pages((make_briefing(story),), url=url)["briefings/2023/09/13.md"]
        assert f">{words}</li>" in html.unescape(made), words


def test_noindex_reaches_every_page():
    for path, text in pages(noindex=True).items():
        assert "robots: noindex" in text or '"robots" content="noindex"' in text, path


def test_an_empty_site_has_a_home():
    made = pages(briefings=())
    assert "no article was found" in made["index.md"]
    assert "briefings/index.md" in made


def test_rendering_is_repeatable():
    assert pages() == pages()


def test_a_template_of_the_site_can_replace_one_alone(tmp_path):
    (tmp_path / "gone.html").write_text("gone: {{ entry.title }}", encoding="utf-8")
    made = render((), paper_site(), templates=[tmp_path, TEMPLATES], gone=(Departed(GONE, None),))
    page = next(page for page in made if page.path.startswith("s/"))
    assert page.content == "gone: Un &lt;b&gt;titre&lt;/b&gt;"


def test_an_unknown_variable_is_told(tmp_path):
    (tmp_path / "gone.html").write_text("{{ entri }}", encoding="utf-8")
    with pytest.raises(TemplateError, match="entri"):
        render((), paper_site(), templates=[tmp_path, TEMPLATES], gone=(Departed(GONE, None),))


def test_calendar_places_days_in_weeks():
    calendar = year_calendar(
        2023, {PartialDate(2023, 9, 13): 3, PartialDate(2024, 1, 1): 9}, ENGLISH_WORDS
    )
    winter, spring, summer, autumn = calendar.quarters
    (square,) = summer.squares
    assert (square.x, square.y, square.level) == (11 * 14, 18 + 2 * 14, 2)
    assert square.words == "13 September 2023: 3 articles"
    assert [q.empty.count("M") for q in (winter, spring, summer, autumn)] == [90, 91, 92, 92]
    assert summer.words == "July to September 2023"


@pytest.mark.parametrize("year", range(2017, 2029))  # every first weekday, with and without 29 Feb
def test_no_square_leaves_its_quarter(year):
    calendar = year_calendar(year, {}, ENGLISH_WORDS)
    for quarter in calendar.quarters:
        columns = [int(x) for x in re.findall(r"M(\d+) ", quarter.empty)]
        assert max(columns) + calendar.side <= calendar.width


def test_pages_name_their_feeds_only_with_a_site_address():
    made = pages()
    assert "feeds/briefings:" in made["briefings/2023/09/13.md"]
    assert 'rel="alternate"' in next(text for path, text in made.items() if path[:2] == "s/")
    assert "feeds/languages/" in next(text for path, text in made.items() if "languages/f" in path)
    quiet = "".join(pages(url=None).values())
    assert not re.search(r"feeds/|digests/[\w-]+\.(?:html|eml)|rel=.alternate", quiet)


def test_every_story_can_be_mailed_and_linked_without_javascript():
    text = pages()["briefings/2023/09/13.md"]
    stories = text.count('class="bg-story"')
    assert stories
    mails = [link for link in Tags(body(text)).links if link.startswith("mailto:?subject=")]
    assert len(mails) == text.count('class="bg-perm"') == stories
    assert all("https%3A%2F%2Fbriefings.example.org%2Fs%2F" in link for link in mails)
    quiet = Tags(body(pages(url=None)["briefings/2023/09/13.md"])).links
    assert not any("%3A%2F%2F" in link for link in quiet if link.startswith("mailto:"))


def test_each_briefing_ends_with_what_translated_it():
    page = html.unescape(pages()["briefings/2023/09/13.md"])
    assert "Translated by test-fr-en 0.1 (fr → en; rule-based, for tests)" in page


def test_a_shelf_does_not_repeat_its_own_name_in_each_row():
    made = pages()
    french = body(made["languages/fr.md"])
    assert french.count("French") == 1
    assert "Le Quotidien" in french
    (source,) = [text for path, text in made.items() if path.startswith("sources/le-quot")]
    assert body(source).count("Le Quotidien") == 1
    assert "French" in source


def test_months_run_newest_first_as_years_do():
    year = pages()["briefings/2023/index.md"]
    assert year.index("September 2023</a>") < year.index("August 2023</a>")


def test_doubts_are_said_in_plain_words():
    marks = (Mark("invented", "x"), Mark("number", "y"), Mark("number", "z"), Mark("new", "n"))
    said = words_for(Language("en")).doubt(marks, Language("fr"), Language("en"))
    assert said == "a word that is neither French nor English, a number, new"


def test_every_check_has_words():
    checks = Path(__file__).parent.parent / "briefgen" / "translating"
    found = {
        name
        for file in checks.rglob("*.py")
        for name in re.findall(r'Mark\("([a-z]+)"', file.read_text("utf-8"))
    }
    assert len(found) > 10
    assert found <= words_for(Language("en")).doubts.keys()


def test_a_story_tells_a_sentence_once_and_says_on_which_day():
    again = "The government announced a support plan for fishing on Tuesday."
    days = (PartialDate.parse("2023-09-12"), PartialDate.parse("2023-09-13"))
    stories = [
        make_story(
            make_summary(
                texts,
                texts,
                id=f"once{number}",
                language=Language("en"),
                published=Published(day, None, "front matter"),
            ),
            id="long",
            days=days,
            summary=tuple(SentenceRef(f"once{number}", i) for i in range(len(texts))),
        )
        for number, (day, texts) in enumerate(
            zip(days, ((again,), (again, "Boats stayed in port.")), strict=True)
        )
    ]
    briefings = [make_briefing(story) for story in reversed(stories)]
    text = pages(briefings)["stories/long.md"]
    assert text.count(again.rstrip(".")) == 1
    assert "Boats stayed in port" in text
    assert text.count('href="#d2023') == 2
    assert text.count('id="d2023') == 2


def test_each_sentence_of_a_permanent_page_can_be_linked():
    text = pages()["s/a1/index.html"]
    named = re.findall(r'<li id="(s-[a-z0-9]+)">', text)
    assert len(named) == len(set(named)) >= 3
    assert all(f'href="#{name}"' in text for name in named)
