"""The digest in Chromium: at 600 and 320 px, light and dark, nothing fetched, all readable."""

import shutil

import pytest
from factories import make_briefing, make_sentence, make_site, make_story, make_summary
from factories import make_untranslated as untranslated

from briefgen.model import Mark
from briefgen.publishing import digest, templating

CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="needs Debian's chromium"),
]

# The least contrast of any text with the first opaque background behind it (WCAG 2: 4.5 or more).
LEAST_CONTRAST = """() => {
  const rgb = text => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b]
    .map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = element => {
    for (let e = element; e; e = e.parentElement) {
      const colour = rgb(getComputedStyle(e).backgroundColor);
      if (colour.length < 4 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  const ratios = [...document.querySelectorAll("h1, h2, p, a, span")].map(element => {
    const pair = [light(rgb(getComputedStyle(element).color)), light(behind(element))];
    return (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
  });
  return Math.min(...ratios);
}"""
RTL_AT_RIGHT = """() => [...document.querySelectorAll("[dir=rtl]")].every(
  p => getComputedStyle(p).textAlign === "right")"""


@pytest.fixture(scope="module")
def html():
    marked = make_sentence(translation="Ten.", marks=(Mark("numbers", "12 is missing"),))
    stories = (
        make_story(make_summary(source="Le Quai")),
        make_story(make_summary(id="m", sentences=(marked,))),
        untranslated("نص عربي قصير جدا في هذا الخبر.", "عنوان الخبر", "ar"),
        untranslated("嫦娥六号带回样品。" * 9, "嫦娥六号" * 20, "zh"),
        make_story(make_summary(id="x"), title="x" * 500),
    )
    site = make_site()
    pages = digest.digests(
        [make_briefing(*stories)],
        site,
        templates=(templating.CHECKOUT,),
        unsubscribe="https://example.org/stop",
    )
    return next(page.content for page in pages if page.path.endswith(".html"))


@pytest.fixture(scope="module")
def browser():
    api = pytest.importorskip("playwright.sync_api")
    with api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [600, 320])
def test_the_mail_fits_and_can_be_read(browser, html, width, scheme):
    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    asked = []
    page.route("**/*", lambda route: (asked.append(route.request.url), route.abort()))
    page.set_content(html)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(LEAST_CONTRAST) >= 4.5
    assert page.evaluate(RTL_AT_RIGHT)
    assert asked == []
    background = page.evaluate("getComputedStyle(document.querySelector('.sheet')).backgroundColor")
    assert (background == "rgb(253, 253, 251)") == (scheme == "light")
    page.close()
