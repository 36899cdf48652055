import json
from dataclasses import replace
from pathlib import Path

import pytest
from factories import make_site
from papers import make_paper, paper_site

from briefgen.engines.mkdocs import search_languages
from briefgen.errors import SiteError, WriteError
from briefgen.language.tags import Language
from briefgen.model import Page, Topic
from briefgen.publishing.publish import publish
from briefgen.state import folders
from briefgen.state.site import GENERATED, build_site
from briefgen.state.write import Written, write


@pytest.fixture
def place(tmp_path):
    return tmp_path / "docs", tmp_path / ".briefgen" / "manifest.json"


def test_writes_only_what_changed_and_removes_only_its_own(place):
    docs, manifest = place
    docs.mkdir()
    (docs / "usage.md").write_text("by hand", encoding="utf-8")
    pages = [Page("index.md", "é\n"), Page("s/x/index.html", b"<p>")]
    assert write(pages, docs, manifest=manifest) == Written(("index.md", "s/x/index.html"), (), ())
    assert write(pages, docs, manifest=manifest) == Written((), ("index.md", "s/x/index.html"), ())
    assert (docs / "index.md").read_bytes() == "é\n".encode()
    assert write(pages[:1], docs, manifest=manifest) == Written(
        (), ("index.md",), ("s/x/index.html",)
    )
    assert sorted(p.name for p in docs.iterdir()) == ["index.md", "usage.md"]


def test_a_lost_or_broken_manifest_removes_nothing(place):
    docs, manifest = place
    write([Page("a.md", "a"), Page("b.md", "b")], docs, manifest=manifest)
    manifest.write_text("{not json", encoding="utf-8")
    write([Page("a.md", "a")], docs, manifest=manifest)
    assert (docs / "b.md").exists()


@pytest.mark.parametrize("path", ["../x.md", "/etc/x", "a/../../x", "", "a\\b", "c:/x"])
def test_paths_that_leave_the_folder_are_refused(place, path):
    docs, manifest = place
    with pytest.raises(WriteError):
        write([Page(path, "x")], docs, manifest=manifest)


def test_a_manifest_cannot_make_us_remove_foreign_files(place, tmp_path):
    docs, manifest = place
    outside = tmp_path / "keep.txt"
    outside.write_text("keep", encoding="utf-8")
    manifest.parent.mkdir()
    manifest.write_text(json.dumps(["../keep.txt"]), encoding="utf-8")
    with pytest.raises(WriteError):
        write([], docs, manifest=manifest)
    assert outside.exists()


def test_no_temporary_file_is_left_when_a_write_fails(place):
    docs, manifest = place
    docs.mkdir()
    (docs / "a.md").mkdir()
    with pytest.raises(WriteError):
        write([Page("a.md", "x")], docs, manifest=manifest)
    assert [p.name for p in docs.iterdir()] == ["a.md"]


def test_search_languages_are_those_material_knows():
    assert search_languages(map(Language, ["fr", "pt-BR", "fa", "nb", "en"])) == [
        "en",
        "fr",
        "no",
        "pt",
    ]
    assert search_languages([]) == ["en"]


MKDOCS = "site_name: Paper\nnav: [{Home: index.md}]\nplugins: {search: {}}\ntheme: {name: mkdocs}\n"


def site_files(site):
    return {p.relative_to(site).as_posix() for p in site.rglob("*") if p.is_file()}


def test_builds_beside_and_swaps_and_copies_hand_written_pages(tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "usage.md").write_text("# Usage", encoding="utf-8")
    (tmp_path / "docs" / "index.md").write_text("# Old home", encoding="utf-8")
    config = tmp_path / "mkdocs.yml"
    config.write_text(MKDOCS, encoding="utf-8")
    docs, site, work = tmp_path / "D", tmp_path / "S", tmp_path / ".briefgen"
    site.mkdir()
    (site / "stale.html").write_text("x", encoding="utf-8")
    (site / folders.MARKER).touch()
    write([Page("index.md", "# Home\n")], docs, manifest=work / "manifest.json")
    build_site(config, docs, site, work=work, about=make_site(), languages=[Language("fr")])
    files = site_files(site)
    assert {"index.html", "usage/index.html", "assets/briefgen.css"} <= files
    assert "stale.html" not in files
    assert "Home" in (site / "index.html").read_text(encoding="utf-8")
    assert not [p for p in tmp_path.iterdir() if p.name.startswith(".S")]


def test_a_failed_build_leaves_the_site_alone(tmp_path):
    config = tmp_path / "mkdocs.yml"
    config.write_text(MKDOCS.replace("index.md", "nowhere.md"), encoding="utf-8")
    docs, site = tmp_path / "docs", tmp_path / "site"
    docs.mkdir()
    site.mkdir()
    (site / "index.html").write_text("live", encoding="utf-8")
    with pytest.raises(SiteError, match="nowhere"):
        build_site(config, docs, site, work=tmp_path / "w", about=make_site(), languages=[])
    assert (site / "index.html").read_text(encoding="utf-8") == "live"


def test_without_a_config_the_packaged_one_serves(tmp_path):
    docs, site = tmp_path / "docs", tmp_path / "site"
    for name in ("index", "briefings/index", "briefings/about", "sources/index", "languages/index"):
        page = docs / f"{name}.md"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text("# Morning", encoding="utf-8")
    about = make_site(title="Our desk")
    build_site(tmp_path / "no.yml", docs, site, work=tmp_path / "w", about=about, languages=[])
    assert "<title>Our desk</title>" in (site / "index.html").read_text(encoding="utf-8")


def test_a_broken_config_is_told(tmp_path):
    (tmp_path / "bad.yml").write_text("a: [", encoding="utf-8")
    with pytest.raises(SiteError, match="cannot be read"):
        build_site(
            tmp_path / "bad.yml",
            tmp_path,
            tmp_path / "s",
            work=tmp_path,
            about=make_site(),
            languages=[],
        )


def test_every_folder_of_pages_is_known_as_generated_and_kept_out_of_git():
    site = replace(paper_site(), topics=(Topic("Fishing", ("fish*", "pêche*")),))
    pages = publish(make_paper(), site, templates=None)
    folders = {page.path.partition("/")[0] for page in pages if "/" in page.path}
    assert folders - {"assets"} <= {*GENERATED}
    root = Path(__file__).parent.parent
    for ignored in (root / ".gitignore", root / "templates" / "starter" / "gitignore"):
        lines = ignored.read_text("utf-8").splitlines()
        assert {f"/docs/{folder}/" for folder in GENERATED} <= {*lines}, ignored
