import json
import shutil
import subprocess
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from factories import make_briefing, make_story, make_summary
from hypothesis import given, settings
from hypothesis import strategies as st
from papers import day, make_paper

from briefgen.language.folding import PLAIN, fold
from briefgen.publishing.search import (
    bucket_of,
    indexed_terms,
    search_pages,
    terms_of,
)

NODE = shutil.which("node")
SCRIPT = Path(__file__).parent.parent / "templates/theme/assets/briefgen-search.js"
RECLASSIFIED = {0x1171E}  # a mark of another kind from one version of Unicode to the next
TEXTS = (
    "Choïgou à Vostotchny, l'œuvre d'Ørsted",
    "Straße ÆSIR łódź Đorđe İstanbul ılık",
    "政府周二宣布",
    "Правительство во вторник йод ёж",
    "أَعلنت الحكومة",
    "12,5 % en 2023 — COVID-19",
    "สวัสดี",
    "Ω ångström",
    "ﬁn Ⅳ ½ x² ＡＢＣ",
    "a_b c-d e.f",
    "한국 정부",
    "",
)


def index(briefings):
    pages = {
        p.path.removeprefix("briefings/search/"): json.loads(p.content)
        for p in search_pages(briefings)
    }
    return pages.pop("index.json"), pages


def test_folding_forgets_accents_and_case():
    assert fold("Choïgou À L'ŒUVRE, Straße, Йод") == "choigou a l'oeuvre, strasse, иод"
    assert fold("𝙰𝙱") == "ab"
    assert terms_of("Choïgou, 政府周") == {"choigou", "政府", "府周"}
    assert terms_of("政") == {"政"}


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=40))
def test_buckets_are_safe_file_names(text):
    for term in terms_of(text):
        assert set(bucket_of(term)) <= set("abcdefghijklmnopqrstuvwxyz0123456789-_")


def test_every_term_of_a_story_leads_to_it():
    head, buckets = index(make_paper())
    assert head["dates"] == ["2023-08", "2023-09-12", "2023-09-13", None]
    found = buckets["terms/br.json"]["brittany"]
    assert [posting >> 1 for posting in found] == [1 * head["stride"], 2 * head["stride"]]
    assert buckets["terms/pl.json"]["plan"][-1] & 1
    for kind, folder in (("buckets", "terms/"), ("full", "full/")):
        files = {name for name in buckets if name.startswith(folder)}
        assert {f"{folder}{name}.json" for name in head[kind]} == files


def left_out():
    """A story of an article one sentence of which was chosen."""
    whole = make_summary(("Le port rouvre.", "Un phare brille."), None, id="a")
    return make_story(replace(whole, sentences=whole.sentences[:1]), id="port")


def test_every_sentence_of_an_original_is_found_and_told_unless_it_is_not_wanted():
    briefing = make_briefing(left_out())
    _, found = index((briefing,))
    assert found["full/ph.json"] == {"phare": [0]}
    assert "full/po.json" not in found  # the site itself shows it
    assert found["texts/2023-09-13.json"] == [[["Un phare brille."]]]
    paths = {page.path for page in search_pages((briefing,), originals=False)}
    assert not any("/full/" in path or "/texts/" in path for path in paths)


def test_languages_and_outlets_lead_to_their_stories():
    head, found = index(make_paper())
    by_name = {name: (file, count) for name, file, count in head["facets"]["language"]}
    file, count = by_name["Russian"]
    assert found[f"facets/{file}.json"] == [2 * head["stride"]]
    assert count == 1
    assert head["facets"]["outlet"][0][2] >= head["facets"]["outlet"][-1][2]


@pytest.mark.skipif(NODE is None, reason="needs node")
@pytest.mark.parametrize(
    ("query", "words", "filters"),
    [
        ("port language:French", "port", [["language", "French"]]),
        ("+port* +outlet:le_monde*", "+port*", [["outlet", "le monde"]]),
        ("after:2024-07 before:2024-08-15", "", [["after", "2024-07"], ["before", "2024-08-15"]]),
        ("https://a.example/b", "https://a.example/b", []),
    ],
)
def test_what_narrows_a_search_is_parted_from_its_words(query, words, filters):
    code = "console.log(JSON.stringify(require(process.argv[1]).parted(process.argv[2])))"
    done = subprocess.run(
        [NODE, "-e", code, str(SCRIPT), query], capture_output=True, encoding="utf-8", check=True
    )
    told = json.loads(done.stdout)
    assert (told["words"].strip(), told["filters"]) == (words, filters)


def test_heavy_buckets_are_split_and_common_terms_left_out(monkeypatch):
    monkeypatch.setattr("briefgen.publishing.search.HEAVY", 2000)
    summaries = [make_summary((f"rebut{n} commun",), None, id=f"i{n}") for n in range(300)]
    stories = [make_story(summary, id=summary.article.id) for summary in summaries]
    head, buckets = index((make_briefing(*stories),))
    assert "commun" in head["common"]
    assert head["buckets"]["re"] == 3
    assert "rebut7" in buckets["terms/reb.json"]


def test_numbers_grow_with_the_archive_and_do_not_move():
    old = make_briefing(make_story(make_summary(published=day("2023-09-12"), id="a")))
    new = make_briefing(make_story(make_summary(published=day("2023-09-13"), id="b")))
    before = index((old,))[1]["terms/br.json"]["brittany"]
    assert index((new, old))[1]["terms/br.json"]["brittany"][:1] == before


@pytest.mark.skipif(NODE is None, reason="needs node")
def test_the_worker_folds_and_splits_as_we_do():
    code = (
        "const s = require(process.argv[1]), t = JSON.parse(process.argv[2]);"
        "const all = (x) => [s.fold(x), s.termsOf(x), s.termsOf(x).map((y) => s.bucketOf(y))];"
        "console.log(JSON.stringify(t.map(all)))"
    )
    done = subprocess.run(
        [NODE, "-e", code, str(SCRIPT), json.dumps(TEXTS)],
        capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    for text, (folded, terms, buckets) in zip(TEXTS, json.loads(done.stdout), strict=True):
        assert folded == fold(text)
        assert set(terms) == terms_of(text)
        assert buckets == [bucket_of(term) for term in terms]


@pytest.mark.skipif(NODE is None, reason="needs node")
def test_both_halves_fold_all_of_unicode_alike_from_one_table():
    code = (
        "const s = require(process.argv[1]);"
        "const known = JSON.parse(require('fs').readFileSync(0, 'utf8'));"
        "console.log(JSON.stringify([s.PLAIN, known.map((c) => s.fold(String.fromCodePoint(c)))]))"
    )
    assigned = [
        cp
        for cp in range(0x20, 0x30000)
        if unicodedata.category(chr(cp)) not in {"Cn", "Cs", "Co", "Cc"}
    ]
    assigned = [cp for cp in assigned if cp not in RECLASSIFIED]
    points = [cp for cp in assigned if cp < 0x3400 or cp % 97 == 0 or 0xF900 <= cp < 0x20000]
    done = subprocess.run(
        [NODE, "-e", code, str(SCRIPT)], input=json.dumps(points),
        capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    table, folded = json.loads(done.stdout)
    assert table == PLAIN
    differing = [hex(c) for c, theirs in zip(points, folded, strict=True) if theirs != fold(chr(c))]
    assert differing == []


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("شیراز", "شيراز"),
        ("كتاب", "کتاب‌های درسی"),
        ("مصطفي", "أعلن مصطفى"),
        ("محافظة", "ومحـــافظة الموصل"),
        ("مدرسة", "بناء المدرسة"),
        ("Bundestag", "Bundes\u00adtag"),
        ("300", "٣٠٠ و ３００ و ३००"),
    ],
)
def test_letters_written_in_two_ways_are_one(query, text):
    for term in terms_of(query):
        assert any(known.startswith(term) for known in indexed_terms(text)), term
