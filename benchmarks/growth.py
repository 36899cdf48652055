"""What builds cost as an archive grows: first, again with nothing changed, with one article more.

    python benchmarks/growth.py [SIZE …] [--per-day 10] [--translate] [--site] [--keep FOLDER]

The articles are those of ../shared/eval/articles.jsonl.xz, laid on consecutive days, and laid again
on later days with other names where more are asked for than there are. Without `--translate` the
target language is French, so that no model runs: everything else does. Figures are processor
seconds (own and system) of whole processes, beside what `sha256sum` of the same files and the
bare start of Python with click cost in the same run; memory is the peak of the process.
"""

from __future__ import annotations

import argparse
import json
import lzma
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle, islice
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FIRST = date(2016, 1, 1)
OUTLETS = ("Le Matin", "Le Soir", "La Gazette", "Le Courrier", "La Tribune")


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process cost."""

    cpu: float  # seconds, own and system
    memory: float  # MB at the peak
    stages: dict[str, float]  # processor seconds by stage, where there was a report


def records(shared: Path) -> list[dict[str, str]]:
    with lzma.open(shared / "eval" / "articles.jsonl.xz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def texts(found: Sequence[dict[str, str]], per_day: int, *, sources: bool) -> Iterator[str]:
    """Give articles without end: real ones, one day after the other, later ones with new words."""
    for number, record in enumerate(cycle(found)):
        day = FIRST + timedelta(days=number // per_day)
        again = number // len(found)
        head = {"title": record["title"].strip(), "published": day.isoformat()}
        if sources:
            head["source"] = OUTLETS[number % len(OUTLETS)]
        if again:
            head["title"] += f" ({again})"
        lines = "\n".join(f"{key}: {json.dumps(value)}" for key, value in head.items())
        body = f"{record['heading']}\n\n{record['article']}"
        yield f"---\n{lines}\n---\n{varied(body, again)}\n"


def varied(text: str, again: int) -> str:
    """Change every third long word, so that a text laid a second time is not the first."""
    if not again:
        return text
    words = text.split(" ")
    changed = (
        f"{w}{chr(96 + again)}" if i % 3 == 0 and w.isalpha() else w for i, w in enumerate(words)
    )
    return " ".join(changed)


def lay(folder: Path, contents: Iterator[str], size: int) -> None:
    for number, content in enumerate(islice(contents, size)):
        file = folder / f"{number // 1000:03}" / f"{number:06}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")


def run(command: Sequence[str], folder: Path) -> Cost:
    """Run a command to its end and say what it cost."""
    report = folder / "report.json"
    report.unlink(missing_ok=True)
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0"}
    with (folder / "log.txt").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)
        _, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit((folder / "log.txt").read_text(encoding="utf-8")[-2000:])
    stages = json.loads(report.read_text("utf-8")).get("cpu", {}) if report.exists() else {}
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, stages)


def build(folder: Path, *, site: bool) -> Cost:
    more = () if site else ("--no-site",)
    command = (sys.executable, "-m", "briefgen", "build", "-q", "--workers", "1", *more)
    return run((*command, "--report", "report.json"), folder)


def bare(folder: Path) -> Cost:
    """Hash the same files, and start Python with click: what nothing at all would cost."""
    script = "import pathlib, sys; print(*sorted(map(str, pathlib.Path('articles').rglob('*.md'))))"
    files = subprocess.run(
        [sys.executable, "-c", script], cwd=folder, capture_output=True, text=True, check=True
    )
    (folder / "files.txt").write_text("\0".join(files.stdout.split()))
    hashing = run(("xargs", "-0", "-a", "files.txt", "sha256sum"), folder)
    start = run((sys.executable, "-c", "import click"), folder)
    return Cost(hashing.cpu + start.cpu, hashing.memory, {})


def measure(
    folder: Path, found: Sequence[dict[str, str]], size: int, options: argparse.Namespace
) -> None:
    target = "en" if options.translate else "fr"
    (folder / "briefgen.yml").write_text(f"title: Growth\ntarget: {target}\n", encoding="utf-8")
    contents = texts(found, options.per_day, sources=not options.no_sources)
    lay(folder / "articles", contents, size)
    floor = bare(folder)
    print(f"{size:6} articles; hashing them and starting Python {floor.cpu:.2f} s")
    told("first build", build(folder, site=options.site), size, floor)
    told("nothing changed", build(folder, site=options.site), size, floor)
    (folder / "articles" / "more.md").write_text(next(contents), encoding="utf-8")
    told("one article more", build(folder, site=options.site), size, floor)


def told(what: str, cost: Cost, size: int, floor: Cost) -> None:
    stages = ", ".join(f"{name} {1000 * s / size:.2f}" for name, s in cost.stages.items())
    print(
        f"  {what:17} {cost.cpu:8.2f} s {1000 * cost.cpu / size:7.2f} ms an article,"
        f" {cost.cpu / floor.cpu:7.1f} x bare, {cost.memory:6.0f} MB  [{stages}]",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("sizes", type=int, nargs="*", default=[1000, 3000])
    parser.add_argument("--per-day", type=int, default=10)
    parser.add_argument("--translate", action="store_true", help="into English, by the package")
    parser.add_argument("--site", action="store_true", help="with MkDocs")
    parser.add_argument("--no-sources", action="store_true", help="articles that name no source")
    parser.add_argument("--keep", type=Path, help="leave the folders here")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    options = parser.parse_args()
    found = records(options.shared)
    for size in options.sizes:
        folder = Path(tempfile.mkdtemp(prefix="growth-", dir=options.keep))
        try:
            measure(folder, found, size, options)
        finally:
            if not options.keep:
                shutil.rmtree(folder)


if __name__ == "__main__":
    main()
