"""Whole small papers for tests of pages: several days, languages and kinds of trouble."""

from dataclasses import replace
from datetime import date

from factories import make_article, make_briefing, make_site, make_story, make_summary

from briefgen.language.tags import Language
from briefgen.model import (
    Duplicate,
    Mark,
    PackageCard,
    Problem,
    Published,
    Sentence,
    SentenceRef,
)
from briefgen.partial_date import PartialDate
from briefgen.state.ledger import name_articles

TODAY = date(2023, 9, 20)
RUSSIAN = (
    "Правительство во вторник объявило о плане поддержки рыболовства.",
    "Он предусматривает 12 миллионов евро для портов.",
)
ARABIC = ("أعلنت الحكومة يوم الثلاثاء خطة لدعم الصيد.", "تشمل الخطة موانئ الشمال كلها.")
CHINESE = ("政府周二宣布了一项渔业支持计划。", "该计划为港口提供1200万欧元。")


def day(iso, evidence=None, method="front matter"):
    """A published date of any precision."""
    return Published(PartialDate.parse(iso), evidence, method) if iso else Published()


def make_paper():
    """Briefings of two days of one story, a month, and undated; five languages."""
    long_story = [_french("a1", "2023-09-13"), _russian("a2", "2023-09-13")]
    days = (PartialDate(2023, 9, 12), PartialDate(2023, 9, 13))
    first = make_story(
        *long_story,
        id="fishing",
        summary=(SentenceRef("a1", 0), SentenceRef("a1", 2), SentenceRef("a2", 0)),
        days=days,
    )
    second = make_story(_arabic("a3", "2023-09-13"), id="harbours")
    earlier = make_story(_french("a4", "2023-09-12"), id="fishing", days=days)
    month = make_story(_chinese("a5", "2023-08"), id="august")
    undated = make_story(_english("a6"), id="whenever")
    return (
        make_briefing(first, second),
        make_briefing(earlier),
        make_briefing(month),
        make_briefing(undated),
    )


def paper_site(**changes):
    """The site of the paper: everything switched on."""
    card = PackageCard("test-fr-en 0.1", "0.1", "fr", "en", "ab" * 32, "rule-based, for tests")
    problem = Problem("broken.txt", 3, "published is '31/12', not a date.", "Write 2026-12-31.")
    fields = {
        "repo_url": "https://git.example.org/paper/blob/main/articles",
        "watch": ("Brittany",),
        "packages": (card,),
        "problems": (problem,),
    }
    return make_site(**(fields | changes))


def named(briefings):
    """Every article of some briefings."""
    return [s.article for b in briefings for story in b.stories for s in story.summaries]


def ledger_of(briefings, today=TODAY):
    """The ledger lines of what some briefings publish, under the ids they have."""
    articles = [_pin(article) for article in named(briefings)]
    return name_articles(articles, (), today=today)[1]


def _pin(article):
    return make_article(**{f: getattr(article, f) for f in _FIELDS}, pinned_id=article.id)


_FIELDS = ("file", "paragraphs", "url", "source", "published", "added")


def _french(article_id, iso):
    summary = make_summary(
        id=article_id,
        file=f"{article_id}.md",
        url=f"https://lequotidien.example/{article_id}?a=1&b=2",
        source="Le Quotidien",
        author="M. Kerjean",
        added="2023-09-14",
        published=day(iso, "mardi 12 septembre", "text"),
        duplicates=(Duplicate(f"{article_id}b", "Boursier", None, "copy.txt"),),
    )
    doubtful = replace(summary.sentences[2], marks=(Mark("name", "“Syndicats” is missing"),))
    return replace(summary, sentences=(*summary.sentences[:2], doubtful))


def _russian(article_id, iso):
    return make_summary(
        RUSSIAN,
        None,
        title="План для рыболовства",
        id=article_id,
        file="ru.txt",
        language=Language("ru"),
        published=day(iso),
        url="https://gazeta.example/ru",
    )


def _arabic(article_id, iso):
    return make_summary(
        ARABIC,
        ("The government announced a fishing plan.", "It covers all northern harbours."),
        title="A plan for the harbours",
        id=article_id,
        file="ar.txt",
        language=Language("ar"),
        published=day(iso),
        source="جريدة الموانئ",
    )


def _chinese(article_id, iso):
    return make_summary(
        CHINESE,
        ("The government announced a fishing plan on Tuesday.", "It gives 12 million euros."),
        title="Fishing plan announced",
        id=article_id,
        file="zh.txt",
        language=Language("zh"),
        published=day(iso),
        url="https://ribao.example/1",
    )


def _english(article_id):
    texts = ("The harbour was closed.", "Nobody said when.")
    summary = make_summary(
        texts, texts, id=article_id, language=Language("en"), published=day(None), packages=()
    )
    title = Sentence("Harbour closed", 0, 14, translation="Harbour closed", shown="translation")
    return replace(summary, article=replace(summary.article, title=title))
