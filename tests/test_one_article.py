"""One article never stops the others: every language, odd pages, odd names, through every stage."""

import datetime
import os
import subprocess
import sys
import threading
from contextlib import nullcontext
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from fakes import FakeTranslator

from briefgen import mishaps, pipeline
from briefgen.config import Config
from briefgen.engines.sumy import METHODS, SumySummarizer
from briefgen.errors import SummaryError
from briefgen.language.tags import Language
from briefgen.progress import untold

ROOT = Path(__file__).parent.parent
TODAY = datetime.date(2024, 3, 14)
GOOD = (
    "Le maire ouvre le nouveau pont\n\nLe maire a ouvert mardi le nouveau pont de la ville. "
    "Il a coûté 12 millions d'euros. Les riverains en sont contents.\n"
)
TAGS = """af am ar as az be bg bn bo br bs ca ckb cs cy da de dv dz el en eo es et eu fa fi fo fr
    fy ga gd gl gn gu ha he hi hr ht hu hy id ig is it ja jv ka kk km kn ko ku ky la lb lo
    lt lv mg mk ml mn mr ms mt my nb ne nl nn no oc or pa pl ps pt pt-BR qu ro ru rw sd se
    si sk sl so sq sr sv sw ta te tg th ti tk tl tr tt ug uk und ur uz vi vo wa wo xh yi yo
    zh zh-Hans zh-Hant zt zu""".split()  # noqa: SIM905  # a word list


class Silent:
    """An observer that watches nothing."""

    def stage(self, name):
        return nullcontext(untold)


class Stumbling:
    """A summariser that cannot bear one text."""

    name = "stumbling"

    def score(self, sentences, language):
        if any("explose" in sentence for sentence in sentences):
            raise ZeroDivisionError("no\nsense")
        return [1.0] * len(sentences)


def find_route(language):
    return (FakeTranslator(language.primary),)


def build(tmp_path, summarizer=None):
    (tmp_path / "articles" / "good.txt").write_text(GOOD, "utf-8")
    config = Config(
        articles=tmp_path / "articles",
        templates=tmp_path / "templates",
        glossary=tmp_path / "g.yml",
        corrections=tmp_path / "c.yml",
        sources=tmp_path / "s.yml",
        site_url="https://a.example/",
    )
    engines = pipeline.Engines(summarizer or SumySummarizer(), find_route)
    edition = pipeline.gather(config, engines, today=TODAY, observer=Silent())
    edition, pages = pipeline.render(edition, config)
    shown = [s for b in edition.briefings for story in b.stories for s in story.summaries]
    files = {one.article.file for one in shown} | {d.file for one in shown for d in one.duplicates}
    assert "good.txt" in files
    return edition, pages, files


@pytest.fixture
def articles(tmp_path):
    (tmp_path / "articles").mkdir()
    return tmp_path / "articles"


def test_every_language_we_list_goes_through_every_stage(tmp_path, articles):
    bodies = {"pl": "Premier ogłosił dziś plan pomocy. Ma on kosztować miliard złotych."}
    for number, tag in enumerate(TAGS):
        body = bodies.get(
            tag, f"Ceci est le texte numéro {number}. Il dit {number} choses du pont."
        )
        head = f"---\nlanguage: {tag}\npublished: 2024-03-0{number % 9 + 1}\n---\n"
        text = f"{head}Titre {tag}\n\n{body}\n"
        (articles / f"{number:03}.md").write_text(text, "utf-8")
    edition, _, files = build(tmp_path)
    assert not [problem for problem in edition.problems if problem.severity == "error"]
    assert len(files) == len(TAGS) + 1


@pytest.mark.parametrize("tag", TAGS)
def test_every_language_is_rated_by_every_method(tag):
    texts = ["Le pont est ouvert depuis mardi.", "Они сказали, что мост открыт."]
    for method in METHODS:
        assert len(SumySummarizer(method).score(texts, Language.parse(tag))) == 2


BODY = "<p>" + "Le gouvernement a annoncé mardi un plan de soutien à la pêche. " * 12 + "</p>"
HEADS = {
    **{
        f"reference {code}": f"<h1>Un&#{code};titre du jour</h1>"
        for code in (0, 1, 8, 11, 12, 28, 29, 30, 31, 127, 128, 55296, 65534, 65535, 1114112)
    },
    "hexadecimal": "<h1>Un&#xB;titre&#x1f; du jour</h1>",
    "raw": "<h1>Un\x0btitre\x1cdu jour</h1>",
    **{
        f"stamp {stamp}": f'<meta property="article:published_time" content="{stamp}"><h1>Un</h1>'
        for stamp in (
            "2023-09-13T10:00:00+99:99", "2023-99-99", "0000-00-00T00:00", "99999-01-01", "+99:99",
            "2023-09-13T25:61:61Z", "٢٠٢٣-٠٩-١٣", "-1", "9" * 500,
        )
    },
}  # fmt: skip


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
def test_an_odd_page_is_read_and_stops_nobody(tmp_path, articles, head):
    page = f"<html><head><title>x</title></head><body><article>{head}{BODY}</article></body></html>"
    (articles / "odd.html").write_text(page, "utf-8", "surrogatepass")
    edition, _, files = build(tmp_path)
    assert "odd.html" in files
    assert not [problem for problem in edition.problems if problem.severity == "error"]


@pytest.mark.parametrize("depth", [100, 1000, 3000])
@pytest.mark.parametrize("shape", ["title: {}", "{}", "a: {{b: {}}}"])
def test_deep_front_matter_is_a_problem_of_its_file(tmp_path, articles, depth, shape):
    nested = shape.format("[" * depth + "]" * depth)
    (articles / "deep.md").write_text(f"---\ntitle: x\n{nested}\n---\n{GOOD}", "utf-8")
    edition, _, _ = build(tmp_path)
    assert [problem for problem in edition.problems if problem.file == "deep.md"]


@pytest.mark.parametrize("length", range(240, 256))
def test_long_names_are_read(tmp_path, articles, length):
    (articles / ("n" * (length - 4) + ".txt")).write_text(GOOD.replace("12", "14"), "utf-8")
    assert len(build(tmp_path)[2]) == 2


@pytest.mark.parametrize(
    "stage",
    [
        "briefgen.reading.whole.understand",
        "briefgen.reading.whole.as_document",
        "briefgen.reading.files.load",
    ],
)
def test_whatever_a_stage_raises_is_told_of_its_file(tmp_path, articles, monkeypatch, stage):
    (articles / "bad.txt").write_text("Ceci explose", "utf-8")
    module, _, name = stage.rpartition(".")
    owner = sys.modules[module]
    real = getattr(owner, name)

    def stumble(one, *rest, **options):
        if str(getattr(one, "file", one)).endswith("bad.txt"):
            raise RecursionError("too\ndeep")
        return real(one, *rest, **options)

    monkeypatch.setattr(owner, name, stumble)
    (told,) = [one for one in build(tmp_path)[0].problems if one.file == "bad.txt"]
    assert "RecursionError" in told.message
    assert "\n" not in told.message
    assert "report" in told.remedy


# What raises for one article, and what of it is published all the same.
STAGES = {
    "briefgen.state.ledger._body": None,
    "briefgen.state.ledger._entry": None,
    "briefgen.desk.outlets._find": None,
    "briefgen.translating.translate.protected.shield": "original",
    "briefgen.translating.translate._fill": "original",
    "briefgen.translating.checks.check": "original",
    "briefgen.translating.retry._tries": "original",
    "briefgen.desk.corrections._correct_one": None,
    "briefgen.stories.copies.shingles": None,
    "briefgen.naming.recurring.read": "translation",
    "briefgen.stories.headline.title": None,
    "briefgen.publishing.pages.views.article_view": None,
    "briefgen.publishing.json_export._article": None,
}
BAD = "Le titre qui explose\n\nTout explose mardi sur le pont neuf. Rien ne reste de la ville.\n"


@pytest.mark.parametrize("stage", STAGES)
def test_no_stage_is_stopped_by_one_article(tmp_path, articles, monkeypatch, stage):
    (articles / "bad.txt").write_text(BAD, "utf-8")
    others = ("La pluie tombe", "Un train arrive", "Des vignes gèlent", "Son équipe gagne")
    for number, what in enumerate(others):
        text = (
            f"{what} lundi\n\n{what} lundi, dit-on, depuis {number} heures. Nul ne sait pourquoi.\n"
        )
        (articles / f"{number}.txt").write_text(text, "utf-8")
    owner, name = find(stage)
    real = getattr(owner, name)

    def stumble(*given, **named):
        if "explose" in str(given):
            raise ZeroDivisionError("no\nsense")
        return real(*given, **named)

    monkeypatch.setattr(owner, name, stumble)
    edition, pages, files = build(tmp_path)
    errors = [one for one in edition.problems if one.severity == "error"]
    assert [one.file for one in errors] == ["bad.txt"]
    assert "ZeroDivisionError" in errors[0].message
    assert {"0.txt", "1.txt", "2.txt", "3.txt"} <= files
    assert ("bad.txt" in files) == (STAGES[stage] is not None)
    assert ("bad.txt" in {line.file for line in edition.ledger}) == ("bad.txt" in files)
    shown = [page for page in pages if "Tout explose mardi" in str(page.content)]
    assert bool(shown) == ("bad.txt" in files)


def find(dotted):
    """Give the module and the name a dotted path leads to."""
    owner, _, name = dotted.rpartition(".")
    module, _, inner = owner.rpartition(".")
    if owner in sys.modules:
        return sys.modules[owner], name
    return getattr(sys.modules[module], inner), name


def test_what_every_article_meets_ends_the_build():
    def work(items):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        mishaps.spare(work, "abc")
    with pytest.raises(SummaryError):
        mishaps.spare(fail_on_settings, "abc")


def fail_on_settings(items):
    raise SummaryError("no such method.")


@pytest.mark.parametrize("bad", ["", "a", "h", "cf", "abdefgh", "de"])
def test_those_who_raise_are_left_out_and_the_rest_keeps_its_order(bad):
    def work(items):
        if {*items} & {*bad} if bad != "de" else {*"de"} <= {*items}:
            raise ValueError("".join(items))
        return "".join(items)

    result, blamed = mishaps.spare(work, "abcdefgh")
    assert "".join(item for item, _ in blamed) == (bad if bad != "de" else "e")
    assert result == "".join(c for c in "abcdefgh" if c not in [item for item, _ in blamed])


def test_an_article_that_cannot_be_weighed_shows_its_first_sentence(tmp_path, articles):
    (articles / "bad.txt").write_text("Le titre de ceci\n\nTout explose. Rien ne reste.", "utf-8")
    edition, _, files = build(tmp_path, Stumbling())
    assert "bad.txt" in files
    assert [one for one in edition.problems if "choosing sentences" in one.message]


def test_expected_errors_keep_their_words_and_lack_of_memory_has_its_own():
    told = mishaps.problem("a.txt", "choosing", SummaryError("no.", remedy="Do this."))
    assert (told.message, told.remedy) == ("choosing: no.", "Do this.")
    assert "memory" in mishaps.problem("a.txt", "reading", MemoryError()).message


# Offline is offline

GUARD = """
import sys
def guard(event, _):
    if event in {"socket.connect", "socket.getaddrinfo", "socket.sendto", "socket.gethostbyname"}:
        sys.stderr.write(f"GUARD {event}\\n")
        raise RuntimeError(event)
sys.addaudithook(guard)
"""


class Answer(BaseHTTPRequestHandler):
    """Answers with a date and counts who asks."""

    def do_GET(self):
        self.server.asked.append(self.path)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b'<meta property="article:published_time" content="2019-05-05"><p>x</p>')

    def log_message(self, *_):
        pass


@pytest.fixture
def server():
    made = HTTPServer(("127.0.0.1", 0), Answer)
    made.asked = []
    thread = threading.Thread(target=made.serve_forever, daemon=True)
    thread.start()
    yield made
    made.shutdown()
    made.server_close()


def test_nothing_an_article_holds_is_fetched(tmp_path, articles, server):
    home = f"http://127.0.0.1:{server.server_port}"
    texts = [
        home,
        f"{home}/a",
        f"\n{home}/b\n",
        f"{home}/<b>x</b>",
        f"{home}/c<p>x</p>",
        f"file://{__file__}",
        __file__,
        f'<link rel="canonical" href="{home}/d"><p>{home}/e</p>',
        f'<!DOCTYPE html SYSTEM "{home}/f" [<!ENTITY x SYSTEM "{home}/g">]><p>&x; Un pont.</p>',
        f'<meta http-equiv="refresh" content="0; url={home}/h"><img src="{home}/i">',
    ]
    for number, text in enumerate(texts):
        for suffix in (".html", ".txt", ".md"):
            (articles / f"{number}{suffix}").write_text(text, "utf-8")
            (articles / f"{number}{suffix}.yml").write_text(f"url: {home}/k\n", "utf-8")
    edition, _, _ = build(tmp_path)
    assert not server.asked
    assert not [one for one in edition.articles if (one.published.date or "").startswith("2019")]


@pytest.mark.package
def test_the_whole_build_runs_where_no_socket_may_be_used(tmp_path, articles):
    (articles / "good.txt").write_text(GOOD, "utf-8")
    (articles / "address.html").write_text("http://127.0.0.1:9/x", "utf-8")
    (tmp_path / "guard").mkdir()
    (tmp_path / "guard" / "sitecustomize.py").write_text(GUARD, "utf-8")
    path = os.pathsep.join([str(tmp_path / "guard"), str(ROOT)])
    done = subprocess.run(
        [sys.executable, "-m", "briefgen", "build"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "GUARD" not in done.stderr
    assert (tmp_path / "site" / "index.html").is_file()
