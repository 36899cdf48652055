"""How large the digest and the feeds get: `python benchmarks/mail.py`.

Days of invented stories with titles of up to 500 characters in four scripts, through the real
templates. Sizes are exact and the same on every machine; the shares say where the time goes.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from factories import make_briefing, make_site, make_story, make_summary, make_untranslated

from briefgen.model import Story
from briefgen.publishing import digest, feeds, templating
from briefgen.publishing.plaintext import columns

TEMPLATES = (templating.CHECKOUT,)


ENDLESS = "An endless title " * 29
ARABIC, CHINESE = "نص عربي قصير. ", "嫦娥六号带回样品。"


def stories(count: int) -> list[Story]:
    """Invent stories: ordinary, endless, Arabic, Chinese, in turn."""
    return [_story(i, f"id{i:06}") for i in range(count)]


def _story(number: int, name: str) -> Story:
    kind = number % 4
    if kind == 2:
        return make_untranslated(ARABIC * 20, ARABIC * 36, "ar", id=name)
    if kind == 3:
        return make_untranslated(CHINESE * 20, CHINESE * 55, "zh", id=name)
    changes = {"title": ENDLESS} if kind else {}
    return make_story(make_summary(id=name, added="2026-11-20"), id=f"st{number}", **changes)


def main() -> None:
    print(f"limits: html {digest.HTML_LIMIT} bytes, text {digest.COLUMNS} columns")
    print("stories    html bytes  shown  whole  text bytes  columns  eml bytes  json feed bytes")
    for count in (1, 10, 30, 100, 300, 3000):
        day = make_briefing(*stories(count))
        pages = digest.digests([day], make_site(), templates=TEMPLATES)
        parts = {page.path.rsplit(".", 1)[1]: page.content for page in pages}
        text, html = str(parts["txt"]), str(parts["html"])
        lines = [line for line in text.split("\n") if "://" not in line]
        feed = feeds.feeds([day], make_site(), templates=TEMPLATES)[2].content
        whole = html.count('class="text"')
        print(
            f"{count:7}  {len(html.encode()):12}  {html.count('/s/id'):5}  {whole:5}  "
            f"{len(text.encode()):10}  {max(map(columns, lines)):7}  "
            f"{len(parts['eml']):9}  {len(str(feed).encode()):15}"
        )
    _time()


def _time() -> None:
    """Compare the time of digests and feeds of a hundred days with that of one."""
    one, days = [make_briefing(*stories(10))], [make_briefing(*stories(10))] * 100
    seconds = []
    for job in (digest.digests, feeds.feeds):
        for briefings in (one, days):
            start = time.perf_counter()
            job(briefings, make_site(), templates=TEMPLATES)
            seconds.append(time.perf_counter() - start)
    times = seconds[1] / seconds[0], seconds[3] / seconds[2]
    print("100 days of 10 stories against 1 day, in times its seconds:")
    print(
        f"digests {times[0]:.0f}, feeds {times[1]:.0f}; both {seconds[1] + seconds[3]:.1f} s here"
    )


if __name__ == "__main__":
    main()
