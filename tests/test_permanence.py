"""A published link never breaks: random edits of a corpus, the site written after each."""

import dataclasses
import os
import random
from datetime import date, timedelta
from pathlib import Path

import pytest
from factories import make_article, make_briefing, make_site, make_story, make_summary
from test_commands_serve import get

from briefgen.commands.serve import server
from briefgen.links import name_articles, similarity, sketch
from briefgen.model import Duplicate, Paragraph, Published, Sentence
from briefgen.render import render
from briefgen.write import write

TEMPLATES = [Path(__file__).parent.parent / "templates"]
SYLLABLES = "ba be do fi ga ko lu mi no pe ra si ta vo zu".split()  # noqa: SIM905  # a word list


class Corpus:
    """Articles under keys that a reader would use: what a text is about, whatever becomes of it."""

    def __init__(self, seed):
        self.dice = random.Random(seed)  # noqa: S311  # no secret
        self.articles, self.made = {}, 0
        for _ in range(8):
            self.add()

    def words(self, number):
        return " ".join("".join(self.dice.choices(SYLLABLES, k=3)) for _ in range(number))

    def add(self):
        self.made += 1
        key = f"k{self.made}"
        url = f"https://a.example/{key}" if self.dice.random() < 0.5 else None
        self.articles[key] = self.article(key, self.words(60), url)

    def article(self, key, text, url):
        day = date(2024, 1, 1) + timedelta(self.dice.randrange(20))
        return make_article(
            id="",
            file=f"{key}.txt",
            title=f"Title {key}",
            url=url,
            source=None,
            paragraphs=(Paragraph(text, 0, len(text)),),
            published=Published(day.isoformat(), "day"),
        )

    def edit(self):
        """Make one random edit; give the keys it took away."""
        kinds = ("add", "delete", "rename", "redate", "retitle", "typo", "url", "copy")
        kind = self.dice.choice(kinds if len(self.articles) > 4 else ("add",))
        key = self.dice.choice(sorted(self.articles))
        article = self.articles[key]
        if kind == "add":
            self.add()
        elif kind == "delete":
            del self.articles[key]
        elif kind == "copy":
            self.made += 1
            copy = dataclasses.replace(article, file=f"copy{self.made}.txt", url=None)
            self.articles[f"k{self.made}"] = copy
        else:
            self.articles[key] = getattr(self, kind)(key, article)

    def rename(self, _key, article):
        return dataclasses.replace(article, file=f"new{self.dice.randrange(10**6)}.md")

    def redate(self, _key, article):
        day = date(2024, 2, 1) + timedelta(self.dice.randrange(20))
        return dataclasses.replace(article, published=Published(day.isoformat(), "day"))

    def retitle(self, key, article):
        title = Sentence(f"Title {key} {self.words(2)}", 0, 5)
        return dataclasses.replace(article, title=title)

    def typo(self, _key, article):
        words = article.paragraphs[0].text.split()
        words[self.dice.randrange(len(words))] = self.words(1)
        text = " ".join(words)
        return dataclasses.replace(article, paragraphs=(Paragraph(text, 0, len(text)),))

    def url(self, key, article):
        url = None if article.url else f"https://a.example/{key}?utm_source=x"
        return dataclasses.replace(article, url=url)


def briefings_of(articles):
    """Group by day; an article with the text of another is its copy."""
    by_text, days = {}, {}
    for article in articles:
        by_text.setdefault(article.paragraphs[0].text, []).append(article)
    for first, *copies in by_text.values():
        duplicates = tuple(Duplicate(c.id, c.source, c.url, c.file) for c in copies)
        summary = make_summary(article=first, duplicates=duplicates, title=first.title.original)
        days.setdefault(first.day, []).append(make_story(summary, id=first.id))
    return tuple(make_briefing(*days[day]) for day in sorted(days, reverse=True))


EDITS = int(os.environ.get("BRIEFGEN_EDITS", "25"))  # .ci/run makes 200


@pytest.mark.permanence
@pytest.mark.parametrize("seed", [1])
def test_edits_break_no_link(tmp_path, seed):  # the story of one corpus
    corpus, ledger, ever, texts, back = Corpus(seed), (), {}, {}, set()
    for step in range(EDITS):
        keys = sorted(corpus.articles)
        today = date(2024, 3, 1) + timedelta(step)
        named, new = name_articles([corpus.articles[k] for k in keys], ledger, today=today)
        ledger = (*ledger, *new)
        briefings = briefings_of(named)
        made = render(briefings, make_site(), templates=TEMPLATES, ledger=ledger)
        pages = [page for page in made if page.path.startswith("s/")]
        write(pages, tmp_path / "site", manifest=tmp_path / "manifest.json")
        for key, article in zip(keys, named, strict=True):
            assert ever.setdefault(key, article.id) == article.id, (step, key)
            texts[key] = article.paragraphs[0].text
        for key in set(ever) - set(keys) - back:
            heirs = [a for a in named if a.id == ever[key]]
            for heir in heirs:  # a copy of nearly the same text came in
                likeness = similarity(sketch(texts[key]), sketch(heir.paragraphs[0].text))
                assert likeness > 0.6, (step, key)
                back.add(key)
        check(tmp_path / "site", ever, dict(zip(keys, named, strict=True)), briefings, back)
        corpus.edit()
    with server(tmp_path / "site", 0) as address:
        assert {get(address, f"/s/{i}/")[0] for i in ever.values()} == {200}


def check(site, ever, named, briefings, back):
    """Look at every page; the text of a key in `back` was deleted and came back under another."""
    shown = {a.article.id for b in briefings for s in b.stories for a in s.summaries}
    for key, article_id in ever.items():
        page = (site / "s" / article_id / "index.html").read_text(encoding="utf-8")
        if key in back:
            continue
        if key not in named:
            assert "no longer in the briefing" in page or "another address here" in page
        elif article_id in shown:
            assert named[key].title.original in page
        else:
            assert "published the same text" in page
