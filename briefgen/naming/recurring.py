"""Which names recur, in all their spellings."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from hashlib import sha256

from briefgen import remembering
from briefgen.desk.glossary import Glossary
from briefgen.language.spelling import bare, light, sound
from briefgen.language.tags import Language
from briefgen.model import Article, Name
from briefgen.naming.gazetteer import Gazetteer
from briefgen.naming.mentions import Reading, read
from briefgen.naming.sift import APART, Sifted, sift
from briefgen.progress import Progress, each, untold
from briefgen.remembering import Elsewhere, Memory

FEWEST = 2  # articles a name stands in before it is called one
MEANT = 0.5  # share of its articles that say the whole name, from which a part of it means it
SOUNDING = 4  # signs of a sound by which a name is recognised
SPELLINGS = 8  # told of a name beside the one it is shown by

Key = tuple[str, str]  # (language, light form), or ("", wanted name)


@dataclass
class _Node:
    """One form of a name in one language, or a name that the gazetteer knows."""

    key: Key
    language: Language
    words: tuple[str, ...]  # as first written
    weak: bool = True
    written: Counter[tuple[str, str]] = field(default_factory=Counter)  # (spelling, language)
    articles: Counter[str] = field(default_factory=Counter)  # id → mentions
    sure: set[str] = field(default_factory=set)  # ids where no beginning explains the capital

    def add(self, one: Sifted, article: str, language: Language) -> None:
        """Count a mention."""
        self.written[one.form, language.tag] += 1
        self.articles[article] += 1
        self.weak = self.weak and one.weak
        if one.sure:
            self.sure.add(article)


def recurring(  # noqa: PLR0913 - what names hang on, and who helps
    articles: Sequence[Article],
    glossary: Glossary,
    target: Language,
    progress: Progress = untold,
    *,
    memory: Memory | None = None,
    elsewhere: Elsewhere[Article] | None = None,
) -> tuple[Name, ...]:
    """Give the names that stand in at least two articles, the most frequent first."""
    gazetteer = Gazetteer(glossary, target)
    nodes = _nodes(_readings(articles, gazetteer, memory, progress, elsewhere), gazetteer)
    groups = _meant(_alike(nodes, gazetteer))
    names = (_name(group, target) for group in groups)
    kept = _one_each(name for name in names if name)
    return tuple(sorted(kept, key=lambda name: (-len(name.articles), name.title)))


def _one_each(names: Iterable[Name]) -> list[Name]:
    """Give each title once: a page has one address."""
    found: dict[str, Name] = {}
    for name in names:
        other = found.get(light(name.title))
        found[light(name.title)] = _both(other, name) if other else name
    return list(found.values())


def _both(one: Name, other: Name) -> Name:
    articles = Counter(dict(one.articles))
    articles.update(dict(other.articles))
    spellings = tuple(dict.fromkeys((*one.spellings, *other.spellings)))
    return replace(one, articles=tuple(sorted(articles.items())), spellings=spellings)


def _readings(
    articles: Sequence[Article],
    gazetteer: Gazetteer,
    memory: Memory | None,
    progress: Progress,
    elsewhere: Elsewhere[Article] | None,
) -> list[Reading]:
    """Read each article for names, those the memory does not know."""

    def work(some: Sequence[Article], progress: Progress) -> list[Reading]:
        return [read(article, gazetteer) for article in each(some, progress)]

    told = repr((gazetteer.glossary, gazetteer.target))
    settings = sha256(told.encode("utf-8", "surrogatepass")).hexdigest()
    found = remembering.remembered(
        articles,
        work,
        key=partial(_key, settings),
        shape=remembering.shape(Reading),
        memory=memory,
        progress=progress,
        elsewhere=elsewhere,
    )
    pairs = zip(found, articles, strict=True)
    return [replace(reading, article=article.id) for reading, article in pairs]


def _key(settings: str, article: Article) -> str:
    texts = [sentence.input for sentence in (article.title, *article.sentences)]
    return sha256(json.dumps([settings, article.language.tag, texts]).encode()).hexdigest()


def _nodes(readings: Sequence[Reading], gazetteer: Gazetteer) -> dict[Key, _Node]:
    nodes: dict[Key, _Node] = {}
    sifted = list(sift(readings, gazetteer))
    said_in = Counter(form for _, found in sifted for form in {light(one.form) for one in found})
    for reading, found in sifted:
        whole = _whole_forms(found, said_in)
        for one in found:
            said = whole.get(light(one.form), one) if not one.wanted else one
            form = said.wanted or light(said.form)
            if not said.wanted and form in gazetteer.demonyms:
                continue
            key = ("", form) if said.wanted else (reading.language.primary, form)
            language = gazetteer.target if said.wanted else reading.language
            if key not in nodes:
                nodes[key] = _Node(key, language, tuple((said.wanted or said.form).split()))
            nodes[key].add(said if said.wanted else one, reading.article, reading.language)
    return nodes


def _whole_forms(found: Iterable[Sifted], said_in: Mapping[str, int]) -> dict[str, Sifted]:
    """Give the one whole name in an article by each end of it: "macron" is Emmanuel Macron.

    What mostly stands alone is itself: Paris beside Didier Paris.
    """
    ends: dict[str, dict[str, Sifted]] = defaultdict(dict)
    for one in found:
        form = light(one.form)
        for words in _ends_of(one.form.split()):
            end = light(" ".join(words))
            if said_in[end] <= APART * said_in[form]:
                ends[end].setdefault(form, one)
    return {end: next(iter(ones.values())) for end, ones in ends.items() if len(ones) == 1}


def _ends_of(words: Sequence[str]) -> Iterator[Sequence[str]]:
    """Give the ends of a name that may stand for it; Reims does not for CHU de Reims."""
    for start in range(1, len(words)):
        if words[start - 1][0].isupper():
            yield words[start:]


def _alike(nodes: dict[Key, _Node], gazetteer: Gazetteer) -> list[list[_Node]]:
    """Put together what is one name in several spellings or languages."""
    joined = _Joined(nodes)
    by_form: dict[str, list[Key]] = defaultdict(list)
    by_sound: dict[str, list[Key]] = defaultdict(list)
    for key, node in sorted(nodes.items()):
        tag, form = key
        by_form[light(form)].append(key)
        wanted = gazetteer.spellings.get(form) if tag else None
        if wanted and ("", wanted) in nodes:
            joined.join(key, ("", wanted))
        heard = sound(form, node.language)
        if len(heard) >= SOUNDING:
            by_sound[heard].append(key)
    for keys in by_form.values():
        for key in keys[1:]:
            joined.join(keys[0], key)
    for keys in by_sound.values():
        for place, key in enumerate(keys):
            for other in keys[:place]:
                if _sound_alike(nodes[other], nodes[key], gazetteer):
                    joined.join(other, key)
    return joined.groups()


def _sound_alike(first: _Node, second: _Node, gazetteer: Gazetteer) -> bool:
    """Tell whether two forms that sound alike are one name; in one language Lévi is not Levy.

    What the gazetteer can write in a language is known there by its forms: Étale is not Italy.
    """
    if first.key[0] and first.language.is_same_as(second.language):
        one, other = (
            [light(bare(word, node.language)) for word in node.words] for node in (first, second)
        )
        return one == other
    return bool(first.key[0]) or not gazetteer.has_form(first.key[1], second.language)


class _Joined:
    """Groups of keys that grow together."""

    def __init__(self, nodes: dict[Key, _Node]) -> None:
        self._nodes = nodes
        self._above = {key: key for key in nodes}

    def _top(self, key: Key) -> Key:
        while self._above[key] != key:
            self._above[key] = self._above[self._above[key]]
            key = self._above[key]
        return key

    def join(self, one: Key, other: Key) -> None:
        """Say that two are one; what the gazetteer knows stays apart from what else it knows."""
        first, second = sorted((self._top(one), self._top(other)))
        if first != second and not (first[0] == "" and second[0] == ""):
            self._above[second] = first

    def groups(self) -> list[list[_Node]]:
        """Give the groups, sorted."""
        found: dict[Key, list[_Node]] = defaultdict(list)
        for key in sorted(self._nodes):
            found[self._top(key)].append(self._nodes[key])
        return list(found.values())


def _meant(groups: list[list[_Node]]) -> list[list[_Node]]:
    """Add a part of a name to the whole, where it means no other and mostly stands with it."""
    wholes: dict[tuple[str, str], set[int]] = defaultdict(set)
    for number, group in enumerate(groups):
        for node in group:
            for end in _ends(node):
                wholes[end].add(number)
    tongues = sorted({node.language.primary for group in groups for node in group})
    merged = {number: list(group) for number, group in enumerate(groups)}
    for number, group in enumerate(groups):
        meant = {
            one for node in group for form in _forms(node, tongues) for one in wholes.get(form, ())
        }
        if len(meant) == 1 and group[0].key[0]:
            (whole,) = meant
            both = _articles(groups[whole]) + _articles(group)
            if whole in merged and _articles(groups[whole]) >= MEANT * both:
                merged[whole] += merged.pop(number)
    return list(merged.values())


def _forms(node: _Node, tongues: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Give what a node may be the end of, written or, in another language, by its sound."""
    yield "", node.key[1]
    heard = sound(node.key[1], node.language)
    if len(heard) >= SOUNDING:
        yield from ((tag, heard) for tag in tongues if tag != node.language.primary)


def _ends(node: _Node) -> Iterator[tuple[str, str]]:
    """Give the ends of a name as they may stand alone."""
    for words in _ends_of(node.words):
        end = light(" ".join(words))
        yield "", end
        heard = sound(end, node.language)
        if len(heard) >= SOUNDING:
            yield node.language.primary, heard


def _articles(group: Iterable[_Node]) -> int:
    return len({article for node in group for article in node.articles})


def _name(group: Sequence[_Node], target: Language) -> Name | None:
    """Make a name of its forms; None where too little says it is one."""
    strong = [node for node in group if not node.weak]
    if not strong or len({one for node in group for one in node.articles}) < FEWEST:
        return None
    if len({one for node in strong for one in node.sure}) < min(FEWEST, len(group[0].articles)):
        return None
    title, language = _title(strong, target)
    articles: Counter[str] = Counter()
    written: Counter[str] = Counter()
    for node in group:
        articles.update(node.articles)
        for (form, _), number in node.written.items():
            written[form] += number
    others = sorted(written, key=lambda form: (-written[form], form))
    told = {light(title): title}
    for form in others:
        told.setdefault(light(form), form)
    return Name(
        title=title,
        language=language,
        spellings=tuple(told.values())[1 : SPELLINGS + 1],
        articles=tuple(sorted(articles.items())),
    )


def _title(strong: Sequence[_Node], target: Language) -> tuple[str, Language]:
    """Choose the spelling to show: the wanted one, a whole one, one of the target language."""
    known = [node for node in strong if not node.key[0]]
    if known:
        return known[0].key[1], target
    longest = max(len(node.words) for node in strong)
    best = min(
        (node for node in strong if len(node.words) == longest or len(node.words) > 1),
        key=lambda node: (
            not node.language.is_same_as(target),
            node.language.script != "Latn",
            -len(node.articles),
            node.key,
        ),
    )
    # A part of the name may be written more often than the whole: Biden, after Joe Biden.
    whole = {pair: n for pair, n in best.written.items() if light(pair[0]) == best.key[1]}
    (form, tag), _ = min((whole or best.written).items(), key=lambda pair: (-pair[1], pair[0]))
    return form, Language(tag)
