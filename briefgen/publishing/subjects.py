"""What stories are found by beside day, outlet and language: names, topics, watched terms."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from briefgen.language.scripts import UNSPACED
from briefgen.language.tags import Language
from briefgen.model import Briefing, Name, Site, Story, Topic
from briefgen.urls import slug

Kind = Literal["names", "topics", "watch"]
TOLD = 6  # names under a story; the page of each leads on

Place = tuple[int, int]  # of a story: briefing, place in it


@dataclass(frozen=True, slots=True)
class Subject:
    """A name, topic or watched term with the stories about it, in the order of the briefings."""

    kind: Kind
    title: str
    language: Language  # of the title
    also: tuple[str, ...]  # other spellings, or the terms
    places: tuple[Place, ...]

    @property
    def path(self) -> str:
        """Its page, relative to the site."""
        return _path(self.kind, self.title)


@dataclass(frozen=True, slots=True)
class Subjects:
    """All subjects of a site, and what is told of each story."""

    names: tuple[Subject, ...]
    topics: tuple[Subject, ...]
    watch: tuple[Subject, ...]
    told: Mapping[Place, tuple[Subject, ...]]  # under a story: topics, then the telling names

    @property
    def fed(self) -> tuple[Subject, ...]:
        """Give those with feeds of their own; names would be thousands."""
        return (*self.topics, *self.watch)


def _path(kind: Kind, title: str) -> str:
    return f"{kind}/{slug(title)}/"


NO_SUBJECTS = Subjects((), (), (), {})


def subjects(briefings: Sequence[Briefing], site: Site) -> Subjects:
    """Find the stories of every name, topic and watched term."""
    stories = {
        (b, s): story for b, day in enumerate(briefings) for s, story in enumerate(day.stories)
    }
    place_of = {s.article.id: place for place, story in stories.items() for s in story.summaries}
    names = _one_each(_names(place_of, site.names))
    topics = _one_each(_by_terms("topics", topic, stories, site) for topic in site.topics)
    terms = (Topic(term, (f"*{term}",)) for term in site.watch)
    watch = _one_each(_by_terms("watch", term, stories, site) for term in terms)
    return Subjects(names, topics, watch, _told(place_of, site.names, len(stories), names, topics))


def _one_each(found: Iterable[Subject]) -> tuple[Subject, ...]:
    """Give the subjects with stories, each address once."""
    by_path: dict[str, Subject] = {}
    for one in found:
        if one.places:
            by_path.setdefault(one.path, one)
    return tuple(by_path.values())


def _names(place_of: Mapping[str, Place], names: Iterable[Name]) -> Iterable[Subject]:
    for name in names:
        places = {place_of[one] for one, _ in name.articles if one in place_of}
        if places:
            yield Subject("names", name.title, name.language, name.spellings, tuple(sorted(places)))


def _by_terms(kind: Kind, topic: Topic, stories: Mapping[Place, Story], site: Site) -> Subject:
    found = tuple(place for place, story in stories.items() if tells_of(story, topic.terms))
    also = topic.terms if kind == "topics" else ()
    return Subject(kind, topic.title, site.target, also, found)


def tells_of(story: Story, terms: Iterable[str]) -> bool:
    """Tell whether a term stands in what readers are shown of a story, or in its originals."""
    text = shown_text(story)
    return any(_pattern(term).search(text) for term in terms)


def shown_text(story: Story) -> str:
    """Give headlines and chosen sentences of a story in both languages, casefolded."""
    texts = [story.title]
    for summary in story.summaries:
        for sentence in summary.lines:
            texts += [sentence.original, sentence.translation or ""]
    return "\n".join(texts).casefold()


@cache
def _pattern(term: str) -> re.Pattern[str]:
    """Give what finds a term: whole words; with * before or behind, whatever goes on there."""
    words = r"\s+".join(re.escape(word) for word in term.strip("*").casefold().split())
    before = "" if term.startswith("*") else r"(?<!\w)"
    after = "" if term.endswith("*") or term.startswith("*") else r"(?!\w)"
    if re.search(f"[{UNSPACED}]", term):
        before = after = ""
    return re.compile(before + words + after)


def _told(
    place_of: Mapping[str, Place],
    recurring: Iterable[Name],
    stories: int,
    names: Sequence[Subject],
    topics: Sequence[Subject],
) -> dict[Place, tuple[Subject, ...]]:
    """Choose what stands under each story: names that many of its articles say, rare ones first."""
    subject_of = {subject.path: subject for subject in names}
    weights: dict[Place, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for name in recurring:
        path = _path("names", name.title)
        rare = math.log(1 + stories / len(name.articles))
        for article, mentions in name.articles:
            if article in place_of:
                weights[place_of[article]][path] += (1 + math.log(mentions)) * rare
    told: dict[Place, list[Subject]] = defaultdict(list)
    for topic in topics:
        for place in topic.places:
            told[place].append(topic)
    for place, weighed in weights.items():
        ranked = sorted(weighed, key=lambda path: (-weighed[path], path))
        told[place] += [subject_of[path] for path in ranked[:TOLD]]
    # Where else a subject is told says nothing of this story, and changes with every day.
    return {p: tuple(replace(one, places=()) for one in found) for p, found in told.items()}
