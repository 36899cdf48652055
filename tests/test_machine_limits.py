"""A full disk, `ulimit`, no memory: one line, the old site whole, the next build mends.

Real limits on real processes; a real file system that is full where this machine lets us mount one.
"""

import errno
import os
import resource
import shutil
import subprocess
import sys
import tracemalloc
from pathlib import Path

import pytest
from test_kill import MKDOCS, SETTINGS, article, tree

from briefgen import cli, plain_files
from briefgen.errors import lacking
from briefgen.state.translation_cache import TranslationCache

ROOT = Path(__file__).parent.parent
FRENCH = "Le pont numéro {0} a ouvert mardi. Il a coûté {0} millions d'euros à la ville."


def build(place, *, limit=None, stdout=subprocess.PIPE, **variables):
    """Build in a process of its own, under a limit of the kind (RLIMIT, value)."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "SOURCE_DATE_EPOCH": "1710410400"}
    return subprocess.run(
        [sys.executable, "-m", "briefgen", "build", "--quiet", "--workers", "1"],
        cwd=place,
        env=environment | variables,
        preexec_fn=limit and (lambda: resource.setrlimit(limit[0], (limit[1],) * 2)),
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A project built once, in which an article has come since."""
    place = tmp_path_factory.mktemp("machine") / "project"
    (place / "articles").mkdir(parents=True)
    (place / "docs").mkdir()
    (place / "mkdocs.yml").write_text(MKDOCS, "utf-8")
    (place / "briefgen.yml").write_text(SETTINGS, "utf-8")
    (place / "articles" / "1.md").write_text(article(1), "utf-8")
    assert build(place).returncode == 0
    (place / "articles" / "2.md").write_text(article(2), "utf-8")
    return place


@pytest.fixture(scope="module")
def expected(built):
    """What a build without any limit leaves."""
    place = built.with_name("expected")
    shutil.copytree(built, place)
    assert build(place).returncode == 0
    return tree(place)


@pytest.fixture
def project(built, tmp_path):
    place = tmp_path / "project"
    shutil.copytree(built, place)
    return place


@pytest.fixture
def french(project):
    """A project with something to translate, and what a build without limits makes of it."""
    text = f"---\nlanguage: fr\npublished: 2024-03-05\n---\nLe pont\n\n{FRENCH.format(3)}\n"
    (project / "articles" / "3.md").write_text(text, "utf-8")
    free = project.with_name("free")
    shutil.copytree(project, free)
    assert build(free).returncode == 0
    return project, tree(free)


def one_line(done):
    """Check that a build ended with one error in one line, after warnings at most."""
    *before, last = done.stderr.strip().splitlines()
    assert done.returncode == 1, done.stderr
    assert all(line.startswith(("warning: ", "error: ")) for line in before), done.stderr
    return last


def mended(place, old, expected):
    """Check that the site is as it was, and that a build without limits leaves what it should."""
    now = tree(place)
    assert {k: v for k, v in now.items() if k.startswith("site")} == old
    assert build(place).returncode == 0
    assert tree(place) == expected


def old_site(place):
    return {name: content for name, content in tree(place).items() if name.startswith("site")}


LARGEST = [32, *(pytest.param(kb, marks=pytest.mark.long) for kb in (0, 4, 200))]


@pytest.mark.parametrize("kilobytes", LARGEST)
def test_files_that_may_not_grow(project, expected, kilobytes):
    old = old_site(project)
    done = build(project, limit=(resource.RLIMIT_FSIZE, kilobytes * 1024))
    assert one_line(done).startswith("Error: ")
    mended(project, old, expected)


@pytest.mark.long
@pytest.mark.package
@pytest.mark.parametrize("megabytes", [60, 200, 400, 600])
def test_memory_that_does_not_suffice(french, megabytes):
    project, expected = french
    old = old_site(project)
    done = build(project, limit=(resource.RLIMIT_AS, megabytes << 20), OPENBLAS_NUM_THREADS="1")
    if done.returncode == 0:  # enough of it, or all was built but what wants a model, and told so
        assert tree(project) == expected or "memory" in done.stderr
        assert "Traceback" not in done.stderr
        assert build(project).returncode == 0
        assert tree(project) == expected
        return
    last = one_line(done)
    assert last.startswith(("Error: ", "OpenBLAS error: "))  # which ends Python by itself
    mended(project, old, expected)


@pytest.mark.long
@pytest.mark.package
@pytest.mark.parametrize("files", [5, 12])
def test_files_that_may_not_be_opened(french, files):
    project, expected = french
    old = old_site(project)
    last = one_line(build(project, limit=(resource.RLIMIT_NOFILE, files)))
    assert "open files" in last
    mended(project, old, expected)


@pytest.mark.long
def test_nowhere_to_print_to(project):
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        assert one_line(build(project, stdout=full)).startswith("Error: no space left")


@pytest.fixture
def disk(tmp_path):
    """A file system of 24 MB that a test may fill; none where we may not mount."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=24m", "briefgen-test", str(place)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no file system can be mounted here")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)  # noqa: S607


def fill(disk, *, leave):
    """Fill a disk up to some bytes."""
    room = os.statvfs(disk)
    filler = disk / "filler"
    filler.write_bytes(bytes(max(0, room.f_bavail * room.f_frsize - leave)))
    return filler


ROOM = [0, *(pytest.param(kb, marks=pytest.mark.long) for kb in (40, 200, 1500))]


@pytest.mark.parametrize("kilobytes", ROOM)
def test_a_full_disk(disk, built, expected, kilobytes):
    place = disk / "project"
    shutil.copytree(built, place)
    old = old_site(place)
    filler = fill(disk, leave=kilobytes * 1024)
    last = one_line(build(place))
    assert "no space left" in last.lower()
    assert not [path for path in place.rglob("*") if path.name in {".site.new", ".briefgen-new"}]
    filler.unlink()
    mended(place, old, expected)


@pytest.mark.long
@pytest.mark.package
@pytest.mark.parametrize("kind", ["full", "missing"])
def test_nowhere_for_temporary_files(disk, french, kind):
    project, expected = french
    fill(disk, leave=0)
    done = build(project, TMPDIR=str(disk if kind == "full" else disk / "none"))
    assert done.returncode == 0, done.stderr
    assert tree(project) == expected


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "no space left on device."),
        (OSError(errno.EFBIG, "File too large", "a/b"), "a/b: file too large."),
        (MemoryError(), "there is not enough memory."),
        (FileNotFoundError(errno.ENOENT, "No such file"), None),
        (ValueError("x"), None),
    ],
)
def test_what_the_machine_lacks_is_told_from_faults(error, said):
    assert lacking(error) == said


def test_no_memory_is_one_line(monkeypatch, capsys):
    def main(*_, **__):
        raise MemoryError

    monkeypatch.setattr(cli.group, "main", main)
    assert cli.run(["build"]) == 1
    assert capsys.readouterr().err.startswith("Error: there is not enough memory. Make room")


def test_reading_a_small_file_takes_little_memory(tmp_path):
    (tmp_path / "small").write_text("small", "utf-8")
    tracemalloc.start()
    plain_files.read(tmp_path / "small")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 100_000


def test_a_damaged_cache_is_told_in_two_sentences_and_not_to_readers(tmp_path):
    (tmp_path / "t.sqlite").write_bytes(b"no database" * 100)
    with TranslationCache(tmp_path / "t.sqlite") as cache:
        (problem,) = cache.problems
    assert problem.message.endswith("not a database.")
    assert problem.code == "cache"
