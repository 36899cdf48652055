"""Pages that were published and are no more: a page in the place of each, an end for its feeds."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

from briefgen.model import Page, Site
from briefgen.publishing.feeds import Feed, feed_pages
from briefgen.publishing.interface import words_for
from briefgen.publishing.plaintext import plain
from briefgen.publishing.templating import environment, template_errors

# What people link to and follow, beside the pages of articles and days: one folder deep.
_LASTING = re.compile(
    r"((?:names|topics|watch|stories|sources|languages)/(?!index\b)[a-z0-9-]{1,80})"
    r"(?:\.md|/index\.html)"
)
_FED = re.compile(r"(?:topics|watch|sources|languages)/[a-z0-9-]+/")
_PAGE = re.compile(r"(.*?)(?:(?:(?<=/)|^)index)?\.(?:md|html)")


def lasting(pages: Iterable[Page]) -> frozenset[str]:
    """Give the paths that must go on to lead somewhere, as `topics/energy/`."""
    found = (_LASTING.fullmatch(page.path) for page in pages)
    return frozenset(f"{match[1]}/" for match in found if match)


def ends(
    once: Collection[str], made: Sequence[Page], site: Site, *, templates: Sequence[Path]
) -> Iterator[Page]:
    """Give a page in the place of each that was published once, and an empty feed for its feeds."""
    there = {_address(page) for page in made}
    gone = sorted(path for path in once if path not in there)
    press = environment("html", templates).get_template
    with template_errors():
        for path in gone:
            values: dict[str, object] = {
                **words_for(site.target).shared(),
                "root": "../" * path.count("/"),
                "site": site,
                "canonical": None,
            }
            kind = path.partition("/")[0]
            values["list"] = f"{kind}/" if f"{kind}/" in there else "briefings/"
            page = press("vanished.html").render(kind=kind, **values)
            yield Page(f"{path}index.html", page)
    feeds = [_ended(path, site) for path in gone if site.url and _FED.fullmatch(path)]
    yield from feed_pages(feeds, site, templates=templates)


def _address(page: Page) -> str:
    """Give the address of a page of the site, "" for the first one and for all other files."""
    found = _PAGE.fullmatch(page.path)
    return f"{found[1].rstrip('/')}/" if found and found[1] else ""


def _ended(path: str, site: Site) -> Feed:
    """Give a feed without entries: programs that follow it meet no fault, and nothing new."""
    say = words_for(site.target)
    title = say("{title}: this feed has ended", title=plain(site.title))
    return Feed(f"feeds/{path.rstrip('/')}", title, f"{site.url}{path}", ())
