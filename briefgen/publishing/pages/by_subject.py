"""The pages of names, topics and watched terms: plain HTML, for there may be thousands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from briefgen.language.folding import fold
from briefgen.model import Page
from briefgen.publishing.interface import Words, words_for
from briefgen.publishing.pages.archive import Archive
from briefgen.publishing.pages.views import BriefingView, StoryView
from briefgen.publishing.subjects import Kind, Subject
from briefgen.urls import slug

HEADINGS: dict[Kind, str] = {"names": "Names", "topics": "Topics", "watch": "Watched"}
LATEST = 40  # stories on the page of a subject; older ones stand on pages by year
FREQUENT = 120  # names on the page of all names; each stands under its letter
OTHER = "other"  # where names without a Latin letter stand

Print = Callable[..., Page]
Told = tuple[tuple[BriefingView, StoryView], ...]


def subject_pages(whole: Archive, press: Print) -> Iterator[Page]:
    """Give the lists of each kind, the pages of all subjects, and the ways from other spellings."""
    found = whole.subjects
    kinds: tuple[tuple[Kind, Sequence[Subject]], ...] = (
        ("names", found.names),
        ("topics", found.topics),
        ("watch", found.watch),
    )
    for kind, subjects in kinds:
        if subjects:
            yield from _lists(kind, subjects, words_for(whole.site.target), press)
        for subject in subjects:
            yield from _subject(subject, whole, press)
    yield from _other_spellings(found.names, press)


def _lists(kind: Kind, subjects: Sequence[Subject], say: Words, press: Print) -> Iterator[Page]:
    by_letter: dict[str, list[Subject]] = defaultdict(list)
    for subject in sorted(subjects, key=lambda one: (fold(one.title), one.title)):
        by_letter[_letter(subject.title)].append(subject)
    letters = sorted(by_letter) if len(subjects) > FREQUENT else []
    shown = sorted(subjects, key=lambda one: (-len(one.places), one.title))[:FREQUENT]
    values = {"kind": kind, "heading": say(HEADINGS[kind]), "letters": letters}
    yield press(
        "subjects.html", f"{kind}/", subjects=shown, letter="", total=len(subjects), **values
    )
    for letter in letters:
        own = by_letter[letter]
        place = f"{kind}/letters/{letter}/"
        yield press("subjects.html", place, subjects=own, letter=letter, total=len(own), **values)


def _letter(title: str) -> str:
    first = fold(title)[:1]
    return first if first.isascii() and first.isalpha() else OTHER


def _subject(subject: Subject, whole: Archive, press: Print) -> Iterator[Page]:
    """Give the page of a subject: its newest stories by day; older ones by year."""
    stories = whole.stories_of(subject)
    years = _years(stories) if len(stories) > LATEST else []
    bare = replace(subject, places=())  # the stories are told, their numbers say nothing
    heading = words_for(whole.site.target)(HEADINGS[subject.kind])
    values = {"subject": bare, "heading": heading, "years": years}
    total = len(stories)
    days = _days(stories[:LATEST])
    yield press("subject.html", subject.path, days=days, total=total, year="", **values)
    for year, own in years:
        place = f"{subject.path}{year}/"
        yield press("subject.html", place, days=_days(own), total=len(own), year=year, **values)


def _years(stories: Told) -> list[tuple[str, Told]]:
    keyed = groupby(
        stories, key=lambda pair: str(pair[0].date.of_year) if pair[0].date else "undated"
    )
    return [(year, tuple(own)) for year, own in keyed]


def _days(stories: Told) -> list[tuple[BriefingView, list[StoryView]]]:
    keyed = groupby(stories, key=lambda pair: pair[0].path)
    grouped = [list(own) for _, own in keyed]
    return [(own[0][0], [story for _, story in own]) for own in grouped]


def _other_spellings(names: Sequence[Subject], press: Print) -> Iterator[Page]:
    """Lead from the address of each other spelling: it may have been the name's address once."""
    taken = {name.path for name in names}
    for name in names:
        for spelling in name.also:
            place = f"names/{slug(spelling)}/"
            if place not in taken:
                taken.add(place)
                bare = replace(name, places=())
                yield press("subject_other.html", place, spelling=spelling, subject=bare)
