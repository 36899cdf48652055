"""The site in a real browser: search, originals, links, devices, hostile text, accessibility."""

import dataclasses
import os
import re
import shutil
from pathlib import Path

import pytest
from factories import make_briefing, make_story, make_summary
from papers import ledger_of, make_paper, paper_site

from briefgen.commands.serve import server
from briefgen.language.tags import Language
from briefgen.model import Name, Published, Topic
from briefgen.partial_date import PartialDate
from briefgen.publishing.publish import publish
from briefgen.state.ledger import gone
from briefgen.state.site import build_site
from briefgen.state.write import write

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parent.parent
CHROMIUM = shutil.which("chromium")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]  # one flag after the other
PAYLOADS = Path(os.environ.get("BRIEFGEN_PAYLOADS", ROOT / "tests" / "hostile.txt"))
# Violations of these sets fail; they make up WCAG 2.2 AA.
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
KINDS = (
    "", "briefings/2023/09/13/", "briefings/2023/09/12/", "briefings/2023/08/", "briefings/2023/",
    "briefings/2023/09/", "briefings/undated/", "briefings/", "briefings/about/", "sources/",
    "languages/", "languages/fr/", "stories/fishing/", "s/a1/", "s/a2/", "s/a3/", "s/a6/", "s/a1b/",
    "s/gonegone/", "digests/2023-09-13.html", "404.html", "by-hand/", "watch/", "watch/brittany/",
    "names/", "names/brest/", "topics/", "topics/fishing/", "names/vanished/", "briefings/2020/",
)  # fmt: skip


WIDE = f"| {' | '.join('abcdefgh')} |\n{'|---' * 8}|\n| {' | '.join(['a' * 40] * 8)} |\n"


def build(folder, briefings, ledger=(), **changes):
    """Render, write and build a site; give its folder."""
    site = paper_site(**changes)
    known = (*ledger_of(briefings), *ledger)
    pages = publish(
        briefings, site, templates=None, gone=gone(known, briefings),
        once=("names/vanished/", "briefings/2020/"),
    )  # fmt: skip
    write(pages, folder / "docs", manifest=folder / "manifest.json")
    (folder / "docs" / "by-hand.md").write_text(f"# By hand\n\n{WIDE}", encoding="utf-8")
    build_site(
        ROOT / "mkdocs.yml", folder / "docs", folder / "site", work=folder / "work", about=site,
        languages=[Language("fr"), Language("ru")],
    )  # fmt: skip
    return folder / "site"


@pytest.fixture(scope="module")
def browser():
    if CHROMIUM is None:
        pytest.skip("Debian's chromium is not installed")
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def paper(tmp_path_factory):
    """The address of the small paper, served."""
    site = build(
        tmp_path_factory.mktemp("paper"), (*accents(), *make_paper()), [departed()],
        names=(Name("Brest", Language("en"), ("Брест",), (("a1", 2), ("a2", 1))),),
        topics=(Topic("Fishing", ("fish*", "pêche*")),),
    )  # fmt: skip
    with server(site, 0) as address:
        yield address, site


def departed():
    from briefgen.model import LedgerEntry

    return LedgerEntry("gonegone", "x.txt", "Un titre", None, "Le Soir", "2023", None)


def accents():
    texts = ("Choïgou s’est rendu à Vostotchny.", "Il a salué l’œuvre d’Ørsted.")
    summary = make_summary(
        texts,
        ("Shoigu went to Vostochny.", "He praised the work of Ørsted."),
        title="Shoigu at the spaceport",
        id="choigou1",
        language=Language("fr"),
        published=Published(PartialDate.parse("2023-09-14")),
    )
    return (make_briefing(make_story(summary, id="choigou")),)


@pytest.fixture
def page(browser, paper):
    """A page that records every fault: script errors, dialogs, requests that leave the machine."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = watched(context, paper[0])
    yield opened
    context.close()
    assert opened.faults == []


def watched(context, address):
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.faults = []
    page.on("console", lambda message: message.type == "error" and page.faults.append(message.text))
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.on("dialog", lambda dialog: (page.faults.append("dialog"), dialog.dismiss()))
    page.on("popup", lambda _: page.faults.append("popup"))

    def check(route):
        url = route.request.url
        if url.startswith((address, "data:")):
            route.continue_()
        else:
            page.faults.append(f"left the machine: {url}")
            route.abort()

    page.route("**/*", check)
    return page


ANSWERED = "/matching|No /.test(document.querySelector('.md-search-result__meta').textContent)"


READY = "/Type to/.test(document.querySelector('.md-search-result__meta').textContent)"


def wake(page):
    """Focus the search box: the theme starts the worker only then."""
    page.wait_for_load_state("networkidle")
    page.focus(".md-search__input")
    page.wait_for_function(READY)


def ask(page, words):
    page.fill(".md-search__input", words)
    page.press(".md-search__input", "End")  # the theme listens to keys


def search(page, words):
    wake(page)
    ask(page, words)
    page.wait_for_function(ANSWERED)
    page.wait_for_timeout(200)  # results are drawn one after the other
    links = page.query_selector_all(".md-search-result__link")
    return [link.get_attribute("href") for link in links]


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("support plan", "s/a1/#s-"),
        ("pêche", "s/a1/#s-"),
        ("peche", "s/a1/#s-"),
        ("Choigou", "s/choigou1/#s-"),
        ("choïgou VOSTOTCHNY", "s/choigou1/#s-"),
        ("oeuvre orsted", "s/choigou1/#s-"),
        ("Quotidien", "2023/09/13/#fishing"),
        ("Правительство", "s/a2/#s-"),
        ("الصيد", "s/a3/#s-"),
        ("渔业支持", "s/a5/#s-"),
        ("harbour closed", "undated/#whenever"),
        ("ports", "s/a1/#s-"),
    ],
)
def test_search_finds(page, paper, words, place):
    page.goto(paper[0])
    found = search(page, words)
    assert any(place in re.sub(r"\?h=[^#]*", "", link) for link in found), found


def test_a_result_leads_to_its_sentence(page, paper):
    page.goto(paper[0])
    search(page, "Choigou")
    page.click(".md-search-result__link[href*='#s-'] >> nth=0")
    page.wait_for_url("**/s/choigou1/**")
    assert page.locator(":target").is_visible()
    assert "Choïgou" in page.locator("main").inner_text()


def test_search_of_nothing_finds_nothing(page, paper):
    page.goto(paper[0])
    assert search(page, "zzzzqqq") == []


def test_one_control_opens_and_closes_all_originals_by_keyboard_and_is_remembered(page, paper):
    page.goto(f"{paper[0]}briefings/2023/09/13/")
    control = page.locator("button.bg-all")
    control.focus()
    page.keyboard.press("Enter")
    originals = page.locator("details.bg-o")
    assert originals.count() >= 3
    assert open_of(originals) == [False] * originals.count()  # a wide screen opened them
    page.goto(f"{paper[0]}briefings/2023/09/14/")
    assert open_of(originals) == [False] * originals.count()
    page.locator("button.bg-all").press("Space")
    assert open_of(originals) == [True] * originals.count()
    page.goto(f"{paper[0]}briefings/2023/09/13/")
    assert open_of(originals) == [True] * originals.count()


def open_of(details):
    return [one.get_attribute("open") is not None for one in details.all()]


@pytest.mark.parametrize(("width", "shown"), [(1280, True), (1199, False), (375, False)])
def test_originals_stand_beside_where_there_is_room(browser, paper, width, shown):
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto(f"{paper[0]}briefings/2023/09/13/")
    originals = page.locator("details.bg-o")
    assert set(open_of(originals)) == {shown}
    if shown:
        translation = page.locator(".bg-lines .bg-t").first.bounding_box()
        beside = originals.first.bounding_box()
        assert beside["x"] >= translation["x"] + translation["width"]
    context.close()


RESOLVED = "all => all.map((a) => new URL(a.getAttribute('href'), document.baseURI).href)"


def test_every_link_of_the_site_leads_somewhere(page, paper):
    address, site = paper
    for file in sorted(site.rglob("index.html")):
        place = address + file.relative_to(site).as_posix().removesuffix("index.html")
        page.goto(place)
        links = page.eval_on_selector_all("a[href]", RESOLVED)
        for link in {link for link in links if link.startswith(address)}:
            target = site / link.removeprefix(address).partition("#")[0].partition("?")[0]
            assert target.is_file() or (target / "index.html").is_file(), (place, link)
            anchor = link.partition("#")[2]
            if anchor and (target / "index.html").is_file() and ":~:" not in anchor:
                assert f'id="{anchor}"' in (target / "index.html").read_text(encoding="utf-8"), link


def test_all_is_readable_without_javascript(browser, paper):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{paper[0]}briefings/2023/09/13/")
    assert page.get_by_text("The government announced a support plan").first.is_visible()
    summary = page.locator("details.bg-o summary").first
    summary.click()
    assert page.get_by_text("Le gouvernement a annoncé mardi").first.is_visible()
    page.goto(f"{paper[0]}s/a1/")
    assert page.get_by_text("Le gouvernement a annoncé mardi").first.is_visible()
    context.close()


@pytest.mark.parametrize("width", [320, 375, 640, 768, 1280])
def test_no_page_scrolls_sideways(browser, paper, width):
    """1280 pixels at 200 % zoom are laid out as 640."""
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = watched(context, paper[0])
    for kind in KINDS:
        page.goto(paper[0] + kind)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, kind
    assert page.faults == []
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation(browser, paper, scheme):
    axe = pytest.importorskip("axe_playwright_python").__path__[0]
    script = Path(axe, "axe.min.js").read_text(encoding="utf-8")
    context = browser.new_context(color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    faults = []
    for kind in KINDS:
        page.goto(paper[0] + kind)
        if page.query_selector("button.bg-all[aria-pressed=false]"):
            page.click("button.bg-all")
        faults += violations(page, script, kind)
    page.goto(paper[0])
    search(page, "Choigou")
    faults += violations(page, script, "search")
    context.close()
    assert not faults, "\n".join(faults)


def violations(page, script, kind):
    page.evaluate(script)
    found = page.evaluate(
        "tags => axe.run({runOnly: tags, rules: {'target-size': {enabled: true}}})"
        ".then((r) => r.violations.map((v) => v.id + v.nodes.map("
        "(n) => n.html.slice(0, 150) + n.failureSummary).join(' | ')))",
        WCAG,
    )
    return [f"{kind}: {violation}" for violation in found]


def test_previews_say_what_a_link_holds(page, paper):
    page.goto(f"{paper[0]}briefings/2023/09/13/")
    read = "name => document.querySelector(`meta[property='${name}']`).content"
    assert page.evaluate(read, "og:title") == "Wednesday 13 September 2023"
    assert page.evaluate(read, "og:type") == "article"
    assert page.evaluate(read, "article:published_time") == "2023-09-13"
    assert "A plan for fishing" in page.evaluate(read, "og:description")
    assert page.title() == "Wednesday 13 September 2023 - Briefings"
    canonical = page.evaluate("document.querySelector('link[rel=canonical]').href")
    assert canonical == "https://briefings.example.org/briefings/2023/09/13/"


def hostile_paper(payloads):
    """Every payload as text, title, source, author, address, file name and date evidence."""
    stories = []
    dates = [f"2023-{month:02}-{day:02}" for month in range(1, 10) for day in range(1, 21)]
    for number, payload in enumerate(payloads):
        summary = make_summary(
            (payload, f"a {payload} b"),
            (payload, f"c {payload} d"),
            title=payload,
            id=f"h{number}",
            file=f"{payload[:40]}.txt",
            source=payload,
            author=payload,
            url=payload if number % 2 else f"https://e.example/{payload}",
            published=Published(PartialDate.parse(dates[number // 20 % len(dates)]), payload),
        )
        title = dataclasses.replace(summary.article.title, original=payload)
        article = dataclasses.replace(summary.article, title=title)
        summary = dataclasses.replace(summary, article=article)
        stories.append(make_story(summary, id=f"h{number}", title=payload))
    by_day = {}
    for story in stories:
        by_day.setdefault(story.summaries[0].article.day, []).append(story)
    return [make_briefing(*found) for _, found in sorted(by_day.items(), reverse=True)]


def test_hostile_text_stays_text(browser, tmp_path):
    """No script, dialog, request leaving the machine or navigation, on pages and in search."""
    payloads = [line for line in PAYLOADS.read_text(encoding="utf-8").split("\n") if line.strip()]
    site = build(tmp_path, hostile_paper(payloads), title=payloads[0], description=payloads[1])
    with server(site, 0) as address:
        context = browser.new_context()
        page = watched(context, address)
        page.add_init_script("window.alert = window.confirm = window.prompt = () => { throw 1; }")
        for file in sorted(site.rglob("index.html")):
            place = address + file.relative_to(site).as_posix().removesuffix("index.html")
            page.goto(place)
            assert page.url == place
            assert page.evaluate("typeof window.pwned") == "undefined"
        page.goto(address)
        wake(page)
        for payload in payloads[:: max(1, len(payloads) // 30)]:
            ask(page, payload[:60])
            page.wait_for_timeout(120)
            assert page.evaluate("location.pathname") == "/"
        assert page.faults == []
        context.close()
