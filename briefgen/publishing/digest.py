"""Briefings as e-mails: a draft (.eml) with a text and an HTML part, and both parts on their own.

Only days become digests: a mail has a date. Nothing in it depends on images, scripts or fragments.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from email.utils import format_datetime
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from markupsafe import Markup

from briefgen import urls
from briefgen.model import Briefing, Page, Site, Story, Summary, Told
from briefgen.partial_date import PartialDate
from briefgen.publishing import mail
from briefgen.publishing.interface import Words, words_for
from briefgen.publishing.plaintext import plain, shorten, wrap
from briefgen.publishing.subjects import Subject
from briefgen.publishing.templating import environment, template_errors

if TYPE_CHECKING:
    import jinja2

COLUMNS = 76  # mail programs and gateways may break longer lines, and with them the links
HTML_LIMIT = 96_000  # bytes; Gmail hides what follows 102 kB, and gateways add footers
FULL_SHARE = 0.6  # of the limit may go to whole stories when not even their headlines all fit
TITLE_LIMIT = 160  # characters
SENTENCE_LIMIT = 400
SUBJECT_LIMIT = 120
SENTENCES = 2  # per story
SOURCES = 6  # names per story; the rest is counted


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of a story as the mail shows it."""

    text: str
    language: str
    direction: str
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A story as the mail shows it; all texts are plain."""

    number: int
    title: str
    language: str  # of the title
    direction: str
    original: str  # of a doubtful title that is shown in translation; usually empty
    marks: tuple[str, ...]  # doubts about the title
    lines: tuple[Line, ...]
    sources: str
    untranslated: str  # languages shown as they are, in words; usually empty
    url: str  # permanent page of the first article


@dataclass(frozen=True, slots=True)
class Issue:
    """One digest before it is written."""

    day: date
    heading: str  # "Wednesday 13 September 2023"
    counts: str  # "3 stories from 7 articles"
    made: str  # how, in one sentence
    url: str
    items: tuple[Item, ...]
    about: str = ""  # the watched term, of a digest about one


def digests(  # noqa: PLR0913 - what digests show, and their headers
    briefings: Sequence[Briefing],
    site: Site,
    *,
    templates: Sequence[Path],
    sender: str | None = None,
    unsubscribe: str | None = None,
    watch: Sequence[Subject] = (),
) -> tuple[Page, ...]:
    """Write the digest of every day; none without a site address: its links are absolute.

    `unsubscribe` is an https or mailto address; only then is there a List-Unsubscribe header.
    Each watched term has digests of its own, of the days with stories about it.
    """
    if site.url is None:
        return ()
    issues = _issues(briefings, watch, site)
    return _printed(issues, site, templates=templates, sender=sender, unsubscribe=unsubscribe)


def digest_of_news(  # noqa: PLR0913 - what it shows, and its headers
    briefings: Sequence[Briefing],
    since: date,
    today: date,
    site: Site,
    *,
    templates: Sequence[Path],
    sender: str | None = None,
    unsubscribe: str | None = None,
) -> tuple[Page, ...]:
    """Write one digest of the stories with articles that were added since a day, newest first.

    None where nothing was added.
    """
    stories = tuple(s for b in briefings for s in b.stories if _is_news(s, since.isoformat()))
    if not stories:
        return ()
    whole = _issue(Briefing(PartialDate.of(today), stories), PartialDate.of(today), site)
    say = words_for(site.target)
    words = say("Added since {day}", day=say.date(PartialDate.of(since)))
    issue = replace(whole, heading=words, about=words, url=str(site.url))
    issues = [(f"digests/since-{since.isoformat()}", issue)]
    return _printed(issues, site, templates=templates, sender=sender, unsubscribe=unsubscribe)


def _is_news(story: Story, since: str) -> bool:
    return any((summary.article.added or "") >= since for summary in story.summaries)


def _printed(
    issues: Iterable[tuple[str, Issue]],
    site: Site,
    *,
    templates: Sequence[Path],
    sender: str | None,
    unsubscribe: str | None,
) -> tuple[Page, ...]:
    pages: list[Page] = []
    configured = (mail.sender(sender) if sender else "", *_unsubscribe(unsubscribe))
    with template_errors():
        look = _look(templates)
        for path, issue in issues:
            text = look.text(issue, site, unsubscribe)
            html = look.html(issue, site, unsubscribe)
            draft = _mail(issue, site, text, html, configured)
            pages += [Page(f"{path}.txt", text), Page(f"{path}.html", html)]
            pages.append(Page(f"{path}.eml", draft))
    return tuple(pages)


def _issues(
    briefings: Sequence[Briefing], watch: Sequence[Subject], site: Site
) -> Iterator[tuple[str, Issue]]:
    """Give each digest with its path, without suffix."""
    for briefing in briefings:
        if briefing.date and briefing.date.is_day and briefing.stories:
            issue = _issue(briefing, briefing.date, site)
            yield f"digests/{issue.day.isoformat()}", issue
    for term in watch:
        for number, places in groupby(term.places, key=lambda place: place[0]):
            briefing = briefings[number]
            if briefing.date and briefing.date.is_day:
                stories = tuple(briefing.stories[place] for _, place in places)
                issue = _issue(replace(briefing, stories=stories), briefing.date, site)
                title = shorten(plain(term.title), SUBJECT_LIMIT // 3)
                own = replace(issue, heading=f"{title}: {issue.heading}", about=title)
                yield f"digests/{term.path}{issue.day.isoformat()}", own


def _issue(briefing: Briefing, when: PartialDate, site: Site) -> Issue:
    articles = sum(len(story.summaries) for story in briefing.stories)
    say = words_for(site.target)
    return Issue(
        day=when.first,
        heading=say.long_date(when),
        counts=say(
            "{stories} from {articles}",
            stories=say.count(len(briefing.stories), "story", "stories"),
            articles=say.count(articles, "article"),
        ),
        made=_made(briefing, site),
        url=f"{site.url}{urls.briefing_path(briefing.date)}",
        items=tuple(
            _item(number, story, site) for number, story in enumerate(briefing.stories, start=1)
        ),
    )


def _made(briefing: Briefing, site: Site) -> str:
    """Say what was translated, from what, by what; and what was not."""
    summaries = [summary for story in briefing.stories for summary in story.summaries]
    foreign = [s for s in summaries if not s.article.language.is_same_as(site.target)]
    parts, say = [], words_for(site.target)
    done = [summary for summary in foreign if summary.packages]
    if done:
        packages = ", ".join(sorted({name for summary in done for name in summary.packages}))
        parts.append(
            say(
                "Translated by machine from {languages} ({packages}); the original stands under "
                "each sentence on the site.",
                languages=_languages(done, say),
                packages=packages,
            )
        )
    if len(done) < len(foreign):
        left = [summary for summary in foreign if not summary.packages]
        parts.append(say("Not translated: {languages}.", languages=_languages(left, say)))
    return " ".join(parts)


def _languages(summaries: Sequence[Summary], say: Words) -> str:
    counted = Counter(say.of(summary.article.language) for summary in summaries)
    ordered = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    return ", ".join(name for name, _ in ordered)


def _item(number: int, story: Story, site: Site) -> Item:
    first = story.summaries[0]
    told, head = _chosen(story, site), story.headline
    shown = (story.title_language, *(one.language for one in told))
    say = words_for(site.target)
    foreign = dict.fromkeys(say.of(one) for one in shown if not one.is_same_as(site.target))
    return Item(
        number=number,
        title=shorten(plain(story.title) or plain(first.article.title.text) or "…", TITLE_LIMIT),
        language=str(story.title_language),
        direction=story.title_language.direction,
        original=plain(head.original or "") if head.marks else "",
        marks=tuple(plain(say.detail(mark)) for mark in head.marks),
        lines=tuple(_line(one, say) for one in told),
        sources=_sources(story, say),
        untranslated=say.all_of(foreign),
        url=f"{site.url}{urls.article_path(first.article.id)}",
    )


def _chosen(story: Story, site: Site) -> list[Told]:
    """Find the first sentences of the story's summary."""
    summaries = {summary.article.id: summary for summary in story.summaries}
    chosen = [(summaries[ref.article], ref.sentence) for ref in story.summary[:SENTENCES]]
    return [summary.told(summary.sentences[i], site.target) for summary, i in chosen]


def _line(told: Told, say: Words) -> Line:
    return Line(
        text=shorten(plain(told.text), SENTENCE_LIMIT),
        language=str(told.language),
        direction=told.language.direction,
        marks=tuple(plain(say.detail(mark)) for mark in told.marks),
    )


def _sources(story: Story, say: Words) -> str:
    names = [say.outlet(summary.article) for summary in story.summaries]
    names += [say.outlet(copy) for summary in story.summaries for copy in summary.duplicates]
    distinct = list(dict.fromkeys(shorten(plain(name), 60) for name in names))
    more = len(distinct) - SOURCES
    named = ", ".join(distinct[:SOURCES])
    return say("{names} and {number} more", names=named, number=more) if more > 0 else named


def _wrapped(text: str, first: str = "", rest: str | None = None) -> str:
    lines = wrap(text, COLUMNS, first=first, rest=first if rest is None else rest)
    return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class _Look:
    """The templates of a digest, compiled once."""

    text_template: jinja2.Template
    mail_template: jinja2.Template
    story_template: jinja2.Template

    def text(self, issue: Issue, site: Site, unsubscribe: str | None) -> str:
        """Write the text part."""
        return self.text_template.render(_view(issue, site, unsubscribe))

    def html(self, issue: Issue, site: Site, unsubscribe: str | None) -> str:
        """Write the HTML part, shortened from the end until it fits."""
        view = _view(issue, site, unsubscribe)
        full = [self.story_template.render(view, item=item, brief=False) for item in issue.items]
        html = self._frame(view, full, left=0)
        if _size(html) <= HTML_LIMIT:
            return html
        brief = [self.story_template.render(view, item=item, brief=True) for item in issue.items]
        limit = HTML_LIMIT - _size(self._frame(view, [], left=len(full)))
        kept = fit([_size(text) for text in full], [_size(text) for text in brief], limit)
        shown = [full[i] if whole else brief[i] for i, whole in enumerate(kept)]
        return self._frame(view, shown, left=len(full) - len(kept))

    def _frame(self, view: dict[str, Any], stories: Sequence[str], *, left: int) -> str:
        rows = Markup("".join(stories))  # noqa: S704 - each was rendered with escaping
        return self.mail_template.render(view, stories=rows, left=left)


def _look(templates: Sequence[Path]) -> _Look:
    text, html = environment("text", templates), environment("html", templates)
    text.filters["wrapped"] = _wrapped
    return _Look(
        text.get_template("digest/mail.txt"),
        html.get_template("digest/mail.html"),
        html.get_template("digest/story.html"),
    )


def _view(issue: Issue, site: Site, unsubscribe: str | None) -> dict[str, Any]:
    """Give what the templates may use."""
    return {
        **words_for(site.target).shared(),
        "issue": issue,
        "site": site,
        "title": plain(site.title),
        "unsubscribe": unsubscribe,
    }


def _size(text: str) -> int:
    return len(text.encode())


def fit(full: Sequence[int], brief: Sequence[int], limit: int) -> tuple[bool, ...]:
    """Choose which stories are shown whole (True) or as a headline (False); the rest is left out.

    Sizes are bytes. The first stories weigh most, so they are the last to be shortened.
    """
    after = sum(brief)  # what the stories not yet placed need at least
    room = int(limit * FULL_SHARE)
    used = 0
    chosen: list[bool] = []
    for whole_size, brief_size in zip(full, brief, strict=True):
        after -= brief_size
        fits = used + whole_size + after <= limit or used + whole_size <= room
        whole = fits and all(chosen)  # no whole story below a headline
        size = whole_size if whole else brief_size
        if used + size > limit:
            break
        chosen.append(whole)
        used += size
    return tuple(chosen)


def _mail(issue: Issue, site: Site, text: str, html: str, configured: Sequence[str]) -> bytes:
    """Put both parts into one mail that opens as a draft; equal briefings give equal bytes.

    `configured` are the headers that are the same in every mail.
    """
    seal = sha256(f"{text}\0{html}".encode()).hexdigest()
    host = urlsplit(str(site.url)).hostname or "localhost"
    headers = [
        mail.header("Subject", _subject(issue, site)),
        f"Date: {format_datetime(datetime.combine(issue.day, time(12), UTC))}\r\n",
        f"Message-ID: <{issue.day.isoformat()}.{seal[:16]}@{host}>\r\n",
        "X-Unsent: 1\r\n",
        *configured,
    ]
    return mail.message(headers, text, html, boundary=f"=_{seal[16:40]}")


def _subject(issue: Issue, site: Site) -> str:
    first, say = issue.items[0].title, words_for(site.target)
    more = f" (+{len(issue.items) - 1})" if len(issue.items) > 1 else ""
    title = f"{issue.about}: " if issue.about else ""
    head = f"{title}{shorten(plain(site.title), 40)}, {say.date(PartialDate.of(issue.day))}: "
    return head + shorten(first, SUBJECT_LIMIT - len(head) - len(more)) + more


def _unsubscribe(address: str | None) -> tuple[str, ...]:
    """Write the header of RFC 2369.

    RFC 8058's one click needs an address of each recipient's own; a draft has no recipient yet.
    """
    safe = quote(plain(address or ""), safe="/?%:@!$&()*+,;=~-._#")
    return (f"List-Unsubscribe: <{safe}>\r\n",) if safe else ()
