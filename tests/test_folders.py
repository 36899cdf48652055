"""Nothing of a person's is destroyed: folders of all settings and options, links, own pages."""

import itertools
import json
import shutil
from pathlib import Path

import pytest

from briefgen import cli

SOURCE = Path(__file__).parent / "site" / "in"
KEPT = ("articles", "notes", "templates", "models", "docs", "briefgen.yml", "glossary.yml")
NAMES = ("articles", "docs", "site", "templates", "packages")


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    """A project with something of a person's in every folder."""
    project = tmp_path / "project"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1710410400")
    shutil.copytree(SOURCE, project / "articles")
    for folder in ("notes", "notes/deep", "templates", "models", "docs"):
        (project / folder).mkdir(parents=True, exist_ok=True)
        (project / folder / "mine.txt").write_text("by hand", "utf-8")
    (project / "glossary.yml").write_text("keep: [Le Monde]\n", "utf-8")
    monkeypatch.chdir(project)
    return project


def build(*options):
    return cli.run(["build", "--quiet", *options])


def snapshot(project, names=KEPT):
    files = [p for name in names for p in [project / name, *(project / name).rglob("*")]]
    return {p: p.read_bytes() for p in files if p.is_file() and p.name != "links.jsonl"}


def is_untouched(project, before):
    return all(path.is_file() and path.read_bytes() == content for path, content in before.items())


def settings(**folders):
    values = {name: [folder] if name == "packages" else folder for name, folder in folders.items()}
    return "".join(f"{name}: {json.dumps(value)}\n" for name, value in values.items())


PAIRS = [
    *({one: "notes", other: "notes"} for one, other in itertools.combinations(NAMES, 2)),
    *({one: "notes", other: "notes/deep"} for one, other in itertools.permutations(NAMES, 2)),
    *({name: "."} for name in NAMES),
    *({name: ".."} for name in NAMES),
    *({name: ".briefgen"} for name in NAMES),
    *({name: ".briefgen/x"} for name in NAMES),
    *({name: other} for name, other in itertools.permutations(("articles", "docs", "site"), 2)),
    {"site": "notes"},
    {"site": "models"},
    {"site": "new", "glossary": "new/glossary.yml"},
]  # fmt: skip


@pytest.mark.parametrize("folders", PAIRS, ids=str)
def test_folders_that_overlap_are_refused_before_anything_is_read(place, capsys, folders):
    (place / "briefgen.yml").write_text(settings(**folders), "utf-8")
    before = snapshot(place)
    assert build("--no-site") in {1, 2}
    assert capsys.readouterr().err.count("\n") == 1
    assert is_untouched(place, before)
    assert not (place / ".briefgen").exists()
    assert not (place / "articles" / "links.jsonl").exists()


OPTIONS = [
    [f"--{name}", folder]
    for name in ("articles", "docs", "site")
    for folder in ("articles", ".", "..", "notes", "templates", "models", ".briefgen", "docs")
    if name != folder and (name, folder) not in {("articles", "notes"), ("docs", "notes")}
]


@pytest.mark.parametrize("options", OPTIONS, ids=" ".join)
def test_options_are_held_against_the_settings_too(place, capsys, options):
    before = snapshot(place)
    assert build("--no-site", *options) in {1, 2}
    assert capsys.readouterr().err.startswith("Error: ")
    assert is_untouched(place, before)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("target", ["articles", "notes", "."])
def test_links_are_followed(place, name, target):
    (place / "link").symlink_to(place / target, target_is_directory=True)
    other = "site" if name == "docs" else "docs"
    (place / "briefgen.yml").write_text(settings(**{name: "link", other: target}), "utf-8")
    before = snapshot(place)
    assert build("--no-site") in {1, 2}
    assert is_untouched(place, before)


def test_a_site_that_is_a_link_is_built_again_and_again(place):
    (place / "elsewhere").mkdir()
    (place / "site").symlink_to(place / "elsewhere", target_is_directory=True)
    for _ in range(2):
        assert build() == 0
        assert (place / "site").is_symlink()
        assert (place / "elsewhere" / "index.html").is_file()
    assert not [path for path in place.iterdir() if path.name.endswith((".new", ".old"))]


def test_a_site_folder_of_somebody_else_is_not_replaced(place, capsys):
    (place / "site").mkdir()
    (place / "site" / "mine.txt").write_text("by hand", "utf-8")
    assert build() in {1, 2}
    assert "did not make this folder" in capsys.readouterr().err
    assert (place / "site" / "mine.txt").is_file()


def test_the_home_page_of_a_person_goes_before_ours(place, capsys):
    (place / "docs" / "index.md").write_text("# My own home\n", "utf-8")
    for _ in range(2):
        assert build("--report", "r.json") == 0
        assert (place / "docs" / "index.md").read_text("utf-8") == "# My own home\n"
    assert "My own home" in (place / "site" / "index.html").read_text("utf-8")
    assert "index.md" in capsys.readouterr().err
    told = json.loads((place / "r.json").read_text("utf-8"))["problems"]
    assert [one for one in told if one["file"] == "index.md"]


@pytest.mark.parametrize(
    "path", ["briefings/index.md", "briefings/2024/03/12.md", "s/mine.txt", "feeds/feed.xml"]
)
def test_another_page_of_a_person_in_our_way_ends_the_build(place, capsys, path):
    theirs = place / "docs" / path
    theirs.parent.mkdir(parents=True)
    theirs.write_text("by hand", "utf-8")
    before = snapshot(place, ("docs",))
    (place / "briefgen.yml").write_text("site_url: https://a.example/\n", "utf-8")
    assert build("--no-site") == 1
    assert "did not write" in capsys.readouterr().err
    assert snapshot(place, ("docs",)) == before


def test_a_page_of_ours_that_a_person_changed_is_not_written_over(place, capsys):
    assert build("--no-site") == 0
    page = place / "docs" / "briefings" / "2024" / "03" / "12.md"
    page.write_text("mended by hand", "utf-8")
    (place / "articles" / "03-bruecke.md").unlink()
    assert build("--no-site") == 1
    assert "2024/03/12.md" in capsys.readouterr().err
    assert page.read_text("utf-8") == "mended by hand"


@pytest.mark.long
@pytest.mark.parametrize("hashes", [[], ["0" * 64], "none", {"a": 1}, None])
def test_a_manifest_that_names_a_persons_file_deletes_nothing(place, hashes):
    assert build("--no-site") == 0
    manifest = place / "docs" / ".briefgen.json"
    listed = json.loads(manifest.read_text("utf-8"))
    manifest.write_text(json.dumps({**listed, "mine.txt": hashes}), "utf-8")
    assert build("--no-site") == 0
    assert (place / "docs" / "mine.txt").read_text("utf-8") == "by hand"


def test_a_link_among_our_pages_leads_nowhere(place):
    (place / "docs" / "briefings").symlink_to(place / "notes", target_is_directory=True)
    before = snapshot(place)
    assert build("--no-site") == 1
    assert is_untouched(place, before)
    assert sorted(p.name for p in (place / "notes").iterdir()) == ["deep", "mine.txt"]


@pytest.mark.parametrize(
    "report", ["articles/r.json", "glossary.yml", "models/r.json", "docs/mine.txt"]
)
def test_the_report_is_not_written_over_anything(place, report):
    before = snapshot(place)
    assert build("--no-site", "--report", report) == 2
    assert is_untouched(place, before)
    assert not (place / "articles" / "r.json").exists()


def test_a_ledger_that_is_a_link_is_not_written_through(place, capsys):
    (place / "articles" / "links.jsonl").symlink_to(place / "notes" / "mine.txt")
    before = snapshot(place)
    assert build("--no-site") == 1
    assert "link" in capsys.readouterr().err
    assert is_untouched(place, before)


# What was taken down is down


def published(project, word):
    """Name the pages that tell of a word; a tombstone under s/ still tells the title."""
    files = [p for name in ("docs", "site") for p in (project / name).rglob("*") if p.is_file()]
    pages = [p for p in files if "/s/" not in p.as_posix() and not p.name.startswith(".")]
    return [p for p in pages if word.encode() in p.read_bytes()]


LOSSES = ("nothing", "clean", "moved", "emptied", "lost", "halved", "deep")


@pytest.mark.parametrize(
    "loss", ["damaged", *(pytest.param(one, marks=pytest.mark.long) for one in LOSSES)]
)
def test_what_was_taken_down_is_down(place, monkeypatch, loss):
    (place / "briefgen.yml").write_text("site_url: https://a.example/\n", "utf-8")
    word = "Kvartsomnambul"
    article = place / "articles" / "secret.md"
    article.write_text(
        f"---\npublished: 2024-03-01\nlanguage: fr\n---\nLe {word} est là\n\n"
        f"Le {word} a parlé mardi à Paris. Il a dit que le plan est prêt.\n",
        "utf-8",
    )
    assert build() == 0
    assert published(place, word)
    article.unlink()
    manifest = place / "docs" / ".briefgen.json"
    if loss == "clean":
        shutil.rmtree(place / ".briefgen")
        shutil.rmtree(place / "site")
    elif loss == "moved":
        place = place.rename(place.with_name("elsewhere"))
        monkeypatch.chdir(place)
    elif loss == "damaged":
        manifest.write_bytes(b"{\x00not json")
    elif loss == "emptied":
        manifest.write_bytes(b"")
    elif loss == "halved":
        manifest.write_bytes(manifest.read_bytes()[: len(manifest.read_bytes()) // 2])
    elif loss == "deep":
        manifest.write_bytes(b"[" * 5000 + b"]" * 5000)
    elif loss == "lost":
        manifest.unlink()
    if loss in {"damaged", "emptied", "lost", "halved", "deep"}:
        assert build() == 1  # index.md may be a person's: nobody knows any more
        (place / "docs" / "index.md").unlink()
    assert build() == 0
    assert not published(place, word)
    assert (place / "docs" / "mine.txt").is_file()
