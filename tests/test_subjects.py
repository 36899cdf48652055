"""Names, topics and watched terms: pages, feeds and digests of their own."""

from pathlib import Path

from factories import make_briefing, make_site, make_story, make_summary

from briefgen.desk import topics
from briefgen.language.tags import Language
from briefgen.model import Name, Topic
from briefgen.partial_date import PartialDate
from briefgen.publishing.digest import digests
from briefgen.publishing.feeds import collect
from briefgen.publishing.pages import render
from briefgen.publishing.pages.by_subject import FREQUENT, LATEST
from briefgen.publishing.subjects import subjects

TEMPLATES = Path(__file__).parent.parent / "templates"


def day(number, *ids, **changes):
    stories = [make_story(make_summary(id=one, **changes), id=f"s{one}") for one in ids]
    return make_briefing(*stories, date=PartialDate(2023, 9, number))


def name(title, *articles, **changes):
    fields = {"language": Language("en"), "spellings": ()} | changes
    return Name(title, articles=tuple((one, 1) for one in articles), **fields)


def pages(briefings, site):
    return {page.path: page.content for page in render(briefings, site, templates=[TEMPLATES])}


def test_a_name_has_a_page_with_its_stories_by_day_and_stories_lead_to_it():
    site = make_site(names=(name("Ada Morel", "a1", "b1"),))
    made = pages([day(13, "b1"), day(12, "a1")], site)
    (path,) = [one for one in made if one.startswith("names/ada-morel")]
    assert made[path].index("13 September") < made[path].index("12 September")
    assert "briefings/2023/09/13/#sb1" in made[path]
    link = path.removesuffix("index.html")
    assert link in made["briefings/2023/09/12.md"]
    assert link in made["names/index.html"]


def test_another_spelling_leads_to_the_name():
    shoigu = name("Shoigu", "a1", "b1", spellings=("Choïgou", "Шойгу"))
    made = pages([day(13, "b1"), day(12, "a1")], make_site(names=(shoigu,)))
    others = [
        p for p in made if p.startswith("names/") and "Here it is written otherwise" in made[p]
    ]
    assert len(others) == 2
    assert all('href="../../names/shoigu/"' in made[path] for path in others)


def test_a_name_of_many_stories_has_pages_by_year():
    ids = [f"a{n}" for n in range(LATEST + 1)]
    made = pages([day(12, *ids)], make_site(names=(name("shoigu", *ids),)))
    assert made["names/shoigu/index.html"].count("#sa") == LATEST
    assert made["names/shoigu/2023/index.html"].count("#sa") == LATEST + 1


def test_many_names_stand_under_their_letters():
    others = [name(one, "a1", "b1") for one in ("Шойгу", "Ørsted", "Łódź")]
    names = [name(f"Àb{n:03}", "a1", "b1") for n in range(FREQUENT)] + others
    made = pages([day(13, "b1"), day(12, "a1")], make_site(names=tuple(names)))
    assert "Шойгу" in made["names/letters/other/index.html"]
    assert "Ørsted" in made["names/letters/o/index.html"]
    assert "Łódź" in made["names/letters/l/index.html"]
    assert made["names/letters/a/index.html"].count("Àb") == FREQUENT


def test_hostile_names_stay_text():
    made = pages([day(13, "b1"), day(12, "a1")], make_site(names=(name("<b>x</b>", "a1", "b1"),)))
    assert not any("<b>x" in text for path, text in made.items() if path.endswith(".html"))


def test_a_topic_is_found_by_its_terms_in_either_language():
    site = make_site(
        topics=(Topic("Sea", ("pêche",)), Topic("Ports", ("port*",)), Topic("No", ("por",)))
    )
    found = subjects([day(12, "a1")], site)
    assert [topic.title for topic in found.topics] == ["Sea", "Ports"]


def test_topics_and_watched_terms_have_feeds_names_have_none():
    site = make_site(
        topics=(Topic("Sea", ("pêche",)),), watch=("brittany",), names=(name("Shoigu", "a1", "b1"),)
    )
    briefings = [day(13, "b1"), day(12, "a1")]
    about = subjects(briefings, site)
    found = {f.path: f for f in collect(briefings, site, templates=[TEMPLATES], about=about.fed)}
    assert {"feeds/watch/brittany", "feeds/topics/sea-"[:15]} <= {
        path[:15] if "topics" in path else path for path in found
    }
    assert not any("names" in path for path in found)
    assert len(found["feeds/watch/brittany"].entries) == 2


def test_a_watched_term_has_a_digest_of_each_of_its_days():
    site = make_site(watch=("brittany",))
    other = make_summary(("Rien.",), ("Nothing.",), title="Nothing new", id="c1")
    both = make_briefing(
        make_story(make_summary(id="a1"), id="sa"),
        make_story(other, id="sc"),
        date=PartialDate(2023, 9, 12),
    )
    about = subjects([both], site)
    mails = {
        p.path: p.content for p in digests([both], site, templates=[TEMPLATES], watch=about.watch)
    }
    text = mails["digests/watch/brittany/2023-09-12.txt"]
    assert "1 story from 1 article" in text
    assert "Nothing new" not in text
    assert "Nothing new" in mails["digests/2023-09-12.txt"]
    assert b"brittany: " in mails["digests/watch/brittany/2023-09-12.eml"]


def test_topics_are_read_with_their_faults():
    found, problems = topics.parse(
        "Sea: [port*, pêche]\nNone: []\nsea: quay\nOdd: {a: b}\n", "topics.yml"
    )
    assert found[0] == Topic("Sea", ("port*", "pêche"))
    assert [problem.line for problem in problems] == [3, 4]
