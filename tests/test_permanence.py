"""A published link never breaks: random edits of a folder of articles, the site made after each.

The whole way from files to pages is real but the translation (the articles are in English). After
every edit each address ever published is looked up as a server of static files does, every few
edits it is asked for over HTTP.
"""

import json
import os
import random
import re
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import date, timedelta
from html import escape
from pathlib import Path
from urllib.parse import unquote, urljoin

import pytest
from fakes import FakeSummarizer
from test_commands_serve import get

from briefgen import pipeline
from briefgen.commands.serve import server
from briefgen.config import Config
from briefgen.progress import untold
from briefgen.publishing.pages import render
from briefgen.state.ledger import FILE_NAME, append_ledger, gone, similarity, sketch
from briefgen.state.write import write

ROOT = Path(__file__).parent.parent
SYLLABLES = "ba be do fi ga ko lu mi no pe ra si ta vo zu".split()  # noqa: SIM905  # a word list
ENGINES = pipeline.Engines(FakeSummarizer(), lambda _: ())
EDITS = int(os.environ.get("BRIEFGEN_EDITS", "25"))  # .ci/run makes 200
ASKED = 25  # edits between two rounds of questions over HTTP
SAME = 0.6  # likeness from which a text that comes in is taken for one that is gone


class Silent:
    """An observer that watches nothing."""

    def stage(self, name):
        return nullcontext(untold)


@dataclass(frozen=True)
class Text:
    """An article as its author knows it, whatever becomes of its file."""

    file: str
    title: str
    body: str
    day: str
    url: str | None

    def written(self):
        lines = [f"title: {self.title}", f"published: {self.day}", "language: en"]
        lines += [f"url: {self.url}"] if self.url else []
        return "\n".join(["---", *lines, "---", self.body, ""])


class Corpus:
    """Articles under keys that a reader would use: what a text is about."""

    def __init__(self, seed):
        self.dice = random.Random(seed)  # noqa: S311  # no secret
        self.texts, self.made, self.ids = {}, 0, {}
        self.stories, self.left_out = {}, set()  # by key: the word of corrections.yml; keys
        for _ in range(8):
            self.add()

    def words(self, number):
        return " ".join("".join(self.dice.choices(SYLLABLES, k=3)) for _ in range(number))

    def body(self):
        return "\n\n".join(f"{self.words(20).capitalize()}." for _ in range(4))

    def add(self, *_):
        self.made += 1
        key = f"k{self.made}"
        url = f"https://a.example/{key}" if self.dice.random() < 0.5 else None
        day = (date(2024, 1, 1) + timedelta(self.dice.randrange(20))).isoformat()
        self.texts[key] = Text(f"{key}.md", f"Title {key}", self.body(), day, url)

    def edit(self):
        """Make one random edit and give its name."""
        kinds = (
            "add", "delete", "rename", "redate", "retitle", "typo", "url", "copy", "regroup",
            "regroup", "rewrite", "leave_out",
        )  # fmt: skip
        kind = self.dice.choice(kinds) if len(self.texts) > 6 else "add"
        getattr(self, kind)(self.dice.choice(sorted(self.texts)))
        return kind

    def change(self, key, **changes):
        self.texts[key] = replace(self.texts[key], **changes)

    def delete(self, key):
        del self.texts[key]

    def copy(self, key):
        self.made += 1
        file = f"copy{self.made}.md"
        self.texts[f"k{self.made}"] = replace(self.texts[key], file=file, url=None)

    def rename(self, key):
        self.change(key, file=f"new{self.dice.randrange(10**6)}.md")

    def redate(self, key):
        self.change(key, day=(date(2024, 2, 1) + timedelta(self.dice.randrange(20))).isoformat())

    def retitle(self, key):
        self.change(key, title=f"Title {key} {self.words(2)}")

    def typo(self, key):
        words = self.texts[key].body.split(" ")
        words[self.dice.randrange(len(words))] = self.words(1)
        self.change(key, body=" ".join(words))

    def url(self, key):
        url = None if self.texts[key].url else f"https://a.example/{key}?utm_source=x"
        self.change(key, url=url)

    def regroup(self, key):
        """Put two articles into one story by corrections.yml, or take one out of its story."""
        if self.stories.pop(key, None) is None:
            other = self.dice.choice(sorted(set(self.texts) - {key} - self.left_out))
            self.stories[key] = self.stories.setdefault(other, f"story {self.made} {key}")
            self.left_out -= {key}

    def rewrite(self, key):
        """Give an article title, opening and day of another, so that both tell of one event."""
        other = self.texts[self.dice.choice(sorted(set(self.texts) - {key}))]
        body = [other.body.split("\n\n")[0], *self.texts[key].body.split("\n\n")[1:]]
        title = f"{other.title} {self.words(1)}"
        self.change(key, body="\n\n".join(body), title=title, day=other.day)

    def leave_out(self, key):
        self.left_out ^= {key}

    def write(self, folder):
        """Make the folder and corrections.yml say what is here; ids are those of the last build."""
        articles = folder / "articles"
        articles.mkdir(exist_ok=True)
        for file in articles.glob("*.md"):
            file.unlink()
        for text in self.texts.values():
            (articles / text.file).write_text(text.written(), "utf-8")
        known = self.texts.keys() & self.ids.keys()
        named = [(self.ids[key], story) for key, story in self.stories.items() if key in known]
        entries = [{"article": article_id, "story": story} for article_id, story in named]
        entries += [
            {"article": self.ids[k], "leave_out": True} for k in sorted(self.left_out & known)
        ]
        (folder / "corrections.yml").write_text(json.dumps(entries), "utf-8")


class Reader:
    """Somebody who keeps every address and tries them all after each edit."""

    def __init__(self, folder):
        self.folder, self.docs = folder, folder / "docs"
        self.config = replace(
            Config(), articles=folder / "articles", docs=self.docs, templates=ROOT / "templates",
            glossary=folder / "none.yml", corrections=folder / "corrections.yml",
            sources=folder / "none.yml",
        )  # fmt: skip
        self.ever, self.texts, self.back = {}, {}, set()  # by key: id, last body; keys come back
        self.stories_seen = {}

    def build(self, step):
        """Do what `briefgen build` does up to the pages."""
        today = date(2024, 3, 1) + timedelta(step)
        edition = pipeline.gather(self.config, ENGINES, today=today, observer=Silent())
        about = pipeline.site(edition, self.config)
        pages = render(
            edition.briefings,
            about,
            templates=[ROOT / "templates"],
            gone=gone(edition.ledger, edition.briefings),
        )
        write(pages, self.docs, manifest=self.folder / "manifest.json")
        append_ledger(self.config.articles / FILE_NAME, edition.new_links)
        return edition

    def note(self, corpus, edition):
        """Note the address of every article; what has one keeps it."""
        left_out = {entry.file: entry for entry in edition.ledger}
        by_file = left_out | {article.file: article for article in edition.articles}
        for key, text in corpus.texts.items():
            article_id = by_file[text.file].id
            corpus.ids[key] = article_id
            if self.ever.setdefault(key, article_id) != article_id:
                self.swap(corpus, key, article_id)
            self.texts[key] = text.body
        for key in set(self.ever) - set(corpus.texts) - self.back:
            for heir in (a for a in edition.articles if a.id == self.ever[key]):
                body = "\n".join(paragraph.text for paragraph in heir.paragraphs)
                assert similarity(sketch(self.texts[key]), sketch(body)) > SAME, key
                self.back.add(key)  # a copy of nearly the same text came in

    def swap(self, corpus, key, article_id):
        """Two copies of one text may change places: each address still leads to that text."""
        old = next(k for k, known in self.ever.items() if known == article_id)
        likeness = similarity(sketch(self.texts[old]), sketch(corpus.texts[key].body))
        assert likeness > SAME, (key, old, article_id)
        self.ever[key] = article_id

    def try_all(self, corpus, edition):
        """Look every address up on disk, and see that it leads to the right text."""
        shown = {
            s.article.id: s.article
            for b in edition.briefings for story in b.stories for s in story.summaries
        }  # fmt: skip
        for key, article_id in self.ever.items():
            page = self.look_up(f"s/{article_id}/")
            if article_id in shown and key in corpus.texts and key not in self.back:
                assert escape(corpus.texts[key].title) in page, key
            elif article_id in shown:
                assert escape(shown[article_id].title.original) in page, key
            else:
                told = ("no longer in the briefing", "another address here", "the same text")
                assert any(words in page for words in told), key
            self.follow(f"s/{article_id}/", page)

    def follow(self, place, page):
        """Look up every link of a page into the site, with the part of the page it names."""
        for link in re.findall(r'href="([^"]+)"', page):
            if not link.startswith(("http", "data:")) and not link.endswith(".css"):
                target = urljoin(f"http://x/{place}", link).removeprefix("http://x/")
                path, _, anchor = target.partition("#")
                assert not anchor or f'id="{anchor}"' in self.look_up(path), (place, link)

    def look_up(self, path):
        """Give the page of a path as a server does, or as MkDocs will make it from Markdown."""
        file = self.docs / unquote(path)
        for found in (file / "index.html", file / "index.md", file.with_suffix(".md")):
            if found.is_file():
                return found.read_text("utf-8")
        raise AssertionError(f"/{path} leads nowhere")


@pytest.mark.permanence
def test_edits_break_no_link(tmp_path):
    corpus, reader, grouped = Corpus(1), Reader(tmp_path), 0
    reader.docs.mkdir()
    with server(reader.docs, 0) as address:
        for step in range(EDITS):
            kind = corpus.edit() if step else "add"
            before = reader.stories_seen
            corpus.write(tmp_path)
            edition = reader.build(step)
            reader.note(corpus, edition)
            reader.try_all(corpus, edition)
            reader.stories_seen = stories_of(edition)
            grouped += kind in {"regroup", "rewrite"} and differs(before, reader.stories_seen)
            if step % ASKED == ASKED - 1 or step == EDITS - 1:
                asked = {get(address, f"/s/{i}/")[0] for i in reader.ever.values()}
                assert asked == {200}, step
    assert grouped >= EDITS // 25  # articles did change their stories


def stories_of(edition):
    """Give the articles of the same story, for each article."""
    groups = {}
    for briefing in edition.briefings:
        for story in briefing.stories:
            groups.setdefault(story.id, set()).update(s.article.id for s in story.summaries)
    return {member: frozenset(group) for group in groups.values() for member in group}


def differs(before, after):
    """Tell whether an article that stayed is told together with others than before."""
    return any(before[member] != after[member] for member in before.keys() & after.keys())


def build_twice(tmp_path, *, times=3):
    """Build an unchanged folder again and again; give the ids of its articles in order."""
    reader = Reader(tmp_path)
    reader.docs.mkdir(exist_ok=True)
    (tmp_path / "corrections.yml").write_text("", "utf-8")
    found = []
    for step in range(times):
        edition = reader.build(step)
        ordered = sorted(edition.articles, key=lambda one: (one.file, one.start))
        found.append([(one.file, one.title.original, one.id) for one in ordered])
    return found


LATER_SEEDS = [pytest.param(seed, marks=pytest.mark.long) for seed in range(2, 12)]
SAME_BODY = "Le pont de la ville est ouvert depuis mardi matin. Il a coûté douze millions."


@pytest.mark.permanence
@pytest.mark.parametrize("seed", [0, 1, *LATER_SEEDS])
@pytest.mark.parametrize("number", [2, 3, 5])
def test_articles_of_one_text_keep_their_addresses(tmp_path, seed, number):
    dice = random.Random(seed)  # noqa: S311  # no secret
    parts = []
    for count in range(number):
        title = f"Titre {dice.randrange(10**6)}" if seed % 3 else "Titre"
        head = f"---\ntitle: {title}\npublished: 2024-01-{count + 1:02}\nlanguage: fr\n---\n"
        parts.append(f"{head}{SAME_BODY} {seed}\n")
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "all.md").write_text("".join(parts), "utf-8")
    first, *later = build_twice(tmp_path)
    assert len({one[-1] for one in first}) == number
    assert all(one == first for one in later)


@pytest.mark.permanence
@pytest.mark.parametrize("body", ["…", "!!! ???", "—", "★ ★ ★", "", "🙂", "\u200b", "---"])
def test_a_text_without_words_keeps_its_address(tmp_path, body):
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "a.md").write_text(
        f"---\npublished: 2024-01-01\nlanguage: fr\n---\n{body}\n", "utf-8"
    )
    (tmp_path / "articles" / "b.md").write_text(
        f"---\nurl: https://a.example/b\n---\n{body}\n", "utf-8"
    )
    first, *later = build_twice(tmp_path)
    assert all(one == first for one in later)


@pytest.mark.permanence
def test_a_duplicate_or_reserved_id_is_said(tmp_path):
    (tmp_path / "articles").mkdir()
    for name, pinned in {"a": "bridge", "b": "bridge", "c": "con", "d": "x" * 65}.items():
        head = f"---\nid: {pinned}\nlanguage: fr\n---\n"
        text = f"{head}Le titre {name}\n\nLe texte de {name} est ici.\n"
        (tmp_path / "articles" / f"{name}.md").write_text(text, "utf-8")
    reader = Reader(tmp_path)
    reader.docs.mkdir()
    edition = reader.build(0)
    told = {
        problem.file: problem.message for problem in edition.problems if "id " in problem.message
    }
    assert set(told) == {"b.md", "c.md", "d.md"}
    (tmp_path / "articles" / "a.md").write_text(
        "---\nid: bridge\nlanguage: fr\n---\nRien de cela\n\nUne autre histoire entière.\n", "utf-8"
    )
    (tmp_path / "articles" / "a.md").rename(tmp_path / "articles" / "z.md")
    (tmp_path / "articles" / "b.md").unlink()
    told = {p.file: p.message for p in reader.build(1).problems if "id " in p.message}
    assert "a.md had" in told["z.md"]
