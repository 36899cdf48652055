"""Hostile files of every type we read, through every stage, into every page and format we write.

`BRIEFGEN_PAYLOADS=FILE` takes the lines of that file in every type; `BRIEFGEN_PAYLOADS=FOLDER`
takes the articles in it as they are.
"""

import email
import email.policy
import json
import os
import re
import shutil
import xml.etree.ElementTree as ET
import zipfile
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from fuzz.payloads import WRITERS, file_name
from papers import make_paper
from test_browser import CHROMIUM, FLAGS, accents, build, watched
from test_fuzz import TODAY, Silent

from briefgen import pipeline
from briefgen.commands.serve import server
from briefgen.config import Config
from briefgen.engines.sumy import SumySummarizer
from briefgen.language.tags import Language
from briefgen.state.site import build_site
from briefgen.state.write import write
from briefgen.translating.translate import Candidate

pytestmark = pytest.mark.browser
HERE = Path(__file__).parent
GIVEN = os.environ.get("BRIEFGEN_PAYLOADS")
ENCODED = "{http://purl.org/rss/1.0/modules/content/}encoded"
READ = {".html", ".txt", ".json", ".rss", ".atom", ".eml", ".epub"}
BESIDE = "taken from a file beside the site"
# What Material's pages may switch on, all at once.
SETTINGS = """
site_name: Briefings
theme: {name: material, font: false, features: [content.code.annotate, content.tooltips]}
plugins: [search]
markdown_extensions:
  [abbr, admonition, attr_list, def_list, footnotes, md_in_html, nl2br, tables, smarty, wikilinks,
  toc: {permalink: true, toc_depth: 6}, pymdownx.arithmatex: {generic: true}, pymdownx.betterem,
  pymdownx.blocks.admonition, pymdownx.blocks.details, pymdownx.caret, pymdownx.critic,
  pymdownx.details, pymdownx.emoji: {emoji_index: !!python/name:material.extensions.emoji.twemoji ,
  emoji_generator: !!python/name:material.extensions.emoji.to_svg }, pymdownx.highlight,
  pymdownx.inlinehilite, pymdownx.keys, pymdownx.magiclink: {repo_url_shorthand: true,
  social_url_shorthand: true, user: a, repo: b}, pymdownx.mark, pymdownx.smartsymbols,
  pymdownx.snippets: {base_path: [ROOT], check_paths: false}, pymdownx.superfences: {custom_fences:
  [{name: mermaid, class: mermaid, format: !!python/name:pymdownx.superfences.fence_code_format }]},
  pymdownx.tabbed: {alternate_style: true}, pymdownx.tasklist: {custom_checkbox: true},
  pymdownx.tilde]
"""


def lines(name):
    return [line for line in (HERE / name).read_text("utf-8").split("\n") if line.strip()]


class Echo:
    """A translator that gives back what it gets: whatever is shown is what an article said."""

    source, target, package = "fr", "en", "echo-fr-en 1"

    def translate(self, texts, decoding):
        return [Candidate(text, -0.1) for text in texts]


def publish(place, title="Briefings", watch=("pont",)):
    """Take a folder of articles through every stage, as a build does; give its site."""
    config = Config(
        **{name: place / name for name in ("articles", "templates")},
        **{
            name: place / f"{name}.yml" for name in ("glossary", "corrections", "sources", "topics")
        },
        site_url="https://a.example/",
        title=title,
        description=title,
        repo_url="https://git.example/blob/main",
        watch=watch,
    )
    config = replace(config, digest=replace(config.digest, sender="Desk <desk@a.example>"))
    engines = pipeline.Engines(SumySummarizer(), lambda _: (Echo(),))
    edition = pipeline.gather(config, engines, today=TODAY, observer=Silent())
    edition, pages = pipeline.render(edition, config)
    faults = [one for one in edition.problems if "fault of briefgen" in one.remedy]
    assert not faults, faults
    write(pages, place / "docs", manifest=place / "manifest.json")
    (place / "mkdocs.yml").write_text(SETTINGS.replace("ROOT", str(place)), "utf-8")
    (place / "secret.md").write_text(BESIDE, "utf-8")
    build_site(
        place / "mkdocs.yml", place / "docs", place / "site", work=place / "work",
        about=pipeline.site(edition, config), languages=[Language("fr")],
    )  # fmt: skip
    return edition, place / "site"


# Scripts of every kind, in a browser.


def scripts(folder):
    """Write each payload as two types of file, or all of them where somebody names payloads."""
    if GIVEN and Path(GIVEN).is_dir():
        shutil.copytree(GIVEN, folder)
        return
    folder.mkdir()
    payloads = lines(GIVEN or "hostile.txt")
    for number, payload in enumerate(payloads):
        suffixes = list(WRITERS) if GIVEN else [*WRITERS, *WRITERS][number % len(WRITERS) :][:2]
        for suffix in suffixes:
            fields = dict.fromkeys(("title", "author", "source"), payload)
            bodies = (payload, f"Le maire Paul Durand ouvre le pont, {payload} dit-il.", payload)
            for name, content in WRITERS[suffix](
                file_name(number, payload), fields, bodies
            ).items():
                (folder / name).write_bytes(content)


def unpacked(site):
    """Lay the pages of books beside those of the site, where a browser can open them."""
    for book in list(site.rglob("*.epub")):
        with zipfile.ZipFile(book) as archive:
            archive.extractall(book.with_suffix(".pages"))


@pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed")
def test_no_script_of_any_file_runs_anywhere(tmp_path):
    sync_api = pytest.importorskip("playwright.sync_api")
    scripts(tmp_path / "articles")
    edition, site = publish(tmp_path, lines("hostile.txt")[0])
    unpacked(site)
    places = [path for path in sorted(site.rglob("*")) if path.suffix in {".html", ".xhtml"}]
    assert len(places) > len(edition.articles) > 0
    with server(site, 0) as address, sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = watched(browser.new_context(), address)
        page.set_default_timeout(60_000)  # a busy machine is no reason to fail
        for path in places:
            place = address + path.relative_to(site).as_posix()
            page.goto(place, wait_until="domcontentloaded")
            assert page.evaluate("typeof window.pwned") == "undefined", path
            assert page.url.startswith(place.removesuffix("index.html")), path
        browser.close()
    assert page.faults == []
    print(f"{len(edition.articles)} articles on {len(places)} pages: 0 scripts ran")  # noqa: T201


# Syntax of Markdown and Material: text on every page and in every format.

MARKED = re.compile(r"\b([A-Z])(\d+)x ?((?:(?!\1\2x).)*?) ?x\2\1\b")
# Markdown in a text from elsewhere is read, by `reading`, before anything is printed.
LINKS = {
    "[pwned](https://evil.example/)": ["pwned"],
    "![pwned](https://evil.example/x.png)": ["pwned"],
    "[[pwned wiki]]": ["pwned wiki"],
}
READ_AS = {
    **LINKS,
    "![pwned](https://evil.example/x.png)": [""],
    "[^pwned]": [""],
    "[^pwned]: footnote pwned": [": footnote pwned"],
    "==pwned mark==": ["pwned mark"],
    "{==pwned==}{>>comment<<}": ["{pwned}{>>comment<<}"],
    "**pwned** __pwned__ *pwned* _pwned_": ["pwned pwned *pwned* _pwned_"],
}
KINDS = {
    "index.html", "briefings.html", "s.html", "stories.html", "sources.html", "languages.html",
    "names.html", "topics.html", "watch.html", "briefings.json", "feeds.rss", "feeds.atom",
    "feeds.json", "digests.eml", "digests.html", "digests.txt", "digests.epub", "stories.epub",
}  # fmt: skip
PLACES = {"title": "T", "author": "A", "source": "O"}


def syntax(folder, payloads):
    """Write each payload as all of a headline and between words that are found again."""
    folder.mkdir(parents=True)
    for number, payload in enumerate(payloads):
        fields = {
            name: f"{sign}{number}x {payload} x{number}{sign}" for name, sign in PLACES.items()
        }
        said = f"Paul Durand ouvre le pont, B{number}x {payload} x{number}B, près de Lyon."
        files = WRITERS[".txt"](file_name(number, payload), fields, (said, payload))
        day = f"published: 2024-03-{1 + number % 12:02}\n".encode()
        for name, content in files.items():
            dated = content + day if name.endswith(".yml") and number % 9 else content
            (folder / name).write_bytes(dated)
        bare = {"title": payload, "author": payload, "source": payload}
        for suffix in (".md", ".html"):
            for name, content in WRITERS[suffix](f"bare{number}", bare, (payload, payload)).items():
                (folder / name).write_bytes(content)


class Shown(HTMLParser):
    """The text of a page, and the kinds of elements that make it up."""

    def __init__(self):
        super().__init__()
        self.text, self.elements, self.links, self.hidden = [], set(), [], 0

    def handle_starttag(self, tag, attrs):
        self.hidden += tag in {"script", "style"}
        told = dict(attrs)
        self.elements.add((tag, told.get("class"), *sorted(k for k in told if k.startswith("on"))))
        self.links += [told[key] for key in ("href", "src", "action", "data") if told.get(key)]

    def handle_endtag(self, tag):
        self.hidden -= tag in {"script", "style"}
        if tag not in {"mark", "bdi"}:
            self.text.append(" ")

    def handle_data(self, data):
        if not self.hidden:
            self.text.append(data)


def parsed(page):
    shown = Shown()
    shown.feed(page)
    shown.close()
    return shown


def text_of(page):
    return "".join(parsed(page).text)


def strings(value, key=""):
    """Give every text in a value of JSON; what a key calls HTML is read as that."""
    if isinstance(value, dict):
        return [one for key, each in value.items() for one in strings(each, key)]
    if isinstance(value, list):
        return [one for each in value for one in strings(each, key)]
    return [text_of(value) if key.endswith("html") else value] if isinstance(value, str) else []


def told_by_feed(content):
    """Give every text in a feed; descriptions, and what is marked so, are read as HTML."""
    for element in ET.fromstring(content).iter():  # noqa: S314  # our own
        markup = element.get("type") == "html" or element.tag in {"description", ENCODED}
        yield text_of(element.text or "") if markup else element.text or ""


def told_by(path):
    """Give what a file tells a reader, by its format."""
    if path.suffix == ".epub":
        with zipfile.ZipFile(path) as book:
            names = [name for name in book.namelist() if name.endswith("html")]
            return " ".join(text_of(book.read(name).decode()) for name in names)
    if path.suffix == ".eml":
        mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        parts = {p.get_content_type(): p.get_content() for p in mail.walk() if not p.is_multipart()}
        return f"{mail['subject']} {parts['text/plain']} {text_of(parts['text/html'])}"
    content = path.read_text("utf-8")
    if path.suffix == ".json":
        return " ".join(strings(json.loads(content)))
    if path.suffix in {".rss", ".atom"}:
        return " ".join(told_by_feed(content))
    return content if path.suffix == ".txt" else text_of(content)


def kind_of(path, site):
    """Give the kind of a page or file: its folder, and its ending where that is no page."""
    where = path.relative_to(site)
    return f"{where.parts[0]}{path.suffix}" if len(where.parts) > 1 else where.name


def test_no_syntax_acts_on_any_page_or_in_any_format(tmp_path):
    payloads = lines("hostile_markup.txt")
    syntax(tmp_path / "hostile" / "articles", payloads)
    topics = json.dumps({payload: ["pont"] for payload in payloads[::7]})
    (tmp_path / "hostile" / "topics.yml").write_text(topics, "utf-8")
    _, site = publish(tmp_path / "hostile", watch=("pont", *payloads[::5]))
    syntax(tmp_path / "harmless" / "articles", ["rien"] * len(payloads))
    (tmp_path / "harmless" / "topics.yml").write_text('{"Ponts": ["pont"]}', "utf-8")
    _, calm = publish(tmp_path / "harmless")
    paper = build(tmp_path / "paper", (*accents(), *make_paper()))
    known = {
        one for folder in (calm, paper) for path in folder.rglob("*.html")
        for one in parsed(path.read_text()).elements
    }  # fmt: skip
    unknown = set()
    wrong, counted = [], Counter()
    for path in (one for one in sorted(site.rglob("*")) if one.suffix in READ):
        said = " ".join(told_by(path).split())
        assert BESIDE not in said, path
        for sign, number, inner in MARKED.findall(said):
            counted[kind_of(path, site)] += 1
            if not is_as_said(inner, payloads[int(number)], READ_AS if sign == "B" else LINKS):
                wrong.append((path.name, sign, inner, payloads[int(number)]))
        if path.suffix == ".html":
            page = parsed(path.read_text("utf-8"))
            unknown |= {
                one for one in page.elements - known if not (one[1] or "").startswith("bg-")
            }
            away = [one for one in page.links if re.match(r"(https?:)?//(?!(a|git)\.example)", one)]
            assert not [one for one in away if "evil" in one], (path, away)
    assert not wrong
    assert not unknown
    assert set(counted) >= KINDS, counted


def is_as_said(shown, payload, read_as):
    """Tell whether a text is shown as it was said.

    Title elements of feeds part `<` from what follows by a mark without width, since readers take
    them for HTML; translations are given one kind of quotation mark.
    """
    said = [payload, *read_as.get(payload, [])]
    return shown.replace("\u2060", "").replace("`", "'") in [one.replace("`", "'") for one in said]
