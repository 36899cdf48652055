"""What a build on a Dask cluster costs: coordinator, scheduler and workers, and a larger one.

    python benchmarks/cluster.py [--articles 120] [--workers 2] [--tasks 2000] [--shared FOLDER]

First the articles are built by one process, then by a scheduler and workers on 127.0.0.1; pages
must be the same bytes. Figures are processor seconds and peak memory of whole processes, when they
have ended, and the bytes that are sent. Then empty tasks are run, for what a task costs by itself.
From these figures builds of a million articles are simulated, batch by batch. Needs briefgen[dask].
"""

from __future__ import annotations

import argparse
import filecmp
import heapq
import os
import pickle
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

import growth

from briefgen import pipeline
from briefgen.commands.job import Stopwatch, open_engines
from briefgen.config import load
from briefgen.distributing import Checking
from briefgen.engines.dask import Cluster

PORT = 18797
MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Used:
    """What a process used."""

    cpu: float  # seconds
    memory: float  # MB at the peak


class Process:
    """A process of ours, and what it used in the end."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        with (folder / "log.txt").open("ab") as log:
            self.process = subprocess.Popen(
                (sys.executable, "-m", *arguments), cwd=folder, stdout=log, stderr=log,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
            )  # fmt: skip

    def ended(self, number: int = 0) -> Used:
        """Wait until it ends, after a signal where one is given."""
        if number:
            self.process.send_signal(number)
        _, _, used = os.wait4(self.process.pid, 0)
        self.process.returncode = 0
        return Used(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def build(folder: Path, *options: str) -> Used:
    return Process(folder, "briefgen", "build", "-q", "--no-site", *options).ended()


def start(folder: Path, workers: int) -> list[Process]:
    """Start a scheduler, then workers."""
    address = f"tcp://127.0.0.1:{PORT}"
    scheduler = Process(
        folder, "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", str(PORT),
        "--no-dashboard", "--no-jupyter",
    )  # fmt: skip
    return [scheduler] + [
        Process(
            folder, "distributed.cli.dask_worker", address, "--nthreads", "1", "--no-nanny",
            "--no-dashboard", "--local-directory", str(folder / f"worker-{number}"),
        )
        for number in range(workers)
    ]  # fmt: skip


def told(what: str, used: Used, count: int) -> None:
    each = 1000 * used.cpu / count
    print(f"  {what:28} {used.cpu:8.2f} s {each:8.2f} ms an article {used.memory:6.0f} MB")


def compare(place: Path, articles: int, workers: int) -> None:
    """Build the same by one process and by a cluster."""
    near, far = place / "near", place / "far"
    found = growth.records(options.shared)
    for folder in (near, far):
        folder.mkdir()
        growth.lay(folder / "articles", growth.texts(found, 10, sources=True), articles)
    print(f"{articles} articles")
    told("one process", build(near, "--workers", "1"), articles)
    told("one process, again", again(near), articles)
    running = start(place, workers)
    told("coordinator", build(far, "--scheduler", f"tcp://127.0.0.1:{PORT}"), articles)
    for number, process in enumerate(running[1:]):
        told(f"worker {number + 1} of {workers}", process.ended(signal.SIGTERM), articles)
    told("scheduler", running[0].ended(signal.SIGTERM), articles)
    same = filecmp.dircmp(near / "docs", far / "docs")
    print(f"  same pages: {not (same.diff_files or same.left_only or same.right_only)}")


def again(folder: Path) -> Used:
    """Build what is known already: what the coordinator does beside distributing."""
    (folder / ".briefgen" / "last-build.json").unlink(missing_ok=True)
    return build(folder, "--workers", "1")


def sent(folder: Path) -> None:
    """Tell how many bytes travel for an article."""
    os.chdir(folder)
    config = load(Path("briefgen.yml"))
    with open_engines(config, work=Path(".briefgen")) as engines:
        edition = pipeline.gather(
            config, engines, today=date(2026, 11, 20), observer=Stopwatch(quiet=True)
        )
    files = [path.read_bytes() for path in Path("articles").rglob("*.md")]
    there = {
        "files": files,
        "articles, twice": edition.articles,
        "summaries": edition.summaries,
    }
    for what, items in there.items():
        print(f"  {what:20} {mean(items):7.1f} kB an article there")
    for stage in ("readings", "choices", "checked", "mentions"):
        size = (Path(".briefgen") / "cache" / f"{stage}.sqlite").stat().st_size
        print(f"  {stage:20} {size / len(files) / 1000:7.1f} kB an article back, and kept")


def mean(items: Sequence[object]) -> float:
    return sum(len(pickle.dumps(item)) for item in items) / len(items) / 1000


def empty(place: Path, workers: int, tasks: int) -> None:
    """Tell what a task costs that does nothing, with 100 kB sent."""
    running = start(place, workers)
    before, content = time.process_time(), b"x" * 100_000
    with closing(Cluster(f"tcp://127.0.0.1:{PORT}")) as cluster:
        done = sum(1 for _ in cluster.each(len, ((content,) for _ in range(tasks))))
    here = time.process_time() - before
    used = [process.ended(signal.SIGTERM) for process in reversed(running)]
    print(f"{done} empty tasks: coordinator {1000 * here / tasks:.1f} ms each,", end=" ")
    print(f"scheduler {1000 * used[-1].cpu / tasks:.1f} ms each, {used[-1].memory:.0f} MB")


def simulate(workers: int, *, task: float, here: float, tasks: int, alike: float = 0.3) -> float:
    """Give the hours that tasks take on so many workers, while one process feeds all of them.

    `task` and `here` are seconds a task costs a worker and the coordinator; tasks differ (`alike`
    is the spread of their logarithms). Each worker has its next task beside it.
    """
    chance = random.Random(26)
    free = [0.0] * workers  # when each worker is done with what it has
    heapq.heapify(free)
    clock = 0.0  # of the coordinator
    for _ in range(tasks):
        clock += here
        start_at = max(heapq.heappop(free), clock)
        heapq.heappush(free, start_at + task * chance.lognormvariate(-alike * alike / 2, alike))
    return max(*free, clock) / 3600


def plan(per_article: float, here: float) -> None:
    """Tell hours for a million articles; both costs are in milliseconds an article."""
    size = Checking.at_once
    print(f"a million articles, {per_article:.0f} ms each on a worker, {here:.1f} ms here:")
    for workers in (1, 8, 32, 128, 512):
        hours = simulate(
            workers, task=size * per_article / 1000, here=size * here / 1000, tasks=MILLION // size
        )
        print(f"  {workers:4} workers {hours:7.2f} h")


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="cluster-", dir=options.keep) as name:
        place = Path(name)
        if options.articles:
            compare(place, options.articles, options.workers)
            sent(place / "far")
        if options.tasks:
            empty(place, options.workers, options.tasks)
        os.chdir(ROOT)
    plan(options.per_article, options.here)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--articles", type=int, default=120)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--tasks", type=int, default=2000)
    parser.add_argument("--per-article", type=float, default=250.0, help="ms, for the simulation")
    parser.add_argument("--here", type=float, default=5.0, help="ms, for the simulation")
    parser.add_argument("--keep", type=Path, help="where the folders lie while it runs")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    options = parser.parse_args()
    main()
