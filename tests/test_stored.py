"""Files written by hand or kept on disk, whatever is in them: one line with place and remedy."""

import contextlib
import json
import os
import zipfile
from itertools import product
from pathlib import Path

import pytest
import yaml

from briefgen import cli, json_values, plain_files, yaml_values
from briefgen.packages import BUNDLED

GOOD = "Le maire ouvre le pont\n\nLe maire a ouvert mardi le pont. Il a coûté 12 millions.\n"
DEEP = 3000
YAMLS = {
    "deep list": "[" * DEEP + "]" * DEEP,
    "deep map": "{a: " * DEEP + "1" + "}" * DEEP,
    "deep value": "title: " + "[" * DEEP + "]" * DEEP,
    "deep block": "".join("  " * level + "a:\n" for level in range(300)),
    "unclosed": "[" * 50_000,
    "list key": "? [a, b]\n: 1\n",
    "map key": "? {a: b}\n: 1\n",
    "inner list key": "terms: {? [a] : {fr: [b]}}\n",
    "object": "title: !!python/object/apply:os.system [echo]\n",
    "name": "!!python/name:os.system x: 1\n",
    "bad int": "story_window_days: !!int abc\n",
    "bad float": "story_window_days: !!float abc\n",
    "bad bool": "noindex: !!bool abc\n",
    "bad null": "title: !!null abc\n",
    "bad binary": "title: !!binary '*'\n",
    "bad set": "title: !!set [a]\n",
    "stamp": "published: 2001-99-99\n",
    "stamp key": "2001-99-99: x\n",
    "digits": "story_window_days: " + "9" * 5000 + "\n",
    "digits size": "max_file_size: " + "9" * 5000 + " MB\n",
    "surrogate": 'title: "\\ud800"\n',
    "null character": 'title: "a\\0b"\narticles: "a\\0b"\n',
    "raw null": "title: a\0b\n",
    "alias bomb": "a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\nd: &d [*c,*c]\ne: [*d,*d]\n",
    "circle": "a: &a [*a]\n",
    "merge": "<<: {title: x}\n",
    "merge text": "<<: x\n",
    "two documents": "title: a\n---\ntitle: b\n",
    "text": "x\n",
    "number": "5\n",
    "list": "- 1\n- [2]\n- {a: b}\n",
    "tab": "title:\n\t- x\n",
    "unknown tag": "title: !zz x\n",
    "anchor": "*nobody\n",
    "directive": "%YAML 9.9\n---\ntitle: x\n",
    "big": "# " + "x" * 2_100_000,
    "wrong kinds": "title: [1]\nterms: 5\nkeep: {a: b}\narticle: {}\nlanguages: {}\n",
}
HAND = (
    "briefgen.yml",
    "glossary.yml",
    "corrections.yml",
    "sources.yml",
    "articles/a.md.yml",
    "front",
)


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "good.txt").write_text(GOOD, "utf-8")
    (tmp_path / "articles" / "a.md").write_text(f"---\ntitle: x\n---\n{GOOD}", "utf-8")
    return tmp_path


def build_is_one_line(capsys, *, ok=(0, 1, 2)):
    """Build without a site; every line said is short, none is a traceback, unless all is well."""
    code = cli.run(["build", "--no-site", "--quiet"])
    err = capsys.readouterr().err
    assert code in ok, err
    assert "Traceback" not in err
    assert "fault of briefgen" not in err
    assert all(len(line) < 700 for line in err.splitlines()), err
    return code, err


@pytest.mark.long
@pytest.mark.parametrize("file", HAND)
@pytest.mark.parametrize("content", YAMLS.values(), ids=YAMLS)
def test_yaml_by_hand(place, capsys, file, content):
    if file == "front":
        (place / "articles" / "a.md").write_text(f"---\n{content}\n---\n{GOOD}", "utf-8")
    else:
        (place / file).write_text(content, "utf-8")
    if file == "briefgen.yml":
        assert cli.run(["check"]) in {0, 1, 2}
        assert "Traceback" not in capsys.readouterr().err
    else:
        code, _ = build_is_one_line(capsys)
        assert code == 0  # the other articles are built whatever one file holds


@pytest.mark.parametrize("content", YAMLS.values(), ids=YAMLS)
def test_the_loader_raises_one_kind(content):
    with contextlib.suppress(yaml.YAMLError):
        yaml_values.compose(content)


JSONS = {
    "deep": "[" * DEEP + "]" * DEEP,
    "deep object": '{"a":' * DEEP + "1" + "}" * DEEP,
    "unclosed": "[" * 100_000,
    "digits": "9" * 5000,
    "digits inside": '{"id": ' + "9" * 5000 + "}",
    "exponent": '{"id": 1e999}',
    "constants": "[NaN, Infinity, -Infinity]",
    "surrogate": '{"id": "\\ud800", "title": "\\ud800"}',
    "null character": '{"id": "a\\u0000b"}',
    "numbers": '{"id": 5, "file": 5}',
    "lists": '{"id": [], "file": {}}',
    "list": "[1, [2], {}]",
    "text": '"x"',
    "nothing": "",
    "half": '{"id": "a", "fi',
    "latin": b'{"id": "\xe9"}',
    "twice": '{"id": "a", "id": "b"}',
}
STORED = ("articles/links.jsonl", "docs/.briefgen.json", ".briefgen/theme.json")


def as_bytes(content):
    return content if isinstance(content, bytes) else content.encode("utf-8")


@pytest.mark.parametrize("content", JSONS.values(), ids=JSONS)
def test_the_json_loader_raises_one_kind(content):
    with contextlib.suppress(json_values.WrongJsonError):
        json_values.load(content)


@pytest.mark.long
@pytest.mark.parametrize("file", STORED)
@pytest.mark.parametrize("content", JSONS.values(), ids=JSONS)
def test_stored_json(place, capsys, file, content):
    (place / file).parent.mkdir(parents=True, exist_ok=True)
    (place / file).write_bytes(as_bytes(content))
    build_is_one_line(capsys, ok=(0,))


PIN = {
    "source": "de", "target": "en", "name": "x", "version": "1", "size": 1, "sha256": "0" * 64,
    "origin": "found",
}  # fmt: skip
LOCKS = {
    **{f"{key} wrong": {**PIN, key: value} for key in PIN for value in ([1], {"a": 1}, 1.5, True)},
    **{f"{key} missing": {k: v for k, v in PIN.items() if k != key} for key in PIN},
    "more": {**PIN, "zz": 1},
}


def toml(entry):
    def value(one):
        return "{a = 1}" if isinstance(one, dict) else json.dumps(one)

    return "[[package]]\n" + "".join(f"{key} = {value(one)}\n" for key, one in entry.items())


TOMLS = {
    **{name: toml(entry) for name, entry in LOCKS.items()},
    "deep": "a = " + "[" * DEEP + "]" * DEEP,
    "digits": "version = " + "9" * 5000,
    "newer": "version = 2\n",
    "word": 'version = "1"\n',
    "table": "package = {}\n",
    "plain": "package = 5\n",
    "numbers": "package = [5]\n",
    "nothing closed": "[[package",
    "null": 'a = "\0"',
    "latin": b'a = "\xe9"',
}


@pytest.mark.long
@pytest.mark.parametrize("content", TOMLS.values(), ids=TOMLS)
def test_a_lock_file_that_makes_no_sense(place, capsys, content):
    (place / "briefgen.lock").write_bytes(as_bytes(content))
    _, err = build_is_one_line(capsys, ok=(1,))
    assert err.count("\n") == 1
    assert "briefgen.lock" in err
    assert cli.run(["models", "list"]) == 1


def repack(target, **changes):
    """Copy the bundled package with other metadata."""
    archive = next(BUNDLED.glob("*.argosmodel"))
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(target, "w") as new:
        for member in old.infolist():
            content = old.read(member)
            if member.filename.endswith("metadata.json"):
                raw = changes.pop("raw", None)
                content = raw if raw is not None else json.dumps({**json.loads(content), **changes})
            new.writestr(member, content)


METADATA = [
    *({key: value} for key in ("target_prefix", "from_name") for value in (5, [], {"a": 1})),
    *({key: 5} for key in ("from_code", "to_code", "package_version", "dependencies", "languages")),
    {"from_code": "x" * 500}, {"package_version": "9" * 5000}, {"package_version": "../../x"},
]  # fmt: skip


def everything(place):
    return sorted(path.relative_to(place).as_posix() for path in place.rglob("*"))


@pytest.mark.long
@pytest.mark.parametrize("changes", METADATA, ids=lambda one: str(one)[:40])
def test_metadata_of_wrong_kinds_is_refused_at_import(place, capsys, changes):
    repack(place / "x.argosmodel", **changes)
    before = everything(place)
    assert cli.run(["models", "import", "x.argosmodel"]) == 1
    assert capsys.readouterr().err.count("\n") == 1
    assert everything(place) == before


@pytest.mark.long
@pytest.mark.parametrize("content", JSONS.values(), ids=JSONS)
def test_metadata_that_is_no_json_is_refused_at_import(place, capsys, content):
    repack(place / "x.argosmodel", raw=as_bytes(content))
    before = everything(place)
    assert cli.run(["models", "import", "x.argosmodel"]) == 1
    assert capsys.readouterr().err.count("\n") == 1
    assert everything(place) == before


@pytest.mark.long
@pytest.mark.parametrize("name", ["cache/index.json", "cache/packages/x.sha256"])
@pytest.mark.parametrize("content", JSONS.values(), ids=JSONS)
def test_a_damaged_cache_is_no_hindrance(place, capsys, name, content):
    (place / ".briefgen" / name).parent.mkdir(parents=True)
    (place / ".briefgen" / name).write_bytes(as_bytes(content))
    assert cli.run(["models", "list"]) == 0
    assert "Traceback" not in capsys.readouterr().err


# Pipes, devices and folders where files should be


def make_pipe(path):
    os.mkfifo(path)


def make_device(path):
    path.symlink_to("/dev/zero")


ODD = [make_pipe, make_device, Path.mkdir, lambda path: path.symlink_to(path)]
FILES = (
    *HAND[:5],
    "articles/links.jsonl",
    "articles/p.txt",
    "articles/p.html",
    "briefgen.lock",
    "mkdocs.yml",
    "models/x.argosmodel",
    ".briefgen/cache/index.json",
    "docs/.briefgen.json",
    "docs/index.md",
)


@pytest.mark.long
@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("make", ODD, ids=["pipe", "device", "folder", "circle"])
def test_what_is_no_file_is_refused_not_waited_for(place, capsys, file, make):
    (place / file).parent.mkdir(parents=True, exist_ok=True)
    make(place / file)
    build_is_one_line(capsys)
    assert cli.run(["models", "list"]) in {0, 1, 2}


def test_a_folder_that_cannot_be_read_is_an_error(place, capsys, monkeypatch):
    (place / "articles" / "closed").mkdir()
    (place / "articles" / "closed" / "x.txt").write_text(GOOD, "utf-8")
    real = os.scandir

    def scandir(path="."):
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)  # root may read everything
    _, err = build_is_one_line(capsys)
    assert [line for line in err.splitlines() if line.startswith("error: closed")]


def test_plain_files_have_limits(tmp_path):
    file = tmp_path / "x"
    file.write_bytes(b"x" * 11)
    assert plain_files.read(file, most=11) == b"x" * 11
    with pytest.raises(OSError, match="more than 10 bytes"):
        plain_files.read(file, most=10)


@pytest.mark.parametrize(
    "name", ["deep list", "list key", "bad int", "stamp", "surrogate", "digits"]
)
def test_a_few_by_hand(place, capsys, name):
    for file in HAND[1:5]:
        (place / file).write_text(YAMLS[name], "utf-8")
    (place / "articles" / "b.md").write_text(f"---\n{YAMLS[name]}\n---\n{GOOD}", "utf-8")
    assert build_is_one_line(capsys)[0] == 0
    (place / "briefgen.yml").write_text(YAMLS[name], "utf-8")
    build_is_one_line(capsys)


def test_a_few_stored(place, capsys):
    for file in STORED:
        (place / file).parent.mkdir(parents=True, exist_ok=True)
        (place / file).write_text(JSONS["deep"], "utf-8")
    build_is_one_line(capsys, ok=(0,))
    (place / "briefgen.lock").write_text(TOMLS["size wrong"], "utf-8")
    build_is_one_line(capsys, ok=(1,))
    repack(place / "x.argosmodel", target_prefix=5)
    (place / "briefgen.lock").unlink()
    assert cli.run(["models", "import", "x.argosmodel"]) == 1
    assert "target_prefix" in capsys.readouterr().err


PLACES = ["outside.txt", "outside", "/etc/passwd", "articles-2/x.txt"]
LINKS = ["link.txt", "link", "sub/link.md", "a.txt.yml"]


@pytest.mark.parametrize(
    ("target", "name"),
    [
        *zip(PLACES, LINKS, strict=True),
        *(pytest.param(*both, marks=pytest.mark.long) for both in product(PLACES, LINKS)),
    ],
)
def test_links_out_of_the_articles_are_not_followed(place, capsys, target, name):
    (place / "outside").mkdir()
    (place / "articles-2").mkdir()
    for file in ("outside.txt", "outside/x.txt", "articles-2/x.txt"):
        (place / file).write_text("title: Geheim\n\nDas ist geheim: root:x:0:0.\n", "utf-8")
    link = place / "articles" / name
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(place / target)
    _, err = build_is_one_line(capsys, ok=(0,))
    assert "leads out of the articles folder" in err
    pages = [p for p in (place / "docs").rglob("*") if p.is_file()]
    assert not [p for p in pages if b"root:x" in p.read_bytes() or b"Geheim" in p.read_bytes()]


def test_links_inside_are_followed_and_deep_folders_told(place, capsys):
    deep = place / "articles"
    for _ in range(60):
        deep /= "d"
    deep.mkdir(parents=True)
    (deep / "x.txt").write_text(GOOD, "utf-8")
    (place / "articles" / "again.txt").symlink_to(place / "articles" / "good.txt")
    (place / "briefgen.yml").write_text("max_files: 3\n", "utf-8")
    _, err = build_is_one_line(capsys, ok=(0,))
    assert "nested deeper" in err
    assert "more than 3 files" in err
