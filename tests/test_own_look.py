"""A site's own mkdocs.yml adds to the packaged one."""

import pytest
import yaml
from factories import make_site

from briefgen.engines.mkdocs import packaged_config
from briefgen.engines.mkdocs_merge import merge
from briefgen.errors import SiteError
from briefgen.state.site import build_site

PACKAGED = packaged_config().read_text("utf-8")
OWN = """\
theme: {logo: assets/desk.svg, palette: {primary: teal}, features: [navigation.top]}
extra_css: [desk.css]
nav: [{Team: team.md}]
"""
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1v1z"/></svg>'


def merged(own):
    return yaml.safe_load(merge(PACKAGED, own))


def test_three_lines_add_and_lose_nothing():
    base, whole = yaml.safe_load(PACKAGED), merged(OWN)
    assert whole["nav"] == [*base["nav"], {"Team": "team.md"}]
    assert whole["extra_css"] == [*base["extra_css"], "desk.css"]
    assert whole["theme"]["features"] == [*base["theme"]["features"], "navigation.top"]
    assert whole["theme"]["logo"] == "assets/desk.svg"
    assert [shade["scheme"] for shade in whole["theme"]["palette"]] == ["default", "slate"]
    assert {shade["primary"] for shade in whole["theme"]["palette"]} == {"teal"}
    assert {key for key in base if key not in {"nav", "extra_css", "theme"}} <= set(whole)
    assert whole["plugins"] == base["plugins"]


def test_a_navigation_with_a_home_of_its_own_is_whole():
    own = "nav: [{Desk: [{Today: index.md}]}, {Team: team.md}]\n"
    assert merged(own)["nav"] == [{"Desk": [{"Today": "index.md"}]}, {"Team": "team.md"}]


@pytest.mark.parametrize(
    "form", ["[footnotes, {toc: {permalink: true}}]", "{footnotes: {}, toc: {permalink: true}}"]
)
def test_extensions_are_added_by_name_in_either_form(form):
    found = merged(f"markdown_extensions: {form}\n")["markdown_extensions"]
    assert {"admonition", "attr_list", "tables", "footnotes"} <= set(found)
    assert found["toc"] == {"permalink": True}


def test_another_theme_takes_nothing_of_ours():
    assert merged("theme: readthedocs\n")["theme"] == {"name": "readthedocs"}


def test_merging_the_packaged_file_with_itself_changes_no_setting():
    once, twice = yaml.safe_load(PACKAGED), merged(PACKAGED)
    assert twice | {"markdown_extensions": 0} == once | {"markdown_extensions": 0}


def test_tags_stay_what_they_are():
    text = merge(
        PACKAGED, "site_author: !ENV [DESK, nobody]\nhooks: [!!python/name:os.path.join ]\n"
    )
    assert "!ENV" in text
    assert "python/name:os.path.join" in text


@pytest.mark.parametrize("own", ["", "# nothing yet\n"])
def test_an_empty_file_changes_nothing(own):
    assert merge(PACKAGED, own) == PACKAGED


def desk(tmp_path, own):
    docs = tmp_path / "docs"
    for name in ("index", "briefings/index", "briefings/about", "sources/index", "languages/index"):
        page = docs / f"{name}.md"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text("# Morning", encoding="utf-8")
    (tmp_path / "mkdocs.yml").write_text(own, "utf-8")
    return docs


def test_the_site_bears_the_own_look(tmp_path):
    docs = desk(tmp_path, OWN)
    (docs / "team.md").write_text("# Who we are\n", "utf-8")
    (docs / "assets").mkdir()
    (docs / "assets" / "desk.svg").write_text(LOGO, "utf-8")
    (docs / "desk.css").write_text(".md-header {border: 0}\n", "utf-8")
    home = (build(tmp_path, docs) / "index.html").read_text("utf-8")
    for sign in (
        "assets/desk.svg",
        'data-md-color-primary="teal"',
        "desk.css",
        "assets/briefgen.css",
        'href="team/"',
        'href="briefings/"',
    ):
        assert sign in home, sign


def build(tmp_path, docs):
    site, work, about = tmp_path / "site", tmp_path / "w", make_site()
    build_site(tmp_path / "mkdocs.yml", docs, site, work=work, about=about, languages=[])
    return site


@pytest.mark.parametrize("own", ["- a\n- b\n", "just words\n", "a: [\n"])
def test_what_is_no_settings_file_is_told(tmp_path, own):
    docs = desk(tmp_path, own)
    with pytest.raises(SiteError, match=r"mkdocs\.yml"):
        build(tmp_path, docs)


def test_who_says_inherit_builds_upon_that_alone(tmp_path):
    docs = desk(tmp_path, "INHERIT: base.yml\nextra_css: [desk.css]\n")
    (tmp_path / "base.yml").write_text("site_name: X\ntheme: material\n", "utf-8")
    (docs / "desk.css").write_text("a {color: red}\n", "utf-8")
    home = (build(tmp_path, docs) / "index.html").read_text("utf-8")
    assert "desk.css" in home
    assert "assets/briefgen.css" not in home
