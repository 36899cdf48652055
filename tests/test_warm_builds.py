"""A build that remembers gives the bytes of one that knows nothing, whatever was edited between."""

import json
import os
import sqlite3
from contextlib import ExitStack
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256

import pytest
from fakes import FakeSummarizer, FakeTranslator
from test_permanence import Corpus, Silent

from briefgen import pipeline
from briefgen.config import Config
from briefgen.model import Unprinted
from briefgen.remembering import Shape, remembered
from briefgen.state.ledger import FILE_NAME, append_ledger
from briefgen.state.work_cache import WorkCache
from briefgen.translating.translate import Remembering

EDITS = int(os.environ.get("BRIEFGEN_EDITS", "8"))  # .ci/run makes 200
STAGES = ("readings", "choices", "checked", "mentions", "fingerprints", "pages")
GLOSSARIES = ("", "terms:\n  Bado: {fr: [bafi]}\n")


class Counting(FakeTranslator):
    """Counts the texts it is given."""

    asked = 0

    def translate(self, texts, decoding):
        type(self).asked += len(texts)
        return super().translate(texts, decoding)


class _Nothing:
    """Remembers no translation, so that all are made by the stage itself."""

    def get_many(self, _):
        return {}

    def put_many(self, _):
        pass


def route(_):
    return (Remembering(Counting(), _Nothing(), "fingerprint"),)


def as_bytes(page):
    return page.content if isinstance(page.content, bytes) else page.content.encode("utf-8")


class Desk:
    """A folder of French articles, built with memory and without."""

    def __init__(self, folder, seed=26):
        self.folder = folder
        self.corpus = Corpus(seed)
        self.config = replace(
            Config(), articles=folder / "articles", templates=folder / "templates",
            glossary=folder / "glossary.yml", corrections=folder / "corrections.yml",
            sources=folder / "sources.yml", topics=folder / "none.yml",
            site_url="https://a.example/",
        )  # fmt: skip

    def lay(self):
        self.corpus.write(self.folder)
        for file in self.config.articles.glob("*.md"):
            file.write_text(file.read_text("utf-8").replace("language: en", "language: fr"))

    def build(self, today, pages=None, **memory):
        """Give the edition and its pages; nothing is written."""
        engines = pipeline.Engines(FakeSummarizer(), route, **memory)
        edition = pipeline.gather(self.config, engines, today=today, observer=Silent())
        edition, made = pipeline.render(edition, self.config, memory=pages)
        known = [page for page in made if isinstance(page, Unprinted)]
        assert all(sha256(as_bytes(page)).hexdigest() == page.hash for page in known)
        self.known = {page.path for page in known}
        return edition, [(page.path, page.content) for page in made]

    def warm(self, today, maker="code"):
        with ExitStack() as stack:
            stores = {
                name: stack.enter_context(WorkCache(self.folder / f"{name}.sqlite", maker))
                for name in STAGES
            }
            return self.build(today, **stores)


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)


def damage(folder, dice):
    """Do to what is remembered what disks, other programs and other versions may do."""
    kind = dice.choice(["row", "file", "foreign", "gone", "none", "none"])
    file = folder / f"{dice.choice(STAGES)}.sqlite"
    if kind == "file":
        file.write_bytes(b"nonsense" * 999)
    elif kind == "gone":
        file.unlink(missing_ok=True)
    elif kind != "none" and file.exists():
        value = {"row": "substr(value, 3)", "foreign": "'[{\"a\": 1}]'"}[kind]
        with sqlite3.connect(file) as connection:
            connection.execute(f"UPDATE work SET value = {value} WHERE random() % 3 = 0")  # noqa: S608
        connection.close()


@pytest.mark.permanence
def test_after_any_edit_a_warm_build_gives_the_bytes_of_a_clean_one(desk):
    dice = desk.corpus.dice
    for step in range(EDITS):
        kind = desk.corpus.edit() if step else "add"
        desk.lay()
        desk.config.glossary.write_text(dice.choice(GLOSSARIES), "utf-8")
        today = date(2024, 1, 10) + timedelta(step)  # some articles lie in the future
        warm = desk.warm(today)
        assert warm == desk.build(today), kind
        append_ledger(desk.config.articles / FILE_NAME, warm[0].new_links)
        ids = {line.file: line.id for line in warm[0].ledger}
        desk.corpus.ids = {key: ids[text.file] for key, text in desk.corpus.texts.items()}
        damage(desk.folder, dice)


def test_one_changed_article_costs_its_own_work(desk, monkeypatch):
    for _ in range(4):
        desk.corpus.add()
    desk.lay()
    read = []
    real = pipeline.reading.Reader.__call__
    monkeypatch.setattr(
        pipeline.reading.Reader,
        "__call__",
        lambda self, raw: read.append(raw.file) or real(self, raw),
    )
    today = date(2024, 2, 1)
    desk.warm(today)
    assert len(read) == len(desk.corpus.texts)
    read.clear()
    Counting.asked = 0
    desk.warm(today)
    desk.warm(today + timedelta(1))  # another day, and no article hangs on it
    assert (read, Counting.asked) == ([], 0)
    desk.corpus.retitle("k3")
    desk.lay()
    edition, pages = desk.warm(today)
    assert read == ["k3.md"]
    assert 0 < Counting.asked < 20
    (changed,) = {f"s/{one.id}/index.html" for one in edition.articles if one.file == "k3.md"}
    articles = {path for path, _ in pages if path.startswith("s/") and path.endswith("html")}
    assert changed in articles - desk.known
    assert len(articles & desk.known) > len(articles) / 2  # the rest are of the same day
    desk.warm(today, maker="other code")
    assert len(read) == 1 + len(desk.corpus.texts)


def test_an_article_to_come_is_read_again_on_its_day(desk):
    desk.lay()
    file = desk.config.articles / "k1.md"
    head = "---\ntitle: Demain\nlanguage: fr\npublished: {}\n---\nUn pont sera ouvert demain.\n"
    file.write_text(head.format("2024-03-05"), "utf-8")
    before, _ = desk.warm(date(2024, 3, 4))
    assert [
        one.message for one in before.problems if one.file == "k1.md" and "future" in one.message
    ]
    after, _ = desk.warm(date(2024, 3, 5))
    assert not [one for one in after.problems if one.file == "k1.md"]
    again, _ = desk.warm(date(2024, 3, 4))  # a clock set back
    assert again == before


def test_what_went_wrong_is_tried_again(desk, monkeypatch):
    desk.lay()
    today = date(2024, 2, 1)
    clean = desk.build(today)
    stages = ("reading.whole.understand", "translating.checks.check", "translating.translate._fill")
    for stage in stages:

        def fail(*_, **__):
            raise RuntimeError("once")

        with monkeypatch.context() as patched:
            patched.setattr(f"briefgen.{stage}", limited(stage, fail))
            edition, _ = desk.warm(today, maker=stage)
            assert [one for one in edition.problems if "once" in one.message], stage
        assert desk.warm(today, maker=stage) == clean, stage


def limited(stage, fail):
    """Fail for the article k2 alone."""
    import importlib

    module, _, name = f"briefgen.{stage}".rpartition(".")
    real = getattr(importlib.import_module(module), name)
    return lambda one, *rest, **more: fail() if "k2" in str(one) else real(one, *rest, **more)


@pytest.mark.parametrize("text", ["", "3", "[", '{"a": 1}', '["x"]', "\ud800", "[" * 9999])
def test_what_is_no_result_reads_as_none(text):
    assert Shape(list[int]).read(text) is None


def test_what_json_cannot_hold_is_not_kept():
    kept = {}

    class Memory(_Nothing):
        def put_many(self, entries):
            kept.update(entries)

    found = remembered(
        ["a", "\ud800"],
        lambda some, _: list(some),
        key=lambda text: text,
        shape=Shape(str),
        memory=Memory(),
    )
    assert list(found) == ["a", "\ud800"]
    assert kept == {"a": json.dumps("a")}
