"""What the templates get: plain values, ready to print, links already safe."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from markupsafe import Markup

from briefgen.desk.outlets import outlet_name
from briefgen.language.tags import UNKNOWN, Language
from briefgen.model import Article, Briefing, Sentence, Site, Story, Summary, Told
from briefgen.partial_date import PartialDate
from briefgen.publishing.epub import week_of
from briefgen.publishing.interface import Words, words_for
from briefgen.publishing.pages.wording import address_words, evidence_words
from briefgen.publishing.plaintext import plain
from briefgen.publishing.subjects import Subject
from briefgen.urls import anchor, briefing_path, domain, fragment_url, mailto, safe_url, slug

LONG_ADDRESS = 72  # characters of an address that nobody types from paper


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence or title as a reader sees it, with the original under it."""

    text: str
    noted: str  # the text with the names of its doubts, for page titles and previews
    lang: str
    dir: str
    original: str | None  # None when `text` is the original
    original_lang: str
    original_dir: str
    original_language: str  # its name
    link: str | None  # the sentence's place in its source
    marks: tuple[str, ...]  # doubts, in words
    checks: str  # what they doubt, in a few words
    edited: bool  # by hand
    anchor: str  # its place on the permanent page, as long as the sentence stays as it is
    attempt: str | None = None  # a translation that was not good enough to show


@dataclass(frozen=True, slots=True)
class Copy:
    """Another copy of an article."""

    path: Markup
    source: str
    url: str | None


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article and the sentences chosen from it."""

    id: str
    path: Markup  # of its permanent page, relative to the site
    title: Line
    source: str
    source_path: Markup
    badges: tuple[str, ...]  # what sources.yml says of the source
    edited: tuple[str, ...]  # what corrections.yml changed
    domain: str | None
    author: str | None
    language: str
    tag: str
    foreign: bool  # written in another language than that of the pages
    language_path: Markup
    url: str | None
    file: str
    file_link: str | None
    date: PartialDate | None
    day: str  # in words
    evidence: str
    added: str | None
    updated: str | None
    packages: tuple[str, ...]  # what translated it, leg by leg
    pivot: str | None  # name of the language translated through
    lines: tuple[Line, ...]
    copies: tuple[Copy, ...]
    translated: int  # sentences shown in translation
    doubted: int  # of these, the ones with a mark
    untranslated: bool  # there was no package for its language
    note: int  # its number among the addresses printed on the page
    printed: tuple[str, ...]  # where it is found, as it is printed: source, permanent page


@dataclass(frozen=True, slots=True)
class Run:
    """Sentences of a summary that stand together and come from one article."""

    article: ArticleView
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class StoryView:
    """The articles of one date about one event."""

    id: str
    title: str
    head: Line  # the title with its doubts and its original
    lang: str
    dir: str
    runs: tuple[Run, ...]
    more: tuple[Run, ...]  # chosen sentences that the summary leaves out
    articles: tuple[ArticleView, ...]
    sources: tuple[str, ...]
    path: Markup | None  # of the page of a story that lasts several days
    days: tuple[tuple[str, Markup, bool], ...]  # (day in words, path, is this day)
    watch: tuple[str, ...]  # terms of `watch:` found in it
    subjects: tuple[Subject, ...]  # topics, then the most telling of the names it says
    size: int  # articles and their copies
    permalink: str  # of the first article: absolute with a site address, else relative to the site
    mailto: str  # starts a mail about the story, for readers without JavaScript


@dataclass(frozen=True, slots=True)
class BriefingView:
    """A briefing as a page shows it."""

    date: PartialDate | None
    heading: str
    path: Markup
    stories: tuple[StoryView, ...]
    articles: int
    updated: str | None  # ISO day on which its last article came or was changed
    languages: str  # "French (6), Russian (1)"
    packages: tuple[str, ...]
    doubted: str  # "3 of 8 translated sentences have doubts"
    untranslated: str  # "2 articles in Russian are shown in their own language"
    watched: tuple[StoryView, ...]
    week: str | None  # "2024-W30", of a day


def page_path(date: PartialDate | None) -> Markup:
    """Give the path of a briefing's page relative to the site, ending in "/"."""
    return path(briefing_path(date))


def path(text: str) -> Markup:
    """Mark a path made of our own words (ids, dates, slugs) as needing no escaping."""
    return Markup(text)  # noqa: S704  # never called with text of an article


def source_path(name: str) -> Markup:
    """Give the path of the page of a source."""
    return path(f"sources/{slug(name)}/")


def language_path(language: Language) -> Markup:
    """Give the path of the page of a language."""
    return path(f"languages/{slug(language.tag)}/")


def briefing_view(
    briefing: Briefing, site: Site, told: Mapping[int, tuple[Subject, ...]]
) -> BriefingView:
    """Prepare one briefing; `told` are the subjects of its stories, by place."""
    stories: list[StoryView] = []
    notes = 0
    for place, story in enumerate(briefing.stories):
        view = story_view(story, site, date=briefing.date, notes=notes)
        stories.append(replace(view, subjects=told.get(place, ())))
        notes += len(story.summaries)
    articles = [article for story in stories for article in story.articles]
    say = words_for(site.target)
    return BriefingView(
        date=briefing.date,
        heading=say.long_date(briefing.date) if briefing.date else say("Undated"),
        path=page_path(briefing.date),
        stories=tuple(stories),
        articles=len(articles),
        updated=max(filter(None, (a.updated for a in articles)), default=None),
        languages=say.tally(article.language for article in articles),
        packages=tuple(sorted({n for a in articles for n in a.packages})),
        doubted=say.doubted(
            sum(article.doubted for article in articles),
            sum(article.translated for article in articles),
        ),
        untranslated=_untranslated(articles, say),
        watched=tuple(story for story in stories if story.watch),
        week=week_of(briefing),
    )


def _untranslated(articles: Sequence[ArticleView], say: Words) -> str:
    left = [a.language for a in articles if a.foreign and not a.translated]
    shown = say.count(len(left), "article is shown untranslated:")
    return f"{shown} {say.tally(left)}" if left else ""


def story_view(story: Story, site: Site, *, date: PartialDate | None, notes: int) -> StoryView:
    """Prepare one story of a briefing; `notes` addresses were printed before it."""
    numbered = enumerate(story.summaries, start=notes + 1)
    articles = {s.article.id: article_view(s, site, note) for note, s in numbered}
    refs = [(r.article, r.sentence) for r in story.summary if r.article in articles]
    refs = [(a, i) for a, i in refs if i < len(articles[a].lines)]
    rest = [(a, i) for a, view in articles.items() for i in range(len(view.lines))]
    rest = [ref for ref in rest if ref not in set(refs)]
    views = tuple(articles.values())
    several = len(story.days) > 1
    say = words_for(site.target)
    return StoryView(
        id=slug(story.id),
        title=story.title,
        head=told_line(story.headline, site.target, link=None),
        lang=str(story.title_language),
        dir=direction(story.title_language),
        runs=_runs(refs, articles),
        more=_runs(rest, articles),
        articles=views,
        sources=tuple(dict.fromkeys(view.source for view in views)),
        path=path(f"stories/{slug(story.id)}/") if several else None,
        days=tuple((say.date(d), page_path(d), d == date) for d in story.days) if several else (),
        watch=_watched(story, site.watch),
        subjects=(),
        size=sum(1 + len(view.copies) for view in views),
        permalink=f"{site.url or ''}{views[0].path}",
        mailto=_mailto(story, site, refs, articles),
    )


def _mailto(
    story: Story,
    site: Site,
    refs: Sequence[tuple[str, int]],
    articles: Mapping[str, ArticleView],
) -> str:
    """Give title, first sentence with its doubts, sources and link as a mail."""
    title = plain(story.title)
    say = words_for(site.target)
    lines = [plain(" ".join((title, *_noted(story.headline, say))))]
    for article, index in refs[:1]:
        first = articles[article].lines[index]
        lines.append(
            plain(
                " ".join(
                    (first.text, *(f"[{say('check {what}', what=mark)}]" for mark in first.marks))
                )
            )
        )
    lines.append(plain(" · ".join(dict.fromkeys(view.source for view in articles.values()))))
    # Without a site address a link in a mail would lead nowhere.
    link = f"{site.url}{next(iter(articles.values())).path}" if site.url else None
    return mailto(title, lines, link)


def _noted(told: Told, say: Words) -> list[str]:
    """Give the doubts about a headline in words, and its original, for text that travels."""
    doubts = [f"[{say('check {what}', what=say.mark(mark))}]" for mark in told.marks]
    return [*doubts, f"({told.original})"] if doubts and told.original else doubts


def _runs(refs: Sequence[tuple[str, int]], articles: Mapping[str, ArticleView]) -> tuple[Run, ...]:
    return tuple(
        Run(articles[article], tuple(articles[article].lines[index] for _, index in group))
        for article, group in groupby(refs, key=lambda ref: ref[0])
    )


def _watched(story: Story, terms: Sequence[str]) -> tuple[str, ...]:
    if not terms:
        return ()
    texts = [story.title]
    for summary in story.summaries:
        for sentence in (summary.article.title, *summary.sentences):
            texts += [sentence.original, sentence.translation or ""]
    text = "\n".join(texts).casefold()
    return tuple(term for term in terms if term.casefold() in text)


def article_view(summary: Summary, site: Site, note: int) -> ArticleView:
    """Prepare one article with its chosen sentences."""
    article = summary.article
    lines = tuple(line(sentence, article, site) for sentence in summary.sentences)
    name = outlet_name(article)
    told = [summary.told(sentence, site.target) for sentence in summary.sentences]
    shown = [one for one in told if one.is_translated]
    language = article.language
    foreign = not language.is_same_as(site.target)
    say = words_for(site.target)
    return ArticleView(
        id=article.id,
        path=path(f"s/{article.id}/"),
        title=line(article.title, article, site),
        source=say.outlet(article),
        source_path=source_path(name),
        badges=article.badges,
        edited=tuple(map(say, article.edited)),
        domain=domain(article.url),
        author=article.author,
        language=say.of(language),
        tag=str(language),
        foreign=foreign,
        language_path=language_path(language),
        url=safe_url(article.url),
        file=article.file,
        file_link=file_link(site, article.file, None),
        date=article.day,
        day=say.date(article.day),
        evidence=evidence_words(article.published, say),
        added=article.added,
        updated=article.updated,
        packages=summary.packages,
        pivot=say.of(summary.pivot) if summary.pivot else None,
        lines=lines,
        copies=tuple(
            Copy(path(f"s/{d.id}/"), say.outlet(d), safe_url(d.url)) for d in summary.duplicates
        ),
        translated=len(shown),
        doubted=sum(bool(one.marks) for one in shown),
        untranslated=foreign and not summary.packages,
        note=note,
        printed=_printed(article, site),
    )


def _printed(article: Article, site: Site) -> tuple[str, ...]:
    """Give the addresses of an article for paper; a long one only where a short one leads there."""
    permanent = address_words(f"{site.url}s/{article.id}/") if site.url else None
    own = address_words(article.url)
    if own and permanent and len(own) > LONG_ADDRESS:
        own = domain(article.url)
    return tuple(words for words in (own or article.file, permanent) if words)


def line(sentence: Sentence, article: Article, site: Site) -> Line:
    """Prepare one sentence: what is shown, the original, and where it stands in the source."""
    link = fragment_url(article.url, sentence.original)
    told = sentence.told(article.language, site.target)
    return told_line(told, site.target, link=link or file_link(site, article.file, sentence.line))


def told_line(told: Told, target: Language, *, link: str | None) -> Line:
    """Prepare what is told of a sentence or headline."""
    say = words_for(target)
    return Line(
        text=told.text,
        noted=say.noted(told),
        lang=str(told.language),
        dir=direction(told.language),
        original=told.original,
        original_lang=str(told.original_language),
        original_dir=direction(told.original_language),
        original_language=say.of(told.original_language),
        link=link,
        marks=tuple(map(say.mark, told.marks)),
        checks=say.doubt(told.marks, told.original_language, target),
        edited=told.edited,
        anchor=anchor(told.original or told.text),
        attempt=told.attempt,
    )


def file_link(site: Site, file: str, number: int | None) -> str | None:
    """Give the address of a line of the input in the repository, when there is one."""
    base = safe_url(site.repo_url)
    if base is None:
        return None
    anchor = f"#L{number}" if number else ""
    return safe_url(f"{base.rstrip('/')}/{file.replace('?', '%3F').replace('#', '%23')}{anchor}")


def direction(language: Language) -> str:
    """Give the `dir` of a language; unknown ones are left to the browser."""
    return "auto" if language == UNKNOWN else language.direction
