"""The gates of quality on a small part of our own making, so that they hold without ../shared."""

import random
import sys
from datetime import date
from pathlib import Path

import pytest
import sacrebleu

from briefgen.choosing.choose import rank
from briefgen.engines.sumy import SumySummarizer
from briefgen.language.sentences import split_sentences
from briefgen.language.tags import ENGLISH, Language
from briefgen.model import Document, Metadata, Part, Sentence
from briefgen.packages import find_packages, routes
from briefgen.reading import understand
from briefgen.translating.checks import check
from briefgen.translating.translate import Decoding, follow

BENCHMARKS = Path(__file__).resolve().parent.parent / "benchmarks"
GATES = Path(__file__).resolve().parent / "gates"
FRENCH = Language("fr")
sys.path.append(str(BENCHMARKS))


def rows(name):
    return [line.split("\t") for line in (GATES / name).read_text("utf-8").splitlines()]


def read(name, kind):
    text = (GATES / name).read_text("utf-8")
    document = Document(name, text, kind, (Part(0, len(text), Metadata()),))
    return understand(document, today=date(2026, 11, 25))[0]


def hold(name, figures):
    import floors

    assert floors.sunk(f"gates, {name}", figures) == []


def test_sentences():
    hits = found = wanted = 0
    for tag, marked in rows("sentences.tsv"):
        parts = marked.split("|")
        glue = "" if tag == "zh" else " "
        spans = {text.strip() for text in parts}
        text = glue.join(parts)
        ours = {text[a:b] for a, b in split_sentences(text, Language(tag))}
        hits, found, wanted = hits + len(ours & spans), found + len(ours), wanted + len(spans)
    hold("sentences", {"F1": 2 * hits / (found + wanted)})


def test_one_file_is_split_into_its_articles():
    titles = [article.title.original for article in read("articles.txt", "text")]
    assert titles == [
        "Le pont de Kermor rouvre en mai",
        "Un vaccin contre la dengue prêt pour l'été",
        "Les vignerons de la Loire réclament un fonds contre le gel",
    ]


def test_a_page_keeps_its_text_and_loses_its_chrome():
    (article,) = read("page.html", "html")
    text = " ".join(paragraph.text for paragraph in article.paragraphs)
    assert article.title.original == "Le pont de Kermor rouvre en mai"
    assert str(article.day) == "2024-04-12"
    assert len(article.paragraphs) == 3
    for chrome in ("Accueil", "Abonnez", "Photo", "Lire aussi", "chalutier", "Le Goff"):
        assert chrome not in text, chrome


def test_summaries():
    from rouge import rouge, tokens

    scores = []
    for article, (abstract,) in zip(
        read("articles.txt", "text"), rows("abstracts.tsv"), strict=True
    ):
        shown = sorted(rank(article, SumySummarizer()).shown())
        said = tokens(" ".join(article.sentences[i].original for i in shown))[:60]
        scores.append(rouge(said, tokens(abstract)))
    means = [sum(column) / len(scores) for column in zip(*scores, strict=True)]
    hold("summaries", dict(zip(("R-1", "R-2", "R-L"), means, strict=True)))


def marked(french, english):
    sentence = Sentence(french, 0, len(french), translation=english, shown="translation")
    return bool(check(sentence, source=FRENCH, target=ENGLISH))


def test_checks_catch_what_was_damaged_and_are_quiet_elsewhere():
    import damage

    pairs = rows("pairs.tsv")
    figures = {"quiet": sum(not marked(*pair) for pair in pairs) / len(pairs)}
    others = [english for _, english in pairs]
    for name, spoil in damage.KINDS.items():
        dice = random.Random(1)  # noqa: S311 - chance here picks samples
        spoiled = [(french, spoil(english, dice, others)) for french, english in pairs]
        caught = [marked(french, english) for french, english in spoiled if english is not None]
        figures[f"caught {name}"] = sum(caught) / len(caught)
    hold("checks", figures)


@pytest.mark.package
def test_the_bundled_package(tmp_path):
    packages, _ = find_packages([], cache=tmp_path)
    route = routes(packages, threads=1)(FRENCH)
    french, english = zip(*rows("pairs.tsv"), strict=True)
    done = [candidate.text for candidate in follow(route, french, FRENCH, Decoding())]
    hold("translation", {"chrF": sacrebleu.corpus_chrf(done, [list(english)]).score})
