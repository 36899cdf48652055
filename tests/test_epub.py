"""Books: whole, the same every day, and text that stays text."""

import io
import shutil
import subprocess
import zipfile
from pathlib import Path
from xml.parsers import expat

import pytest
from factories import make_briefing, make_story, make_summary
from papers import make_paper, paper_site

from briefgen.publishing.epub import books

ROOT = Path(__file__).parent.parent
CHECKER = Path("/usr/bin/epubcheck")  # Debian's, a jar


def made(briefings=None, **changes):
    pages = books(briefings or make_paper(), paper_site(**changes), templates=[ROOT / "templates"])
    return {page.path: page.content for page in pages}


def members(book):
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_a_day_a_week_and_a_story_are_books():
    assert set(made()) == {
        "digests/2023-09-12.epub",
        "digests/2023-09-13.epub",
        "digests/2023-W37.epub",
        "stories/fishing.epub",
    }
    week = members(made()["digests/2023-W37.epub"])
    assert week["nav.xhtml"].index("12 September") < week["nav.xhtml"].index("13 September")
    assert "Le gouvernement a annoncé mardi" in week["c2.xhtml"]
    assert "Syndicats" in week["c2.xhtml"]  # with its doubt
    assert "https://briefings.example.org/s/a1/" in week["c2.xhtml"]


def test_a_book_says_first_what_it_is_and_is_the_same_tomorrow():
    book = made()["digests/2023-09-13.epub"]
    assert book[30:58] == b"mimetypeapplication/epub+zip"
    assert book == made()["digests/2023-09-13.epub"]


def test_without_an_address_there_are_no_links_to_pages():
    assert "/s/a1/" not in members(made(url=None)["digests/2023-09-13.epub"])["c1.xhtml"]


HOSTILE = [
    "<script>x()</script>",
    "&nbsp; ]]>",
    "\x00\x0b\ufffe a",
    "\ud800",
    '" onload="x',
    "{{ 1 }}",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_stays_text(text):
    summary = make_summary(
        (f"{text} un",), (f"{text} one",), title=text, source=text, url=f"https://e.example/{text}"
    )
    for book in made([make_briefing(make_story(summary, id="x", title=text))], title=text).values():
        for name, content in members(book).items():
            assert "<script" not in content
            if name not in {"mimetype", "book.css"}:
                expat.ParserCreate().Parse(content, True)


@pytest.mark.skipif(not CHECKER.exists(), reason="Debian's epubcheck is not installed")
@pytest.mark.browser
def test_epubcheck_finds_nothing(tmp_path):
    java = shutil.which("java")
    for path, content in made().items():
        file = tmp_path / Path(path).name
        file.write_bytes(content)
        command = [java, "-jar", CHECKER, "--failonwarnings", file]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
