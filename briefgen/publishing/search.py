"""The index the search box reads: small files of which a query loads only the few it needs.

Material's own index is one file that grows with the archive (docs/decisions.md has the figures).
Ours: `terms/<bucket>.json` maps terms to story numbers, `index.json` says which buckets there are;
what a result shows is read from the JSON of its briefing. Sentences of the originals that no
summary holds are found in `full/<bucket>.json` and shown from `texts/<date>.json`, both read after
the others; `facets/` holds the stories of each language and outlet. `assets/briefgen-search.js`
holds the other half of `fold` (language/folding.py), `terms_of` and `bucket_of`; a test runs both
on the same texts.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from hashlib import sha256

from briefgen.language import word_lists
from briefgen.language.folding import fold
from briefgen.language.scripts import UNSPACED
from briefgen.language.tags import ENGLISH, Language
from briefgen.model import Briefing, Page, Sentence, Story, Summary
from briefgen.progress import Progress, each
from briefgen.publishing.interface import Words, words_for
from briefgen.remembering import Memory, remembered, shape
from briefgen.urls import slug

FOLDER = "briefings/search/"
HEAVY = 60_000  # characters of postings from which a bucket is split by one more letter
COMMON = 0.4  # share of stories from which a term says nothing ...
MANY = 200  # ... once there are so many stories
LONGEST = 40  # letters kept of a term

_TERM = re.compile(rf"[{UNSPACED}]+|[^\W_{UNSPACED}]+")
_LEAST_STEM = 3  # letters
_RUN = re.compile(rf"[{UNSPACED}]")


@dataclass(frozen=True, slots=True, order=True)
class Facet:
    """What a search can be narrowed to: a language or an outlet."""

    kind: str
    name: str

    @property
    def file(self) -> str:
        """Its file, without suffix."""
        return f"{self.kind}-{slug(self.name)}"


def terms_of(text: str) -> set[str]:
    """Give the terms of a text; scripts without spaces give every two neighbours."""
    found: set[str] = set()
    for term in _TERM.findall(fold(text)):
        if _RUN.match(term):
            found.update(term[i : i + 2] for i in range(max(1, len(term) - 1)))
        else:
            found.add(term[:LONGEST])
    return found


def indexed_terms(text: str) -> set[str]:
    """Give the terms a text is found by; Arabic writes "and" and "the" as part of the word."""
    terms = terms_of(text)
    for term in tuple(terms):
        bare = _prefix().sub("", term)
        if bare != term and len(bare) >= _LEAST_STEM:
            terms.add(bare)
    return terms


@cache
def _prefix() -> re.Pattern[str]:
    """Recognise what is written as part of a word: "and", "the", "in the", "to the"."""
    return re.compile(word_lists.load_all().search_prefixes)


def bucket_of(term: str, letters: int = 2) -> str:
    """Name the file a term is in: its first letters, as ASCII."""
    if _RUN.match(term):
        return f"_{ord(term[0]) >> 5:x}"
    return "".join(c if c.isascii() else f"-{ord(c):x}" for c in term[:letters])


@dataclass(frozen=True, slots=True)
class Terms:
    """What a story is found by."""

    title: frozenset[str]
    body: frozenset[str]
    rest: frozenset[str]  # of sentences that its summaries leave out


def search_pages(
    briefings: Sequence[Briefing],
    *,
    originals: bool = True,
    target: Language = ENGLISH,
    memory: Memory | None = None,
) -> tuple[Page, ...]:
    """Index every story of every briefing, with `originals` every sentence of its articles.

    Stories are numbered by place in their briefing and by age of the briefing, oldest first.
    """
    say = words_for(target)
    ordered = [b for b in reversed(briefings) if b.date] + [b for b in briefings if not b.date]
    stride = max((len(b.stories) for b in ordered), default=1)
    postings: dict[str, list[int]] = defaultdict(list)
    rest: dict[str, list[int]] = defaultdict(list)
    facets: dict[Facet, list[int]] = defaultdict(list)
    found = iter(_terms([story for b in ordered for story in b.stories], say, memory))
    for age, briefing in enumerate(ordered):
        for place, story in enumerate(briefing.stories):
            number = age * stride + place
            terms = next(found)
            _index(terms, number, postings)
            for facet in _facets(story, say):
                facets[facet].append(number)
            for term in terms.rest - terms.title - terms.body if originals else ():
                rest[term].append(number)
    stories = sum(len(b.stories) for b in ordered)
    common = _common(postings, stories)
    for term in (*common, *_common(rest, stories)):
        rest.pop(term, None)
    buckets, full = _buckets(postings), _buckets(rest)
    head = {
        "stride": stride,
        "stories": stories,
        "dates": [str(b.date) if b.date else None for b in ordered],
        "common": common,
        "buckets": {name: letters for name, (letters, _) in sorted(buckets.items())},
        "full": {name: letters for name, (letters, _) in sorted(full.items())},
        "facets": _listed(facets),
    }
    return (
        _page("index.json", head),
        *(_page(f"terms/{name}.json", terms) for name, (_, terms) in sorted(buckets.items())),
        *(_page(f"full/{name}.json", terms) for name, (_, terms) in sorted(full.items())),
        *(_page(f"facets/{one.file}.json", numbers) for one, numbers in sorted(facets.items())),
        *(_page(f"texts/{b.date or 'undated'}.json", _rest(b)) for b in ordered if originals),
    )


def _listed(facets: Mapping[Facet, Sequence[int]]) -> dict[str, list[list[object]]]:
    """Give (name, file, stories) of each kind, the most frequent first."""
    ranked = sorted(facets.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return {
        kind: [[one.name, one.file, len(found)] for one, found in ranked if one.kind == kind]
        for kind in ("language", "outlet")
    }


def _facets(story: Story, say: Words) -> Iterable[Facet]:
    """Give the languages and outlets of a story, copies too."""
    found: set[Facet] = set()
    for summary in story.summaries:
        found.add(Facet("language", say.of(summary.article.language)))
        found.add(Facet("outlet", say.outlet(summary.article)))
        found |= {Facet("outlet", say.outlet(copy)) for copy in summary.duplicates}
    return sorted(found)


def _left_out(summary: Summary) -> list[Sentence]:
    """Give the sentences of an article that its summary does not hold."""
    chosen = {sentence.original for sentence in summary.sentences}
    return [one for one in summary.article.sentences if one.original not in chosen]


def _terms_of_rest(story: Story) -> set[str]:
    rest = (one.input for summary in story.summaries for one in _left_out(summary))
    return indexed_terms("\n".join(rest))


def _rest(briefing: Briefing) -> list[list[list[str]]]:
    """Give the sentences left out, by story and article, as the summaries stand in its JSON."""
    return [
        [[one.original for one in _left_out(summary)] for summary in story.summaries]
        for story in briefing.stories
    ]


def _terms(stories: Sequence[Story], say: Words, memory: Memory | None) -> Iterable[Terms]:
    """Give the terms of each story; those a memory knows are not looked for again."""

    def work(some: Sequence[Story], progress: Progress) -> list[Terms]:
        return [_terms_of_story(story, say) for story in each(some, progress)]

    return remembered(stories, work, key=partial(_key, say), shape=shape(Terms), memory=memory)


def _terms_of_story(story: Story, say: Words) -> Terms:
    return Terms(
        title=frozenset(indexed_terms(story.title)),
        body=frozenset(indexed_terms("\n".join(_texts(story, say)))),
        rest=frozenset(_terms_of_rest(story)),
    )


def _key(say: Words, story: Story) -> str:
    """Hash all texts that the terms are taken from."""
    rest = [one.input for summary in story.summaries for one in _left_out(summary)]
    told = json.dumps(["search", story.title, *_texts(story, say), "", *rest])
    return sha256(told.encode()).hexdigest()


def _index(terms: Terms, number: int, postings: dict[str, list[int]]) -> None:
    """File a story under its terms; a posting is twice its number, plus one for the headline."""
    for term in terms.title:
        postings[term].append(2 * number + 1)
    for term in terms.body - terms.title:
        postings[term].append(2 * number)


def _texts(story: Story, say: Words) -> Iterable[str]:
    for summary in story.summaries:
        article = summary.article
        yield say.outlet(article)
        yield say.of(article.language)
        yield from _sources(summary)
        for sentence in (article.title, *summary.sentences):
            yield from _words(sentence)


def _sources(summary: Summary) -> Iterable[str]:
    return (copy.source for copy in summary.duplicates if copy.source)


def _words(sentence: Sentence) -> Iterable[str]:
    yield sentence.original
    if sentence.repaired:
        yield sentence.repaired  # "recons- truire" is looked for as one word
    if sentence.translation and sentence.translation != sentence.original:
        yield sentence.translation


def _common(postings: dict[str, list[int]], stories: int) -> list[str]:
    """Take out the terms that nearly every story has, and name them."""
    if stories < MANY:
        return []
    common = sorted(term for term, found in postings.items() if len(found) > COMMON * stories)
    for term in common:
        del postings[term]
    return common


def _buckets(postings: dict[str, list[int]]) -> dict[str, tuple[int, dict[str, list[int]]]]:
    """Give (letters of the name, terms) by bucket name; a heavy bucket is split once more."""
    buckets: dict[str, tuple[int, dict[str, list[int]]]] = {}
    for name, terms in _gather(postings, 2).items():
        weight = sum(4 * len(found) + len(term) for term, found in terms.items())
        if weight <= HEAVY or name.startswith("_"):
            buckets[name] = (2, terms)
            continue
        buckets[name] = (3, {})
        for finer, few in _gather(terms, 3).items():
            buckets[finer] = (3, {**buckets.get(finer, (3, {}))[1], **few})
    return buckets


def _gather(postings: dict[str, list[int]], letters: int) -> dict[str, dict[str, list[int]]]:
    gathered: dict[str, dict[str, list[int]]] = defaultdict(dict)
    for term, found in sorted(postings.items()):
        gathered[bucket_of(term, letters)][term] = found
    return gathered


def _page(name: str, data: object) -> Page:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return Page(FOLDER + name, text.encode("utf-8", "replace").decode("utf-8") + "\n")
