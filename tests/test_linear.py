"""Nothing worse than linear: texts without stops, spaces without end, endless tags."""

import datetime
import time
from types import SimpleNamespace

import pytest
from factories import make_article, make_document

from briefgen.choosing import choose as choosing
from briefgen.language.sentences import split_sentences
from briefgen.language.tags import Language
from briefgen.model import Document, Metadata, Part, Sentence
from briefgen.reading import lines, toml_matter, understand
from briefgen.reading.account import account
from briefgen.reading.files import read_documents
from briefgen.reading.front_matter import read_parts
from briefgen.reading.html import LONGEST_TAG, tamed
from briefgen.state.ledger import name_articles
from briefgen.translating import checks, protected

TODAY = datetime.date(2024, 3, 14)


class Even:
    """A summariser to which all sentences are the same."""

    name = "even"
    decides = False

    def score(self, sentences, language):
        return [1.0] * len(sentences)


def seconds(act):
    began = time.process_time()
    act()
    return time.process_time() - began


TEXTS = {
    "chinese": "中国政府宣布新的计划",
    "thai": "ก",
    "spaced dots": "Le pont. ",
    "hyphens": "JEAN-",
    "seams": "cèdeLe ",
}


@pytest.mark.parametrize("unit", TEXTS.values(), ids=TEXTS)
def test_choosing_from_a_text_without_end_ends(unit):
    text = unit * (200_000 // len(unit))
    article = make_article((text,)) if " " not in unit else make_article((unit,) * 20_000)
    assert seconds(lambda: choosing.choose(article, Even())) < 10


@pytest.mark.parametrize("text", ["x" + " " * 200_000 + "y", "x\n" + " " * 100_000 + "y"])
def test_white_space_without_end_is_passed_once(text):
    assert seconds(lambda: split_sentences(text, Language("fr"))) < 5


def test_endless_tags_are_cut_and_ordinary_ones_stay():
    attributes = " ".join(f'a{number}="b"' for number in range(30_000))
    page = f"<p {attributes}>Le texte.</p><a href='x'>y</a>"
    short = tamed(page)
    assert len(short) < LONGEST_TAG
    assert short.endswith("Le texte.</p><a href='x'>y</a>")
    assert tamed(make_document("<p class='a'>b</p>").text) == "<p class='a'>b</p>"


def test_articles_of_one_text_are_named_in_one_go():
    articles = [make_article(file="a.txt", start=number) for number in range(4000)]
    named = []
    assert seconds(lambda: named.extend(name_articles(articles, (), today=TODAY)[0])) < 10
    assert len({article.id for article in named}) == len(articles)


def test_a_file_of_many_articles_is_passed_once():
    text = "Le pont.\n" * 60_000
    parts = tuple(Part(start, start + 9, Metadata()) for start in range(0, 9 * 2000, 9))
    document = Document("a.md", text, "markdown", parts)
    assert seconds(lambda: understand(document, today=TODAY)) < 10


class Counted(tuple):
    """Parts that count how often one of them is looked at."""

    __slots__ = ()
    looks = 0

    def __iter__(self):
        for one in super().__iter__():
            Counted.looks += 1
            yield one

    def __getitem__(self, place):
        Counted.looks += 1
        return super().__getitem__(place)


def looks_at_parts(number, text="---\ntitle: a\n---\nabc.\n"):
    """Give how often the parts of a file of many front matters are looked at."""
    parts, _ = read_parts(text * number, "a.md", today=TODAY, always=True)
    assert len(parts) == number
    document = Document("a.md", text * number, "markdown", Counted(parts))
    Counted.looks = 0
    articles, _ = understand(document, today=TODAY)
    account(document, articles)
    return Counted.looks


def test_a_file_of_many_front_matters_is_passed_once():
    lines._line_ends.cache_clear()
    few, many = looks_at_parts(100), looks_at_parts(400)
    assert many < 6 * few  # each article finds its own by halving
    assert lines._line_ends.cache_info().misses == 2


def test_the_places_of_keys_in_toml_are_found_in_one_go(monkeypatch):
    text = "\n".join(f"key-{number} = {number}" for number in range(300))
    tried = []
    match = toml_matter._KEY.match
    monkeypatch.setattr(
        toml_matter,
        "_KEY",
        SimpleNamespace(match=lambda line: tried.append(line) or match(line)),
    )
    found = list(toml_matter.values(text))
    assert found[-1][:3] == ("key-299", "299", 299)
    assert text[slice(*found[-1][3:])] == "299"
    assert len(tried) == 300


# What is repeated to 200 kB, by the ending of the file.
REPEATED = {
    "md": [
        "---\ntitle: a\n---\nLe pont ouvre.\n",
        "# Titre\n",
        "* a\n",
        "> a\n",
        "[a](b) ",
        "**a",
        "---\n",
        "a: &a [*a]\n",
    ],
    "html": [
        "<b><p>",
        "<p>Un pont<br>",
        "<br>",
        "<h1>Titre</h1>",
        "<h1>Titre</h1><p>Le pont ouvre.</p>",
        "<p>a b</p>",
        "<ul><li>a b c",
        "<div>a",
        "<tr><td>a",
        "<a href=x>a</a> ",
        "<span>a</span> ",
        "&amp;",
        "<",
        "<!--",
        "<![CDATA[",
        "<script>",
        "<time datetime='2024-01-02'>",
        "<article><p>Le pont.</p>",
        "<meta name='date' content='2024-01-02'>",
        "<font><i><u>a",
        "<blockquote>a",
        "<pre>a\n",
    ],
    "txt": [
        "Le titre du jour\n",
        "Le titre du jour\n\n",
        "Le titre\n\nLe pont ouvre. Il est cher.\n\n\n",
        "12 mars 2024\n",
        "PARIS (AFP) - Le pont.\n",
        ".",
        ". ",
        "« a » ",
        "a, ",
        "LE PONT ",
        "1",
        "1 2 ",
        "1.000,",
        "http://a.b/c ",
        "---\n",
        "===\n",
        "a: b\n",
        "السلام ",
        "中国。",
        "กข",
        "e\u0301",
        "a\u200d",
        "\u202eab ",
        "&#39; ",
        "\t a",
        "a\n\n\n",
        "Jean Dupont, Paris\n",
        "Lire aussi : le pont\n",
        "***\nTitre\nLe texte ici.\n",
        "(",
        "a-\n",
        "[1] ",
        "M. ",
        "M. Le ",
        "Le pont ouvre mardi.\n\n",
        '"a" ',
        "a… ",
    ],
    "eml": ["--b\n\na\n"],
}
HEADS = {"eml": "Subject: a\nContent-Type: multipart/mixed; boundary=b\n\n", "html": "<html><body>"}


@pytest.mark.long
@pytest.mark.parametrize(
    ("suffix", "unit"), [(suffix, unit) for suffix, units in REPEATED.items() for unit in units]
)
def test_two_hundred_kilobytes_of_anything_are_read_and_weighed(tmp_path, suffix, unit):
    text = HEADS.get(suffix, "") + unit * (200_000 // len(unit.encode()))
    (tmp_path / f"a.{suffix}").write_text(text, "utf-8")

    def read():
        documents, _ = read_documents(tmp_path, max_bytes=1_000_000, today=TODAY)
        found = [one for document in documents for one in understand(document, today=TODAY)[0]]
        for article in found:
            choosing.choose(article, Even())

    assert seconds(read) < 25


@pytest.mark.parametrize(
    "unit", ["-", "a.", "1", "1,", "1a", "a@", "a+", " 1", "{{", "€", "☀", "☀ a ", "a ☀, "]
)
def test_a_long_run_is_checked_and_shielded_at_once(unit):
    text = unit * (20_000 // len(unit))
    sentence = Sentence(text, 0, len(text), translation=text, shown="translation")

    def work():
        protected.shield(text).restore(text)
        protected.without_tokens(text)
        checks.check(sentence, source=Language("fr"), target=Language("en"))

    assert seconds(work) < 3
