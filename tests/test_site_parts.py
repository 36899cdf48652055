"""A site brought up to date is byte for byte the one that is built whole, whatever was edited."""

import json
import os
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from test_warm_builds import Desk

from briefgen import pipeline
from briefgen.engines import mkdocs
from briefgen.model import Page
from briefgen.state import site_parts
from briefgen.state.ledger import FILE_NAME, append_ledger
from briefgen.state.site import GENERATED, MANIFEST, build_site
from briefgen.state.write import write

EDITS = int(os.environ.get("BRIEFGEN_SITE_EDITS", "4"))  # of each seed; .ci/run makes 25
TODAY = date(2024, 3, 1)


class Press(Desk):
    """A desk whose docs folder is also a person's, with settings and a theme of its own."""

    def __init__(self, folder, seed=26):
        super().__init__(folder, seed)
        self.docs, self.step, self.whole, self.parts = folder / "docs", 0, [], []
        for _ in range(20):
            self.corpus.add()
        self.docs.mkdir()
        self.own("notes.md", "# Notes\n\nWritten by hand.\n")

    def own(self, path, text):
        """Write a file as a person does."""
        (self.docs / path).parent.mkdir(parents=True, exist_ok=True)
        (self.docs / path).write_text(text, "utf-8")

    def print(self):
        """Write what is to be published."""
        self.step += 1
        self.lay()
        edition, pages = self.build(TODAY + timedelta(self.step))
        append_ledger(self.config.articles / FILE_NAME, edition.new_links)
        ids = {line.file: line.id for line in edition.ledger}
        self.corpus.ids = {key: ids[text.file] for key, text in self.corpus.texts.items()}
        made = [Page(path, content) for path, content in pages]
        write(made, self.docs, manifest=self.docs / MANIFEST, own=GENERATED)
        return pipeline.site(edition, self.config)

    def site(self, name, about):
        """Build the site of that name, in the folder of caches of that name."""
        build_site(
            self.folder / "mkdocs.yml",
            self.docs,
            self.folder / name,
            work=self.folder / f"work-{name}",
            about=about,
            languages=[],
        )

    def compare(self, about):
        """Build the site as usual, and one whole; say if the first was built whole, too."""
        runs = []
        real = mkdocs.run
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(mkdocs, "run", lambda *a: runs.append(a[1]) or real(*a))
            self.site("site", about)
        shutil.rmtree(self.folder / "work-clean", ignore_errors=True)
        self.site("clean", about)
        assert tree(self.folder / "site") == tree(self.folder / "clean")
        return self.docs in runs


def tree(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def edit_articles(press):
    press.corpus.edit()


def edit_own_page(press):
    press.own("notes.md", f"# Notes {press.step}\n\nWritten by hand.\n")


def add_own_page(press):
    press.own(f"more{press.step}.md", "# More\n\n[The archive](briefings/index.md)\n")


def remove_own_page(press):
    next(press.docs.glob("*.md")).unlink()


def settings(press):
    shade = press.corpus.dice.choice(["teal", "red"])
    text = f"theme:\n  palette:\n    primary: {shade}\n"
    (press.folder / "mkdocs.yml").write_text(text, "utf-8")


def untitled_navigation(press):
    """Let the navigation take titles from pages: then every page hangs on the home page."""
    text = "nav:\n  - index.md\n  - notes.md\n  - Archive: briefings/index.md\n"
    (press.folder / "mkdocs.yml").write_text(text, "utf-8")
    press.own("notes.md", "# Notes\n")


def plain_settings(press):
    (press.folder / "mkdocs.yml").unlink(missing_ok=True)


def touch_site(press):
    page = press.corpus.dice.choice(sorted((press.folder / "site").rglob("*.html")))
    page.write_text("somebody was here", "utf-8")


def stray_file(press):
    (press.folder / "site" / "stray.txt").write_text("x", "utf-8")


def damaged_record(press):
    (press.folder / "work-site" / site_parts.FILE_NAME).write_text('{"frame": 3}', "utf-8")


RARE = (
    *(edit_own_page, add_own_page, remove_own_page, settings, untitled_navigation),
    *(plain_settings, touch_site, stray_file, damaged_record),
)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(4))
def test_after_any_edit_the_site_is_that_of_a_whole_build(tmp_path, seed):
    press = Press(tmp_path, seed)
    press.compare(press.print())
    whole = 0
    for _ in range(EDITS):
        dice = press.corpus.dice
        edit = dice.choice(RARE) if dice.random() < 0.3 else edit_articles
        edit(press)
        whole += press.compare(press.print())
    assert whole <= EDITS / 2


def test_one_article_more_builds_its_pages_only(tmp_path):
    press = Press(tmp_path)
    press.site("site", press.print())
    kept = (tmp_path / "site" / "assets" / "briefgen.css").stat().st_ino
    press.corpus.add()
    seen = []
    real = site_parts._build_part

    def note(now, found, *rest):
        seen.append(found)
        return real(now, found, *rest)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(site_parts, "_build_part", note)
        assert not press.compare(press.print())
    (found,) = seen
    pages = {path for path in found.built if path.startswith("briefings/2024")}
    assert 0 < len(pages) < 8
    assert (tmp_path / "site" / "assets" / "briefgen.css").stat().st_ino == kept


@pytest.mark.long
@pytest.mark.parametrize(
    "text",
    [
        "nav:\n  - index.md\n  - notes.md\n",
        "exclude_docs: /notes.md\n",
        "use_directory_urls: false\n",
        "theme: readthedocs\n",
        "plugins: []\n",
        "theme:\n  custom_dir: look\n",
    ],
)
def test_where_pages_may_hang_together_the_site_is_right(tmp_path, text):
    press = Press(tmp_path)
    (tmp_path / "mkdocs.yml").write_text(text, "utf-8")
    look = tmp_path / "look" / "partials" / "copyright.html"
    look.parent.mkdir(parents=True)
    look.write_text("{{ pages | length }} pages", "utf-8")
    press.compare(press.print())
    press.corpus.add()
    press.own("notes.md", "# Other notes\n")
    press.compare(press.print())


@pytest.mark.long
def test_a_searchable_briefing_has_the_site_built_whole(tmp_path):
    press = Press(tmp_path)
    shutil.copytree(Path(__file__).parent.parent / "templates", press.config.templates)
    parts = press.config.templates / "_parts.md"
    parts.write_text(parts.read_text("utf-8").replace("search: {exclude: true}\n", ""), "utf-8")
    assert press.compare(press.print())
    assert json.loads((tmp_path / "site" / "search" / "search_index.json").read_text())["docs"]
    press.corpus.add()
    assert press.compare(press.print())


@pytest.mark.long
def test_a_disk_without_links_builds_whole(tmp_path, monkeypatch):
    press = Press(tmp_path)
    press.compare(press.print())
    press.corpus.add()

    def refuse(*_):
        raise OSError(1, "not permitted")

    monkeypatch.setattr(os, "link", refuse)
    assert press.compare(press.print())
