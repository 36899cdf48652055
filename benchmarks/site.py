"""Weight and time of the site: `python benchmarks/site.py [--days 1000] [--stories 10]`.

Renders, writes and builds what `briefgen build` makes of an invented archive (all page kinds,
JSON, feeds, digests), then builds the same day pages alone with a bare MkDocs (Material, search, no
navigation), one after the other in one run. Time is that of the processor.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from briefgen import pipeline  # the checkout, not an installed copy
from briefgen.config import Config
from briefgen.language.tags import Language
from briefgen.model import (
    Article,
    Briefing,
    Duplicate,
    LedgerEntry,
    Mark,
    Published,
    Sentence,
    SentenceRef,
    Story,
    Summary,
)
from briefgen.partial_date import PartialDate
from briefgen.state.site import build_site
from briefgen.state.write import write

SYLLABLES = [
    "ba",
    "be",
    "bi",
    "bo",
    "bu",
    "da",
    "de",
    "di",
    "do",
    "du",
    "fa",
    "fe",
    "fi",
    "fo",
    "ga",
    "ge",
    "go",
    "la",
    "le",
    "li",
    "lo",
    "lu",
    "ma",
    "me",
    "mi",
    "mo",
    "mu",
    "na",
    "ne",
    "ni",
    "no",
    "pa",
    "pe",
    "pi",
    "po",
    "ra",
    "re",
    "ri",
    "ro",
    "ru",
    "sa",
    "se",
    "si",
    "so",
    "ta",
    "te",
    "ti",
    "to",
    "tu",
    "va",
    "ve",
    "vi",
    "vo",
]  # a word list
LANGUAGES = ("fr", "fr", "fr", "es", "de", "ru")
BARE = {
    "site_name": "Bare",
    "theme": {"name": "material", "font": False},
    "plugins": ["search"],
    "nav": [{"Home": "index.md"}],
    "not_in_nav": "/briefings/*",
}


class Newsroom:
    """Invents articles: words by Zipf's law, names, numbers."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)  # no secret
        words = {
            "".join(self.dice.choices(SYLLABLES, k=self.dice.randint(1, 4))) for _ in range(9000)
        }
        self.words = sorted(words)
        self.dice.shuffle(self.words)
        self.weights = [1 / (rank + 3) for rank in range(len(self.words))]
        self.sources = [f"Le {self.words[i].title()}" for i in range(40)]
        self.number = 0

    def sentence(self, low: int = 12, high: int = 30) -> str:
        """Invent a sentence of so many words."""
        chosen = self.dice.choices(self.words, self.weights, k=self.dice.randint(low, high))
        chosen[self.dice.randrange(len(chosen))] = self.dice.choice(self.words).title()
        return " ".join(chosen).capitalize() + "."

    def line(self, low: int = 12, high: int = 30) -> Sentence:
        """Invent a sentence and its translation."""
        original = self.sentence(low, high)
        start = self.dice.randrange(5000)
        marks = (Mark("number", "12 is missing"),) if self.dice.random() < 0.03 else ()
        return Sentence(
            original,
            start,
            start + len(original),
            translation=self.sentence(low, high),
            shown="translation",
            marks=marks,
            score=-0.31,
        )

    def summary(self, day: str) -> Summary:
        """Invent an article."""
        self.number += 1
        article = Article(
            id=f"a{self.number:07d}",
            file=f"{day}-{self.number}.md",
            start=0,
            end=4000,
            title=self.line(5, 10),
            paragraphs=(),
            language=Language(self.dice.choice(LANGUAGES)),
            published=Published(PartialDate.parse(day), "mardi 12", "text"),
            url=f"https://www.journal{self.number % 40}.example/{day}/article-{self.number}",
            source=self.dice.choice(self.sources),
            added=day,
        )
        lines = tuple(self.line() for _ in range(self.dice.randint(2, 4)))
        return Summary(article, lines, ("briefgen-fr-en 1.0",))

    def story(self, day: str, also: str | None = None) -> Story:
        """Invent one or two articles about one event, which may last until another day."""
        summaries = tuple(self.summary(day) for _ in range(self.dice.choice((1, 1, 1, 2))))
        refs = [SentenceRef(s.article.id, i) for s in summaries for i in range(2)]
        first = summaries[0].article
        days = tuple(PartialDate.parse(one) for one in (day, also) if one)
        return Story(
            f"s{first.id}", first.title.text, Language("en"), tuple(refs[:3]), summaries, days
        )

    def copied(self, story: Story) -> Story:
        """Give the first article of a story a copy in another paper."""
        first, *others = story.summaries
        copy = Duplicate(f"{first.article.id}c", self.dice.choice(self.sources), None, "copy.txt")
        return replace(story, summaries=(replace(first, duplicates=(copy,)), *others))

    def briefing(self, day: str, next_day: str, stories: int, begun: Story | None) -> Briefing:
        """Invent a day: one story goes on from the day before, one has a copy, one will go on."""
        made = [self.story(day) for _ in range(stories - 2)]
        made = [self.copied(made[0]), *made[1:], self.story(day, next_day)]
        older = self.story(day)
        if begun:
            older = replace(older, id=begun.id, title=begun.title, days=begun.days)
        return Briefing(PartialDate.parse(day), (older, *made))


def invent(days: int, stories: int, seed: int = 1) -> tuple[Briefing, ...]:
    """Invent an archive: its days, newest first, and some articles dated no better than a month."""
    room = Newsroom(seed)
    last = date(2026, 11, 1)
    dates = [(last - timedelta(n)).isoformat() for n in range(days)]
    briefings: list[Briefing] = []
    begun: Story | None = None
    for number in reversed(range(days)):
        later = dates[number - 1] if number else dates[0]
        briefings.insert(0, room.briefing(dates[number], later, stories, begun))
        begun = briefings[0].stories[-1]
    coarse = (PartialDate(2026, 10), PartialDate(2026), None)
    return (*briefings, *(_coarse(room, one) for one in coarse))


def _coarse(room: Newsroom, when: PartialDate | None) -> Briefing:
    """Invent a briefing whose day nobody knows."""
    story = replace(room.story("2026-10-01"), days=())
    published = Published(when)
    summaries = tuple(
        replace(s, article=replace(s.article, published=published)) for s in story.summaries
    )
    return Briefing(when, (replace(story, summaries=summaries),))


def edition(briefings: tuple[Briefing, ...]) -> pipeline.Edition:
    """Give what a build hands to its writers; one article in fifty was deleted later."""
    articles = [s.article for b in briefings for story in b.stories for s in story.summaries]
    lines = [
        LedgerEntry(a.id, a.file, a.title.text, a.url, a.source, str(a.day or ""), a.added)
        for a in articles
    ]
    gone = [replace(line, id=f"{line.id}x", url=None) for line in lines[::50]]
    return pipeline.Edition(briefings, tuple(articles), (*lines, *gone), (), (), ())


CONFIG = Config(
    title="Paper",
    description="A paper.",
    site_url="https://briefings.example.org/",
    templates=ROOT / "templates",
)


def site_settings():
    return pipeline.site(edition(()), CONFIG)


def spent() -> float:
    """Processor seconds of this process and its children: other work on the machine counts less."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def timed(act, *args, **options):  # any function
    start = spent()
    result = act(*args, **options)
    return result, spent() - start


def bare(folder: Path, docs: Path) -> float:
    """Build only the day pages, with MkDocs and nothing of ours."""
    shutil.copytree(docs / "briefings", folder / "docs" / "briefings")
    for page in list((folder / "docs").rglob("*")):
        if (page.is_file() and not page.stem.isdigit()) or page.suffix == ".json":
            page.unlink()
    for page in list((folder / "docs").rglob("index.md")):
        page.unlink()
    for page in (folder / "docs").rglob("*.md"):  # let the theme's search read them
        text = page.read_text(encoding="utf-8").replace("search: {exclude: true}\n", "", 1)
        page.write_text(text, encoding="utf-8")
    (folder / "docs" / "index.md").write_text("# Home\n", encoding="utf-8")
    (folder / "mkdocs.yml").write_text(json.dumps(BARE), encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(folder / "mkdocs.yml")]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    return timed(subprocess.run, command, check=True, env=environment)[1]


def size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=1000)
    parser.add_argument("--stories", type=int, default=10)
    parser.add_argument("--keep", type=Path, help="leave docs and site in this folder")
    parser.add_argument("--no-bare", action="store_true")
    options = parser.parse_args()
    made = edition(invent(options.days, options.stories))
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        docs, site = folder / "docs", folder / "site"
        pages, rendering = timed(pipeline.pages, made, CONFIG)
        _, writing = timed(write, pages, docs, manifest=folder / "manifest.json")
        _, again = timed(write, pages, docs, manifest=folder / "manifest.json")
        _, building = timed(
            build_site, ROOT / "mkdocs.yml", docs, site, work=folder / "work",
            about=site_settings(), languages=[*map(Language, ("en", "fr", "es", "de", "ru"))],
        )  # fmt: skip
        alone = 0.0 if options.no_bare else bare(Path(temporary) / "bare", docs)
        show(options, pages, (rendering, writing, again, building, alone), site)


def show(options, pages, seconds, site: Path) -> None:  # as above
    rendering, writing, again, building, alone = seconds
    kinds = Counter(page.path.partition("/")[0] for page in pages if "/" in page.path)
    print(f"{options.days} days, {options.stories} stories each")
    print(f"{len(pages)} files: {', '.join(f'{n} {kind}' for kind, n in sorted(kinds.items()))}")
    print(f"processor seconds: render {rendering:.1f}, write {writing:.1f}, again {again:.1f}")
    print(f"MkDocs {building:.1f}")
    total = rendering + writing + building
    if alone:
        print(f"all page kinds {total:.1f} s, bare MkDocs {alone:.1f} s, ratio {total / alone:.2f}")
    day = max(site.glob("briefings/*/*/*/index.html"), key=lambda file: file.stat().st_size)
    content = day.read_bytes()
    print(f"heaviest day {len(content):,} bytes, gzipped {len(gzip.compress(content, 6)):,}")
    parts = list((site / "briefings" / "search").rglob("*.json"))
    heaviest = max(parts, key=lambda file: file.stat().st_size)
    total = sum(file.stat().st_size for file in parts)
    print(
        f"search index {total:,} bytes in {len(parts)} files, heaviest {heaviest.stat().st_size:,}"
    )
    print(f"site {size(site) / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
