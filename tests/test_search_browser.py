"""The search box in a browser: sentences that no summary holds, and what narrows a search."""

from dataclasses import replace

import pytest
from factories import make_briefing, make_story, make_summary
from papers import day, make_paper
from test_browser import browser, build, search, wake  # noqa: F401 - a fixture by name

from briefgen.commands.serve import server

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    lamp = make_summary(
        ("Le port rouvre.", "Un phare brille."),
        None,
        title="Port",
        id="phare1",
        url="https://outlet.example/phare",
        published=day("2023-09-14"),
    )
    lamp = replace(lamp, sentences=lamp.sentences[:1])
    newest = make_briefing(make_story(lamp, id="phare"))
    site = build(tmp_path_factory.mktemp("archive"), (newest, *make_paper()))
    with server(site, 0) as address:
        yield address


@pytest.fixture
def page(browser):  # noqa: F811 - the fixture
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    opened.set_default_timeout(15_000)
    yield opened
    context.close()


def test_a_sentence_that_no_summary_holds_is_found_and_led_to_in_its_source(page, archive):
    page.goto(archive)
    search(page, "phare")
    page.wait_for_selector("text=[original, not in the briefing]")
    link = page.locator(".md-search-result__link[href*='outlet.example']")
    assert "Un phare" in link.inner_text()
    link.hover()
    assert link.get_attribute("href") == "https://outlet.example/phare#:~:text=Un%20phare%20brille."


def test_a_search_is_narrowed_by_language_and_dates(page, archive):
    def found(words):
        page.goto(archive)
        return " ".join(search(page, words))

    assert "/s/a2/" in found("рыболовства language:Russian")
    assert found("рыболовства language:Arabic") == ""
    assert "2023/09/12/" in found("fishing before:2023-09-12")
    assert "2023/09/13/" not in found("fishing before:2023-09-12")
    assert found("fishing after:2024") == ""


def test_the_row_above_the_results_writes_into_the_box(page, archive):
    page.goto(archive)
    wake(page)
    page.select_option(".bg-filters select >> nth=0", label="Chinese (1)")
    page.wait_for_selector(".md-search-result__link[href*='2023/08/']")
    assert page.input_value(".md-search__input") == "language:Chinese"
