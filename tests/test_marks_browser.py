"""Every page of a site in Chromium: nothing that a check doubts stands there without its mark."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from factories import make_briefing, make_story, make_summary
from test_browser import FLAGS, build

from briefgen.commands.serve import server
from briefgen.language.tags import Language
from briefgen.model import Mark, Published, Sentence
from briefgen.partial_date import PartialDate
from briefgen.stories import headline

CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="needs Debian's chromium"),
]
SLIGHT = Mark("quotes", "the quotation marks do not pair")
GRAVE = Mark("number", "12 is not in the translation")
MANY = 32  # articles: more than the page of a source shows, so that years have pages of their own
# The elements that say a marked text in so many words, and those of them with no mark nearby.
FIND = """texts => {
  const found = Array.from(document.querySelectorAll("h1, h2, a, p, span, bdi, td"))
    .filter(one => !one.children.length && !one.closest(".bg-mark, .bg-orig, .bg-bar"))
    .filter(one => texts.includes(one.textContent.trim()));
  const near = one => one.closest("li, section.bg-story, header.bg-top, tr") || one.parentElement;
  const bare = found.filter(one => !near(one).querySelector(".bg-mark, .mark"));
  return [found.length, bare.map(one => one.outerHTML)];
}"""


def doubted(number, mark, day):
    """An article whose headline and sentence are doubted."""
    words = f"number {number} of the doubtful"
    summary = make_summary(
        (f"La phrase {number} est douteuse.",),
        (f"Sentence {words}.",),
        id=f"d{number}",
        language=Language("fr"),
        published=Published(PartialDate.parse(day)),
    )
    title = Sentence(
        f"Le titre {number}", 0, 5, translation=f"Title {words}", shown="translation", marks=(mark,)
    )
    (sentence,) = summary.sentences
    article = replace(summary.article, title=title)
    return replace(summary, article=article, sentences=(replace(sentence, marks=(mark,)),))


def story(*summaries, **changes):
    """A story under the headline that grouping would choose."""
    told = headline.title(summaries, Language("en"))
    return make_story(
        *summaries, title=told.text, title_language=told.language, head=told, **changes
    )


@pytest.fixture(scope="module")
def paper():
    days = tuple(PartialDate.parse(f"2023-09-{day}") for day in (12, 13))
    first = story(doubted(1, SLIGHT, "2023-09-12"), id="slight", days=days)
    again = story(doubted(2, SLIGHT, "2023-09-13"), id="slight", days=days)
    both = story(doubted(3, SLIGHT, "2023-09-13"), doubted(4, GRAVE, "2023-09-13"), id="both")
    grave = story(doubted(5, GRAVE, "2023-09-13"), id="grave")
    many = [story(doubted(n, SLIGHT, "2022-01-05"), id=f"m{n}") for n in range(6, 6 + MANY)]
    return make_briefing(again, both, grave), make_briefing(first), make_briefing(*many)


@pytest.fixture(scope="module")
def site(tmp_path_factory, paper):
    return build(tmp_path_factory.mktemp("doubted"), paper, watch=("doubtful",))


def test_no_page_shows_a_doubtful_text_without_its_mark(site, paper):
    api = pytest.importorskip("playwright.sync_api")
    stories = [one for briefing in paper for one in briefing.stories]
    texts = [one.title for one in stories]
    for summary in (summary for one in stories for summary in one.summaries):
        texts += [line.text for line in summary.lines]
    seen, bare = 0, []
    with api.sync_playwright() as playwright, server(site, 0) as address:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = chromium.new_page()
        for file in sorted(Path(site).rglob("*.html")):
            place = file.relative_to(site).as_posix().removesuffix("index.html")
            page.goto(f"{address}{place}")
            number, wrong = page.evaluate(FIND, texts)
            seen += number
            bare += [(place, one) for one in wrong]
            if "briefings/2023/09/1" in place or place in {
                "",
                "languages/fr/",
                "languages/fr/2022/",
            }:
                assert number, place
        chromium.close()
    assert seen > 100
    assert bare == []


def test_feeds_and_mails_say_the_doubts_of_headlines(site):
    for kind in ("rss", "atom", "json"):
        feed = (site / "feeds" / f"briefings.{kind}").read_text("utf-8")
        assert feed.count("Headline:") == feed.count("Le titre")
        assert "12 is not in the translation" in feed
    mail = (site / "digests" / "2023-09-13.txt").read_text("utf-8")
    assert "Le titre 5\n   [check: 12 is not in the translation]" in mail
    assert "[check: the quotation marks do not pair]\n   Le titre 2" in mail
    page = (site / "briefings" / "2023" / "09" / "13" / "index.html").read_text("utf-8")
    assert "check%20number%3A%2012%20is%20not%20in%20the%20translation" in page
