"""Nothing half done: builds killed at every kind of write, ended by signals, run at the same time.

Killed builds are real processes, ended by SIGKILL at the n-th change of the disk; the next build
must leave exactly what a build of an untouched project leaves.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from briefgen import cli
from briefgen.state import folders
from briefgen.state.swap import recover, swap

ROOT = Path(__file__).parent.parent
KILLS = int(os.environ.get("BRIEFGEN_KILLS", "40"))  # 200 take 14 minutes on two cores
CHANGES = frozenset(
    ["os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate", "shutil.rmtree", "os.utime"]
)
MKDOCS = """
site_name: Paper
theme: {name: mkdocs}
nav: [{Home: index.md}]
not_in_nav: "*"
validation: {nav: {omitted_files: ignore}, links: {not_found: ignore, anchors: ignore}}
"""
SETTINGS = "site_url: https://a.example/\ndocs: pages\n"


def article(number):
    return (
        f"---\nlanguage: en\npublished: 2024-03-{number % 20 + 1:02}\n---\n"
        f"Title number {number}\n\n"
        f"The bridge number {number} opened on Tuesday. It cost {number} million.\n"
    )


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project built once, in which articles have come and gone since."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1710410400")
    place = tmp_path / "project"
    (place / "articles").mkdir(parents=True)
    (place / "docs").mkdir()
    (place / "docs" / "usage.md").write_text("# By hand\n", "utf-8")
    (place / "mkdocs.yml").write_text(MKDOCS, "utf-8")
    (place / "briefgen.yml").write_text(SETTINGS, "utf-8")
    for number in range(4):
        (place / "articles" / f"{number}.md").write_text(article(number), "utf-8")
    assert run(place) == 0
    (place / "articles" / "0.md").unlink()
    for number in range(4, 7):
        (place / "articles" / f"{number}.md").write_text(article(number), "utf-8")
    return place


def run(place, *, kill_at=0, options=()):
    """Build in a process of its own; kill it at a change of the disk; give its wait status."""
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1]
    seen, code = 0, 99

    def watch(event, arguments):
        nonlocal seen
        writes = (
            event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+")
        )
        seen += event in CHANGES or bool(writes)
        if kill_at and seen == kill_at:
            seen += 1  # the kill is an event of its own
            os.kill(os.getpid(), signal.SIGKILL)

    try:
        os.chdir(place)
        sys.addaudithook(watch)
        code = cli.run(["build", "--quiet", *options])
        if not kill_at:
            (place.parent / "changes").write_text(str(seen), "utf-8")
    finally:
        os._exit(code)


def tree(place):
    names = ("docs", "pages", "site", "articles")
    found = {}
    for path in sorted(
        path for name in names for path in [place / name, *(place / name).rglob("*")]
    ):
        found[path.relative_to(place).as_posix()] = path.read_bytes() if path.is_file() else None
    for path in place.iterdir():
        found[path.name] = None
    for path in [place / ".briefgen" / "theme", *(place / ".briefgen").glob("*.*")]:
        found[path.relative_to(place).as_posix()] = None
    # Stamps of when it was built, which no page shows.
    return {name: content for name, content in found.items() if "sitemap.xml" not in name}


def clean(project):
    """Build a copy that was never killed."""
    copy = project.with_name("copy")
    shutil.copytree(project, copy, symlinks=True)
    assert run(copy) == 0
    return tree(copy), int((project.parent / "changes").read_text("utf-8"))


def killed(project, expected, points, **options):
    """Kill at each point, build again, and give the points after which something differs."""
    wrong = []
    for point in points:
        place = project.with_name("killed")
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(project, place, symlinks=True)
        run(place, kill_at=point, **options)
        assert (place / "site" / "index.html").is_file(), f"no site after a kill at {point}"
        if run(place) or tree(place) != expected:
            wrong.append(point)
    return wrong


def test_a_killed_build_leaves_nothing_that_the_next_does_not_mend(project):
    expected, changes = clean(project)
    points = [changes // 3, changes // 2, changes - 3]
    assert not killed(project, expected, points)


@pytest.mark.long
def test_many_kills(project):
    expected, changes = clean(project)
    points = sorted({1 + number * (changes - 1) // KILLS for number in range(KILLS)})
    assert len(points) >= min(KILLS, changes)
    assert not killed(project, expected, points)


def start(project, *options):
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, "-m", "briefgen", "build", "--quiet", *options],
        cwd=project,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def left_running(project):
    """Name the processes that still work on a project."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            where = (entry / "cwd").readlink()
        except OSError:
            continue
        if str(project) in command or (where == project and "python" in command):
            found.append(command)
    return found


def left_after_a_while(project):
    wait_for(lambda: not left_running(project))
    return left_running(project)


def wait_for(what, seconds=60.0):
    end = time.monotonic() + seconds
    while not what() and time.monotonic() < end:
        time.sleep(0.02)
    return what()


OTHERS = (signal.SIGHUP, signal.SIGINT, signal.SIGKILL)


# A hook of MkDocs that stops it in the middle of a site, until it is ended from outside.
STUCK = """
import pathlib, time
def on_page_content(html, **_):
    pathlib.Path("stuck").touch()
    time.sleep(600)
    return html
"""


@pytest.mark.parametrize(
    "number", [signal.SIGTERM, *(pytest.param(one, marks=pytest.mark.long) for one in OTHERS)]
)
def test_mkdocs_ends_with_us(project, number):
    """MkDocs is certainly at work when we are ended, however busy the machine."""
    before = tree(project)["site/index.html"]
    (project / "stuck.py").write_text(STUCK, "utf-8")
    (project / "mkdocs.yml").write_text(f"{MKDOCS}hooks: [{project}/stuck.py]\n", "utf-8")
    running = start(project)
    assert wait_for((project / "stuck").exists, seconds=120)
    assert (project / ".site.new").exists()
    assert len(left_running(project)) > 1  # we and MkDocs: nothing below passes for want of them
    running.send_signal(number)
    _, said = running.communicate(timeout=120)
    assert left_after_a_while(project) == []
    assert "Traceback" not in said
    if number != signal.SIGKILL:
        assert running.returncode == 1
        assert said.strip().endswith("Stopped.")
        assert not (project / ".site.new").exists()
    assert (project / "site" / "index.html").read_bytes() == before
    (project / "mkdocs.yml").write_text(MKDOCS, "utf-8")
    assert run(project) == 0


@pytest.mark.long
def test_killed_at_any_time_with_all_its_processes(project):
    expected, _ = clean(project)
    dice = random.Random(24)  # noqa: S311  # no secret
    for _ in range(20):
        running = start(project, "--workers", "2")
        time.sleep(dice.uniform(0.1, 3.0))
        running.kill()
        running.communicate()
        assert left_after_a_while(project) == []
        assert (project / "site" / "index.html").is_file()
    assert run(project) == 0
    assert tree(project) == expected


@pytest.mark.long
def test_two_builds_at_once_make_what_one_makes(project):
    expected, _ = clean(project)
    running = [start(project) for _ in range(2)]
    said = [one.communicate(timeout=120)[1] for one in running]
    assert [one.returncode for one in running] == [0, 0]
    assert sum("waiting until it is done" in one for one in said) >= 1
    assert tree(project) == expected


@pytest.mark.long
def test_a_crashed_build_holds_nobody_up(project):
    first = start(project)
    assert wait_for((project / ".site.new").exists)
    first.kill()
    first.communicate()
    second = start(project)
    _, said = second.communicate(timeout=60)
    assert second.returncode == 0
    assert "Traceback" not in said


@pytest.mark.parametrize("exchange", [True, False])
def test_a_swap_leaves_a_whole_folder_at_every_moment(tmp_path, monkeypatch, exchange):
    if not exchange:
        monkeypatch.setattr("briefgen.state.swap._renameat2", lambda: None)
    place, new = tmp_path / "site", tmp_path / ".site.new"
    for folder, text in ((place, "old"), (new, "new")):
        folders.make(folder)
        (folder / "index.html").write_text(text, "utf-8")
    swap(new, place)
    assert (place / "index.html").read_text("utf-8") == "new"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_site_that_stood_aside_comes_back(tmp_path):
    place, aside = tmp_path / "site", tmp_path / ".site.old"
    folders.make(aside)
    (aside / "index.html").write_text("old", "utf-8")
    recover(place)
    assert (place / "index.html").read_text("utf-8") == "old"
    folders.make(aside)
    recover(place)
    assert not aside.exists()
