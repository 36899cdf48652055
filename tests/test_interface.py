"""The words of pages stand in catalogues: English and French whole, other languages in English."""

import io
import json
import re
import zipfile
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
import yaml
from factories import (
    make_article,
    make_briefing,
    make_sentence,
    make_site,
    make_story,
    make_summary,
)

from briefgen.engines import mkdocs
from briefgen.language.tags import Language
from briefgen.model import Departed, Duplicate, LedgerEntry, Mark, Name, Topic
from briefgen.partial_date import MONTHS, WEEKDAYS, PartialDate
from briefgen.publishing import publish
from briefgen.publishing.interface import FOLDER, PARTS, words_for

ROOT = Path(__file__).parent.parent
TEMPLATES = ROOT / "templates"
EN, FR = (yaml.safe_load((FOLDER / f"{tag}.yml").read_text("utf-8")) for tag in ("en", "fr"))
PLACE = re.compile(r"\{[a-z]+\}")
# What is said by a name that is worked out: a kind of shelf, a field of a correction, a toggle.
WORKED_OUT = {
    "Sources", "Languages", "Names", "Topics", "Watched", "Dark", "Light", "unknown outlet",
    "All sources with their number of articles.", "All languages with their number of articles.",
    "english", "title", "published", "source", "story", "Today", "Archive", "About",
    *mkdocs.PHRASES, *(phrase for spoken in mkdocs.SPOKEN.values() for phrase in spoken),
}  # fmt: skip


def templates():
    endings = {".md", ".html", ".txt", ".xhtml", ".xml", ".opf"}
    own = (path for path in sorted(TEMPLATES.rglob("*")) if path.suffix in endings)
    return [path for path in own if "starter" not in path.parts and "theme" not in path.parts]


def said():
    """Give what templates and code ask the catalogue for."""
    for file in templates():
        yield from re.findall(r'_\("([^"]*)"', file.read_text("utf-8"))
    for file in (ROOT / "briefgen" / "publishing").rglob("*.py"):
        calls = re.findall(r'\b(?:say|self)\(\s*((?:"[^"]*"\s*)+)', file.read_text("utf-8"))
        yield from ("".join(re.findall(r'"([^"]*)"', one)) for one in calls)


def counted():
    files = [*templates(), *(ROOT / "briefgen" / "publishing").rglob("*.py")]
    for file in files:
        text = file.read_text("utf-8").replace("'", '"')
        yield from re.findall(
            r'\bcount\([^"\n]*?(?:"[^"]*"\)[^"\n]*)*"([a-z][a-z A-Z.:]*)"[,)]', text
        )


def test_what_is_said_is_in_the_catalogue_and_the_catalogue_holds_nothing_else():
    asked = set(said()) - {"All "}
    assert asked - set(EN["phrases"]) == set()
    assert set(EN["phrases"]) - asked - WORKED_OUT == set()
    numbers = {one for one in counted() if not one.endswith("lines")}
    assert numbers - set(EN["counted"]) == set()
    assert {"article", "story", "more sentence", "translated sentence"} <= numbers


@pytest.mark.parametrize("part", PARTS)
def test_french_is_whole(part):
    assert set(FR[part]) == set(EN[part])
    for key, value in FR[part].items():
        for one in value.values() if isinstance(value, dict) else [value]:
            assert one.strip()
            needed = set(PLACE.findall(key if part != "counted" else "{n}"))
            if part == "details":
                assert set(PLACE.findall(one)) <= needed
            elif part == "phrases":
                assert set(PLACE.findall(one)) == needed, key


WORD = re.compile(r"[^\W\d_]{2,}")
NO_WORDS = {"RSS", "Atom", "JSON", "Feed", "nbsp"}  # names, the same in every language


def bare(text):
    """Take away what a template computes, comments, styles, tags; leave what it says itself."""
    text = re.sub(r"\{% macro (?:front_matter|align)\b[\s\S]*?\{% endmacro %\}", " ", text)
    text = re.sub(r"\{#[\s\S]*?#\}", " ", text)
    text = re.sub(r"\{%[\s\S]*?%\}", " ", text)
    text = re.sub(r"\{\{[\s\S]*?\}\}", " ", text)
    text = re.sub(
        r"<(style|script)[\s\S]*?</\1>|<!--[\s\S]*?-->|<\?.*?\?>|<!DOCTYPE[^>]*>", " ", text
    )
    shown = re.findall(r'\b(?:aria-label|title|alt|placeholder)="([^"]*)"', text)
    text = re.sub(r"<[^>]*>", " ", text)
    return " ".join([text, *shown])


@pytest.mark.parametrize("file", templates(), ids=lambda file: file.name)
def test_no_template_says_a_word_of_its_own(file):
    text = file.read_text("utf-8")
    if file.suffix == ".md":  # front matter is for the theme
        text = re.sub(r"^---\n[\s\S]*?^---$", " ", text, flags=re.MULTILINE)
        text = re.sub(r"^[a-z]+: ?\{\{.*$", " ", text, flags=re.MULTILINE)
    if file.suffix in {".xml", ".opf"}:
        text = re.sub(r">[^<{]*briefgen[^<{]*<|urn:briefgen:|T00:00:00Z", "><", text)
    found = {word for word in WORD.findall(bare(text)) if word not in NO_WORDS}
    assert not found


def test_a_word_of_its_own_would_be_found():
    assert WORD.findall(bare('<p class="a">{{ x }} Read it</p>')) == ["Read", "it"]
    assert WORD.findall(bare('<nav aria-label="Way up">{% if a %}{% endif %}</nav>')) == [
        "Way",
        "up",
    ]
    assert WORD.findall(bare('<p title="{{ _("Way up") }}">{{ _("Read it") }}</p>')) == []


# A site in French, of Russian articles: whatever it says in English is ours.
RUSSIAN = ("Мост снова открыт.", "Город ждёт 8000 машин.", "Работы длились два года.")
FRENCH = (
    "Le pont est rouvert.",
    "La ville attend 8000 voitures.",
    "Les travaux ont duré deux ans.",
)


def details():
    fill = {"a": "«x»", "n": "2", "name": "km", "target": "French", "source": "Russian"}
    return [(PLACE.sub(lambda found: fill[found[0][1:-1]], one)) for one in EN["details"]]


VANISHED = ("stories", "names", "topics", "watch", "sources", "languages")


def french_site():
    marks = tuple(
        Mark(check, detail) for check, detail in zip([*EN["checks"]] * 2, details(), strict=False)
    )
    when = [
        PartialDate(2023, 9, 13),
        PartialDate(2023, 9, 14),
        PartialDate(2023, 8),
        PartialDate(2022),
        None,
    ]
    briefings = []
    days = tuple(when[:2])
    for number, date in enumerate(when):
        summaries = []
        for place in range(3):
            sentences = tuple(
                make_sentence(
                    text,
                    translation=None if place == 2 else done,
                    marks=() if place == 2 else marks,
                )
                for text, done in zip(RUSSIAN, FRENCH, strict=True)
            )
            title = make_sentence(RUSSIAN[0], translation=None if place == 2 else FRENCH[0])
            article = make_article(
                RUSSIAN,
                title=RUSSIAN[0],
                id=f"a{number}{place}",
                file=f"{number}{place}.txt",
                language=Language("ru"),
                source=None,
                author="М. Иванов",
                added="2023-09-14",
                url=None if place else "https://primer.test/novosti",
                edited=("title", "english"),
                sentences=sentences,
            )
            article = replace(article, title=title, published=replace(article.published, date=date))
            one = make_summary(RUSSIAN, FRENCH, title=FRENCH[0])
            summaries.append(
                replace(
                    one,
                    article=article,
                    sentences=sentences,
                    packages=() if place == 2 else ("ru-fr 1",),
                    pivot=Language("en") if place == 1 else None,
                    duplicates=(Duplicate(f"d{number}{place}", "Долина", None, "d.txt"),),
                )
            )
        story = make_story(
            *summaries,
            id=f"s{min(number, 1)}",
            title=FRENCH[0],
            title_language=Language("fr"),
            days=days if number < 2 else (),
        )
        briefings.append(
            make_briefing(
                story,
                make_story(
                    *summaries[:1], id=f"t{number}", title=FRENCH[1], title_language=Language("fr")
                ),
                date=date,
            )
        )
    names = (Name("Лирак", Language("ru"), ("Lirac",), (("a00", 1), ("a10", 2))),)
    site = make_site(
        title="Presse",
        description="Presse du monde.",
        target=Language("fr"),
        watch=("pont",),
        names=names,
        topics=(Topic("Ponts", ("pont*",)),),
        url="https://presse.test/",
    )
    entries = [
        LedgerEntry(one, f"{one}.txt", RUSSIAN[0], None, "Долина", "2023-01-02", "2023-01-03")
        for one in ("zz11", "zz22", "zz33")
    ]
    gone = [
        Departed(entries[0], None, withdrawn=False),
        Departed(entries[1], None, withdrawn=True),
        Departed(entries[2], "a00", withdrawn=False),
    ]
    return publish(
        tuple(briefings),
        site,
        templates=None,
        gone=gone,
        unsubscribe="https://presse.test/stop",
        once=[f"{kind}/ancien/" for kind in VANISHED] + ["briefings/2001/02/03/"],
    )


ATTRIBUTE = re.compile(r'\b(?:aria-label|title|text)="([^"]*)"')
FRONT = r"^(data|feeds|hide|search|root|locale|robots|updated|published|  feeds/.*?):.*$"
SAME_IN_BOTH = {
    "page",
    "source",
    "sources",
    "article",
    "articles",
    "date",
    "menu",
    "description",
    "points",
    "feed",  # JSON Feed
}
ENGLISH = {
    word.casefold()
    for part in PARTS
    for text in (*EN[part], *(v for v in EN[part].values() if isinstance(v, str)))
    for word in WORD.findall(PLACE.sub(" ", text))
} | {word.casefold() for word in (*MONTHS, *WEEKDAYS, "Russian", "French", "English")}
OURS = {
    word.casefold()
    for part in PARTS
    for v in FR[part].values()
    for text in (v.values() if isinstance(v, dict) else [v])
    for word in WORD.findall(text)
}
TELLTALE = {word for word in ENGLISH - OURS - SAME_IN_BOTH if len(word) > 2}


def shown(page):
    """Give what readers see or hear of a page, a feed, a mail or a book."""
    if page.path.endswith(".epub"):
        with zipfile.ZipFile(io.BytesIO(page.content)) as book:
            return " ".join(
                _text(book.read(n).decode()) for n in book.namelist() if n.endswith("xhtml")
            )
    content = page.content if isinstance(page.content, str) else page.content.decode()
    return _text(content)


def _text(content):
    content = unescape(unescape(content))  # feeds hold HTML as text
    content = re.sub(r"<(style|script)[\s\S]*?</\1>|<!--[\s\S]*?-->|<!\[CDATA\[", " ", content)
    content = re.sub(FRONT, "", content, flags=re.MULTILINE)
    told = re.findall(r'<meta [^>]*"(?:og:|)(?:title|description)" content="([^"]*)"', content)
    return " ".join([re.sub(r"<[^>]*>", " ", content), *told, *ATTRIBUTE.findall(content)])


def test_a_french_site_says_nothing_in_english():
    pages = [
        page for page in french_site() if not page.path.endswith((".eml", ".json", ".webmanifest"))
    ]
    expected = {
        *("index.md", "briefings/about.md", "briefings/2023/09/13.md", "s/a00/index.html"),
        *("digests/2023-09-13.txt", "digests/2023-09-13.epub", "feeds/briefings.rss"),
        *("stories/s0.md", "topics/index.html", "watch/index.html", "s/zz11/index.html"),
        *("languages/ru.md", *(f"{kind}/ancien/index.html" for kind in VANISHED)),
    }
    assert expected <= {page.path for page in pages}
    left = {}
    for page in pages:
        text = re.sub(r"https?\S+|[\w-]+\.(txt|rss|atom|json)\b|briefings?/\S*", " ", shown(page))
        found = {word.casefold() for word in WORD.findall(text)} & TELLTALE
        if found:
            left[page.path] = found
    assert left == {}
    day = next(page.content for page in pages if page.path == "briefings/2023/09/13.md")
    assert "<h1>mercredi 13 septembre 2023</h1>" in day
    assert "russe" in day


def test_the_search_names_languages_as_the_pages_do():
    index = next(p.content for p in french_site() if p.path == "briefings/search/index.json")
    assert json.loads(index)["facets"]["language"][0][0] == "russe"


@pytest.mark.parametrize("tag", ["de", "zh-Hant", "und", "en-GB", "en"])
def test_a_language_without_a_catalogue_is_served_in_english(tag):
    say = words_for(Language(tag))
    assert (say.tag, say("Search"), say.count(2, "story")) == ("en", "Search", "2 stories")
    assert say.date(PartialDate(2023, 9, 13)) == "13 September 2023"


@pytest.mark.parametrize("tag", ["fr", "fr-CA"])
def test_numbers_and_dates_are_written_as_the_language_has_them(tag):
    say = words_for(Language(tag))
    assert [say.count(n, "story") for n in (0, 1, 2)] == ["0 sujet", "1 sujet", "2 sujets"]
    assert say.number(1200) == "1\u202f200"
    dates = [PartialDate(2023, 9, 13), PartialDate(2023, 9), PartialDate(2023), None]
    assert [say.date(one) for one in dates] == [
        "13 septembre 2023",
        "septembre 2023",
        "2023",
        "sans date",
    ]
    assert say.long_date(dates[0]) == "mercredi 13 septembre 2023"
    assert say.of(Language("pt-BR")) == "portugais brésilien"
    assert say.of(Language("xx")) == "xx"


@pytest.mark.parametrize("detail", details())
def test_what_a_mark_says_is_said_in_french(detail):
    said_in_french = words_for(Language("fr")).detail(Mark("number", detail))
    assert said_in_french != detail
    assert words_for(Language("en")).detail(Mark("number", detail)) == detail


def test_a_mark_nobody_translated_is_shown_as_it_is():
    assert (
        words_for(Language("fr")).detail(Mark("new", "a doubt of tomorrow"))
        == "a doubt of tomorrow"
    )


def test_every_mark_of_the_checks_is_in_the_catalogue():
    patterns = {PLACE.sub("", one) for one in EN["details"]}
    for file in (ROOT / "briefgen" / "translating").rglob("*.py"):
        for text in re.findall(r'Mark\(\s*"[a-z ]+",\s*f?"([^"]+)"', file.read_text("utf-8")):
            plain = re.sub(r"“?\{[^{}]*\}”?", "", text)
            assert plain in patterns, text


def test_theme_navigation_and_scripts_speak_the_language_of_the_site(tmp_path):
    user = mkdocs.read_config(ROOT / "mkdocs.yml")
    user["nav"].append({"Notre équipe": "team.md"})
    for target, theme, first in (("fr", "fr", "Aujourd’hui"), ("de", "en", "Today")):
        about = make_site(target=Language(target))
        made = json.loads(mkdocs.settings(
            tmp_path / "mkdocs.yml", user, docs=tmp_path, site=tmp_path, theme=tmp_path,
            about=about, languages=[],
        ))  # fmt: skip
        assert made["theme"].get("language", "en") == theme
        nav = made.get("nav", user["nav"])
        assert nav[0] == {first: "index.md"}
        assert nav[-1] == {"Notre équipe": "team.md"}
        assert set(made["extra"]["words"]) == set(mkdocs.PHRASES)
        files = {page.path: page.content for page in mkdocs.theme_pages(tmp_path, {}, about)}
        for name, phrases in mkdocs.SPOKEN.items():
            filled = re.search(r"var WORDS = (\{.*\});", files[name].decode())
            words = json.loads(filled[1])
            assert set(phrases) <= set(words) or theme == "en"
    assert made["extra"]["words"]["Menu"] == "Menu"


def test_scripts_say_nothing_that_is_not_in_their_list():
    for name, phrases in mkdocs.SPOKEN.items():
        text = (TEMPLATES / "theme" / name).read_text("utf-8")
        asked = set(re.findall(r'\bsay\("([^"]+)"', text)) - {"Any "}
        assert asked <= set(phrases)
        assert set(phrases) <= set(EN["phrases"])
