"""Articles into near-duplicates, stories and one briefing per date; input order never matters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from briefgen.language.tags import ENGLISH, Language
from briefgen.model import Briefing, Duplicate, Story, Summary
from briefgen.partial_date import PartialDate
from briefgen.progress import Progress, each, untold, within
from briefgen.remembering import Memory
from briefgen.stories import candidates, copies, headline, likeness
from briefgen.stories.candidates import Pair, Span
from briefgen.stories.clusters import cluster, connect
from briefgen.stories.fingerprints import Fingerprint, fingerprints

SAME_EVENT = 0.4  # mean likelihood that the accounts of a story tell of one event
SHARED = 3  # rare terms; no two articles that share fewer are alike by SAME_EVENT
DOUBT = 0.9  # an article without a date must resemble the others more


def group(
    summaries: Sequence[Summary],
    *,
    target: Language = ENGLISH,
    window_days: int = 3,
    progress: Progress = untold,
    memory: Memory | None = None,
) -> tuple[Briefing, ...]:
    """Put everything about one event together, newest date first, undated last.

    `memory` knows what articles are recognised by from earlier builds.
    """
    count = len(summaries)
    most = count - count // 10
    ordered = sorted(summaries, key=_order)
    seen = fingerprints(ordered, target, memory, within(progress, 0, most, count))
    prints = dict(zip(map(_order, ordered), seen, strict=True))
    kept = _merge_copies(ordered, window_days, prints)
    events = _events(kept, window_days, prints)
    telling = each(events, within(progress, most, count, count))
    return _briefings([told for event in telling for told in _tell(event, target)])


Place = tuple[str, str, str, int]  # in the order of articles; none has that of another
Prints = Mapping[Place, Fingerprint]


def _order(summary: Summary) -> Place:
    article = summary.article
    return str(article.day or "9999"), article.id, article.file, article.start


def _merge_copies(ordered: Sequence[Summary], window: int, known: Prints) -> list[Summary]:
    prints = [known[_order(summary)].shingles for summary in ordered]
    spans = _spans(ordered)
    near = candidates.sharing([copies.sampled(p) for p in prints], spans, window)
    same = [
        (a, b)
        for a, b in near
        if _language(ordered[a]) == _language(ordered[b]) and copies.is_copy(prints[a], prints[b])
    ]
    parts = connect(len(ordered), same)
    return sorted((_merge([ordered[i] for i in part]) for part in parts), key=_order)


def _merge(told: Sequence[Summary]) -> Summary:
    shown = min(told, key=_rank_copy)
    others = [summary for summary in told if summary is not shown]
    found = [d for summary in told for d in summary.duplicates]
    found += [_duplicate(summary) for summary in others]
    # A person may have named the story of a copy that is not shown.
    named = [s.article.story for s in (shown, *others) if s.article.story is not None]
    article = replace(shown.article, story=named[0] if named else None)
    duplicates = tuple(sorted(found, key=lambda d: (d.file, d.id)))
    return replace(shown, article=article, duplicates=duplicates)


def _rank_copy(summary: Summary) -> tuple[bool, str, bool, int, str, str, int]:
    """Prefer the dated, the first, one that can be linked to, the complete one."""
    article = summary.article
    length = sum(len(paragraph.text) for paragraph in article.paragraphs)
    place = article.id, article.file, article.start
    return article.day is None, str(article.day or ""), article.url is None, -length, *place


def _duplicate(summary: Summary) -> Duplicate:
    article = summary.article
    return Duplicate(article.id, article.source, article.url, article.file)


def _language(summary: Summary) -> str:
    return summary.article.language.primary


def _spans(ordered: Iterable[Summary]) -> list[Span]:
    return [candidates.span(summary.article.published) for summary in ordered]


@dataclass(frozen=True, slots=True)
class _Event:
    """The articles of a story on all its days, and how near each is to the others."""

    summaries: tuple[Summary, ...]
    weights: tuple[float, ...]
    alike: dict[Pair, float]


def _events(ordered: Sequence[Summary], window: int, known: Prints) -> list[_Event]:
    spans = _spans(ordered)
    tongues = [_language(summary) for summary in ordered]
    found = likeness.profiles(tongues, [known[_order(summary)].counts for summary in ordered])
    terms = [list(likeness.telling(p)) for p in found]
    pairs = candidates.sharing(terms, spans, window, least=SHARED)
    alike = {pair: likeness.alike(found[pair[0]], found[pair[1]]) for pair in pairs}
    for a, b in pairs:
        if spans[a] is None or spans[b] is None:
            alike[a, b] *= DOUBT

    def may_join(first: Sequence[int], second: Sequence[int]) -> bool:
        gaps = [candidates.apart(spans[a], spans[b]) for a in first for b in second]
        return min(gaps) <= window

    parts = _joined_by_hand(cluster(len(ordered), alike, SAME_EVENT, may_join), ordered)
    return [_event(part, ordered, alike) for part in parts]


def _joined_by_hand(parts: list[list[int]], ordered: Sequence[Summary]) -> list[list[int]]:
    """Take articles with a story of corrections.yml out of their clusters, and together."""
    named: dict[str, list[int]] = defaultdict(list)
    for i, summary in enumerate(ordered):
        if summary.article.story is not None:
            named[summary.article.story].append(i)
    if not named:
        return parts
    rest = [[i for i in part if ordered[i].article.story is None] for part in parts]
    return sorted([part for part in rest if part] + list(named.values()))


def _event(part: Sequence[int], ordered: Sequence[Summary], alike: dict[Pair, float]) -> _Event:
    inner = {
        (i, j): alike.get((a, b), 0.0)
        for i, a in enumerate(part)
        for j, b in enumerate(part)
        if a < b
    }
    weights = [sum(value for pair, value in inner.items() if i in pair) for i in range(len(part))]
    return _Event(tuple(ordered[i] for i in part), tuple(weights), inner)


def _tell(event: _Event, target: Language) -> list[tuple[PartialDate | None, Story]]:
    """Give the story of each date; an undated article goes where its nearest dated one is.

    All its days bear one title, so that a reader knows the story again.
    """
    dates = [_date(event, i) for i in range(len(event.summaries))]
    first = min(event.summaries, key=_age).article.id
    days = tuple(sorted({day for day in dates if day is not None}))
    whole = _story(first, range(len(dates)), event, days, target)
    if len(set(dates)) == 1:
        return [(dates[0], whole)]
    parts = {
        day: _story(first, [i for i, d in enumerate(dates) if d == day], event, days, target)
        for day in sorted(set(dates), key=_by_date)
    }
    return [
        (
            day,
            replace(part, title=whole.title, title_language=whole.title_language, head=whole.head),
        )
        for day, part in parts.items()
    ]


def _date(event: _Event, i: int) -> PartialDate | None:
    if event.summaries[i].article.day is not None:
        return event.summaries[i].article.day
    near = [
        (event.alike[min(i, j), max(i, j)], -j)
        for j, other in enumerate(event.summaries)
        if other.article.day is not None
    ]
    return event.summaries[-max(near)[1]].article.day if near else None


def _age(summary: Summary) -> tuple[str, str, str]:
    """Order by when the site first had it: a story keeps the id of its first article."""
    article = summary.article
    return article.added or "9999", str(article.day or "9999"), article.id


def _rank(event: _Event, target: Language) -> Callable[[int], tuple[object, ...]]:
    """Put first what can be read, then what stands in the middle of the story."""

    def key(i: int) -> tuple[object, ...]:
        one = event.summaries[i]
        return not headline.is_readable(one, target), -event.weights[i], _order(one)

    return key


def _story(
    story_id: str,
    members: Sequence[int],
    event: _Event,
    days: tuple[PartialDate, ...],
    target: Language,
) -> Story:
    summaries = tuple(event.summaries[i] for i in sorted(members, key=_rank(event, target)))
    head = headline.title(summaries, target)
    return Story(
        story_id,
        head.text,
        head.language,
        headline.summary(summaries, target),
        summaries,
        days,
        head,
    )


def _by_date(day: PartialDate | None) -> str:
    return str(day) if day else ""


def _briefings(told: Iterable[tuple[PartialDate | None, Story]]) -> tuple[Briefing, ...]:
    by_date: dict[PartialDate | None, list[Story]] = defaultdict(list)
    for day, story in told:
        by_date[day].append(story)
    newest_first = sorted(by_date, key=_by_date, reverse=True)
    return tuple(Briefing(day, tuple(sorted(by_date[day], key=_weight))) for day in newest_first)


def _weight(story: Story) -> tuple[int, int, str]:
    same = sum(len(summary.duplicates) for summary in story.summaries)
    return -len(story.summaries) - same, -len(story.days), story.id
