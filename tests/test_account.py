"""Every character of a file is accounted for, in every format (briefgen/reading/account.py)."""

import datetime
import json
import lzma
from pathlib import Path

import pytest
from factories import make_article
from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen.model import Document, Metadata, Paragraph, Part, Removed
from briefgen.reading import files, front_matter, split
from briefgen.reading.account import UNACCOUNTED, account, left_out
from briefgen.reading.clean import clean

TODAY = datetime.date(2026, 11, 20)
REPORTS = Path(__file__).parent / "reports"


def checked(document):
    """Give the entries of a document, checked to follow one another without a gap."""
    articles = [clean(document, piece)[0] for piece in split.split(document)]
    entries = account(document, articles)
    at = 0
    for entry in entries:
        assert entry.start == at < entry.end
        at = entry.end
    assert at == len(document.text)
    return articles, entries


def assert_nothing_is_lost(document):
    articles, entries = checked(document)
    lost = [document.text[one.start : one.end] for one in entries if one.kind == UNACCOUNTED]
    assert lost == []
    kept = sum(len(one.text.split()) for article in articles for one in article.paragraphs)
    told = sum(len(document.text[e.start : e.end].split()) for e in entries if e.kind == "text")
    assert told >= kept * 0.5  # markup within a paragraph may join or part words, not lose them
    return entries


LINES = [
    "Le port de Brest rouvre après la tempête",
    "La mairie a annoncé mardi la réouverture du port. Les pêcheurs sont contents.",
    "BREST, France (AFP) – La mer est calme ce soir.",
    "Lire aussi : trois bateaux coulés",
    "Publié le 12 mars 2024 à 10h30",
    "12 mars 2024",
    "Le port vu du ciel (Photo by Paul MOREL / POOL / AFP)",
    "Par Jeanne Martin",
    "Europe",
    "___",
    "https://example.org/port",
    "Source : https://example.org/port",
    "Partir ?",
    "Non.",
    "L&#8217;eau manque &amp; la r&eacute;gion s&#8217;inqui&egrave;te.",
    "# Un titre",
    "> Une citation\n> sur deux lignes.",
    "- Verdun : 3 morts",
    "**Gras** et [lien](https://example.org) et ==surligné==.[^1]",
    "[^1]: Voir le communiqué.",
    "![Le port](https://example.org/a.jpg)",
    "> [!note]",
    "พายุเข้าชายฝั่ง",
    "台风逼近福建沿海。",
    "كتب أحمد علي",
    "\u200b",
    "Abonnez-vous à notre newsletter sans engagement, connectez-vous.",
    "Jean Roy et Paul Morel ont contribué à cet article.",
    "\u00ad\u200c · ‎",
]
SEPARATORS = ["\n\n", "\n", "\r\n", "\r", "\u2028", "\n\n\n", "\r\r", "\x85"]
TEXTS = st.lists(st.tuples(st.sampled_from(LINES), st.sampled_from(SEPARATORS)), max_size=14).map(
    lambda pairs: "".join(line + end for line, end in pairs)
)
FRONT = st.sampled_from(
    ["", "---\ntitle: Le port\n---\n", "---\nurl: https://example.org/a\n---\n\n"]
)


@pytest.mark.parametrize("kind", ["text", "markdown"])
@given(TEXTS, FRONT)
def test_no_character_of_a_text_is_lost(kind, body, front):
    text = front + body
    parts, _ = front_matter.read_parts(text, "a.md", today=TODAY, always=kind == "markdown")
    assert_nothing_is_lost(Document("a.md", text, kind, parts))


TAGS = ["p", "div", "li", "h2", "aside", "nav", "blockquote", "section class='comments'", "figure"]
MARKED = [
    *LINES[:12],
    "10<sup>9</sup> euros<sup>1</sup>, dit <time>mardi</time> la mairie de Brest.",
    "<noscript>Sans script</noscript><script>var a = '<p>';</script>",
    "&amp;#8217; &copy <br> a<br><br>b",
    "<a href='x>y'>Lire</a> <button>Partager</button>",
    "<select><option>Un</option></select><textarea>Deux</textarea>",
]
MARKUP = st.lists(st.tuples(st.sampled_from(TAGS), st.sampled_from(MARKED)), max_size=14).map(
    lambda pairs: "".join(f"<{tag}>{inner}</{tag.split()[0]}>\n" for tag, inner in pairs)
)


@settings(max_examples=40, deadline=None)
@given(MARKUP, st.sampled_from([None, "Le port rouvre"]))
def test_no_character_of_a_page_is_lost(body, stated):
    text = f"<html><head><title>Le port | Le Phare</title></head><body><h1>Le port</h1>{body}"
    part = Part(0, len(text), Metadata(title=stated))
    assert_nothing_is_lost(Document("a.html", text, "html", (part,)))


def test_nothing_is_lost_in_any_report():
    documents, _ = files.read_documents(REPORTS, max_bytes=10**7, today=TODAY)
    for document in documents:
        assert_nothing_is_lost(document)


def test_nothing_is_lost_in_the_seeds_and_in_real_pages(shared):
    documents, _ = files.read_documents(shared / "seeds", max_bytes=10**7, today=TODAY)
    with lzma.open(shared / "eval" / "pages-dev.jsonl.xz", "rt", encoding="utf-8") as file:
        pages = [json.loads(line)["html"] for _, line in zip(range(6), file, strict=False)]
    made = [Document("a.html", p, "html", (Part(0, len(p), Metadata()),)) for p in pages]
    for document in (*documents, *made):
        entries = assert_nothing_is_lost(document)
        assert any(entry.kind == "text" for entry in entries)


def test_much_text_left_out_is_a_problem():
    prose = "La mairie a annoncé mardi la réouverture du port aux bateaux. " * 8
    out = (Removed("outside the main text", prose, 0, len(prose)),)
    kept = (Paragraph(prose, 500, 500 + len(prose)),)
    (problem,) = left_out(make_article(paragraphs=kept, removed=out), 3)
    assert "50% of the running text" in str(problem)
    assert "briefgen explain a.txt" in problem.remedy
    comments = (Removed("comments", prose, 0, len(prose)),)
    assert left_out(make_article(paragraphs=kept, removed=comments), 3) == ()
