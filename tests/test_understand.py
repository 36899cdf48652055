from collections import Counter
from datetime import date

import pytest
import trafilatura
from factories import make_article

from briefgen.model import Document, Metadata, Part, Published
from briefgen.reading import html, lines, understand
from briefgen.reading.account import account
from briefgen.reading.undated import undated
from briefgen.reading.understand import _with_lines

TODAY = date(2026, 11, 20)


def test_sentences_know_their_line_whatever_ends_the_lines():
    article = make_article()
    text = "T\r\n\n" + " " * article.sentences[1].start
    lined = _with_lines(article, text)
    assert lined.title.line == 1
    assert [sentence.line for sentence in lined.sentences] == [3, 3, 3]


def test_a_message_shows_the_beginning_of_a_long_title():
    long = make_article(title="a: " * 5000, published=Published())
    (problem,) = undated([long])
    assert "“a: a:" in str(problem)
    assert len(str(problem)) < 200


def _document(text, kind):
    return Document(f"a.{kind}", text, kind, (Part(0, len(text), Metadata()),))


@pytest.mark.parametrize("kind", ["text", "markdown"])
def test_each_line_of_a_file_is_classified_once(kind, monkeypatch):
    rows = ["Le port rouvre", "Les pêcheurs reviennent mardi au port de la ville.", "Par Anne Roy"]
    seen, look = Counter(), lines.line_kind
    monkeypatch.setattr(lines, "line_kind", lambda text: seen.update([text]) or look(text))
    (article,), _ = understand(_document("\n\n".join(rows) + "\n", kind), today=TODAY)
    assert article.author == "Anne Roy"
    assert seen == Counter(rows)


def test_a_page_is_parsed_once_by_us_and_once_by_trafilatura(monkeypatch):
    text = "<p>Les pêcheurs reviennent mardi au port de la ville, dit la mairie.</p>" * 9
    one = f"<article><h1>Le port rouvre</h1><time>3 mai 2024</time>{text}</article>"
    page = _document(f"<html><body>{one}{one}<!-- {id(text)} --></body></html>", "html")
    loads, load = [], trafilatura.load_html
    monkeypatch.setattr(trafilatura, "load_html", lambda text: loads.append(1) or load(text))
    html._read_page.cache_clear()
    articles, _ = understand(page, today=TODAY)
    account(page, articles)
    assert html._read_page.cache_info().misses == 1
    assert len(loads) == len(articles) == 2


def test_a_stretch_of_a_page_has_what_lies_in_it():
    page = "<div><p>Un deux</p><p>trois quatre</p></div>"
    blocks = html.read_blocks(page, page.index("deux"), page.index("quatre"))
    assert [block.text.strip() for block in blocks] == ["deux", "trois"]
    assert all(block.within == ("div", "p") for block in blocks)
    (start, end) = blocks[0].place
    assert page[start:end] == "deux"
