"""What every command works on: the settings, the engines, the clock of the stages."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefgen.commands.how_far import HowFar
from briefgen.commands.say import say, status
from briefgen.errors import UsageError
from briefgen.progress import Progress, untold

if TYPE_CHECKING:
    from briefgen.choosing import Summarizer
    from briefgen.config import Config
    from briefgen.distributing import Crew
    from briefgen.pipeline import Edition, Engines
    from briefgen.state.work_cache import WorkCache

FOLDER = click.Path(file_okay=False, path_type=Path)
FILE = click.Path(dir_okay=False, path_type=Path)
SETTINGS = "briefgen.yml"  # as in config.py, which a build with nothing to do does not load
WORK = ".briefgen"  # the folder of caches, beside the settings file


@dataclass(frozen=True, slots=True)
class Job:
    """What a command works on: the settings, and the folder for caches and manifests."""

    config: Config
    work: Path
    today: date
    settings: Path  # the file, which need not be there

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep other builds out of the folders that this one writes to, and wait for theirs."""
        from briefgen.state import lock
        from briefgen.state.write import writing

        with writing(self.work):
            self.work.mkdir(parents=True, exist_ok=True)
        config = self.config
        places = (self.work, config.articles, config.docs, config.site.resolve().parent)
        with lock.alone(places, waiting=_tell_waiting):
            yield


def count(number: int, noun: str) -> str:
    """Count things in words: the noun is English and takes an s (story, stories; day, days)."""
    many = f"{noun[:-1]}ies" if noun[-1] == "y" and noun[-2] not in "aeou" else f"{noun}s"
    return f"{number:,} {noun if number == 1 else many}"


def _tell_waiting() -> None:
    say("Another briefgen works on these folders; waiting until it is done.", err=True)


@dataclass
class Stopwatch:
    """Times the stages; names the running one on a terminal, and shows how far it is."""

    quiet: bool
    seconds: dict[str, float] = field(default_factory=dict)
    cpu: dict[str, float] = field(default_factory=dict)  # the same in processor seconds

    @contextmanager
    def stage(self, name: str) -> Iterator[Progress]:
        """Measure one stage and give it somebody to tell how far it is."""
        if not self.quiet:
            status(f"{name} …")
        start, spent = time.perf_counter(), processor()
        try:
            yield untold if self.quiet else HowFar(name)
        finally:
            self.seconds[name] = time.perf_counter() - start
            self.cpu[name] = processor() - spent
            if not self.quiet:
                status("")


def processor() -> float:
    """Give the processor seconds this process and those it waited for have used so far."""
    return sum(os.times()[:4])


def open_job(
    config_file: Path | None, now: datetime, *, need_articles: bool = True, **overrides: object
) -> Job:
    """Load the settings; an option given on the command line wins over the file.

    The day is that of `now` in the time zone of the settings.
    """
    from briefgen import config as settings

    file = config_file or find_settings()
    if config_file is not None and not config_file.exists():
        raise UsageError(f"{config_file} does not exist.", remedy="Name a settings file.")
    given = {name: value for name, value in overrides.items() if value is not None}
    config = replace(settings.load(file), **given)  # type: ignore[arg-type]  # typed by click
    if need_articles and not config.articles.is_dir():
        raise UsageError(
            f"there is no folder {config.articles}.",
            remedy="Put articles into it, or name another with --articles.",
        )
    check_folders(config, file)
    return Job(
        config, work=file.parent / WORK, today=now.astimezone(config.zone).date(), settings=file
    )


def find_settings() -> Path:
    """Give the settings file of the project that the working directory lies in.

    Looked for upwards like git looks for its own; where there is none, the one that would be here.
    """
    here = Path.cwd()
    for depth, folder in enumerate((here, *here.parents)):
        if (folder / SETTINGS).is_file():
            return Path(*[".."] * depth, SETTINGS)
    return Path(SETTINGS)


def check_folders(config: Config, file: Path) -> None:
    """Refuse settings by which one folder would damage another, before anything is read."""
    from briefgen import packages
    from briefgen.state.folders import check_apart

    root = file.parent
    check_apart(
        (
            ("articles", config.articles),
            ("docs", config.docs),
            ("site", config.site),
            ("templates", config.templates),
            *(("packages", folder) for folder in config.packages),
            (WORK, root / WORK),
        ),
        root=root,
        site=config.site,
        files=(
            ("the settings file", file),
            ("mkdocs.yml", root / "mkdocs.yml"),
            ("the lock file", root / packages.FILE_NAME),
            ("glossary", config.glossary),
            ("corrections", config.corrections),
            ("sources", config.sources),
            ("topics", config.topics),
        ),
    )


def edit(job: Job, *, watch: Stopwatch, workers: int | None = None) -> Edition:
    """Run the pipeline up to the briefings, on a cluster where the settings name one."""
    from briefgen import pipeline

    with (
        open_engines(job.config, work=job.work) as engines,
        _crew(job.config.scheduler, engines) as crew,
    ):
        edition = pipeline.gather(
            job.config,
            engines,
            today=job.today,
            observer=watch,
            workers=workers or os.cpu_count() or 1,
            crew=crew,
        )
        engines.tidy()
        return edition


def _crew(scheduler: str | None, engines: Engines) -> AbstractContextManager[Crew | None]:
    if scheduler is None:
        return nullcontext()
    from briefgen import distributing

    return distributing.joined(scheduler, engines.installed)


@contextmanager
def open_engines(config: Config, *, work: Path) -> Iterator[Engines]:
    """Open the summariser, the packages and the cache; a model is loaded when first used."""
    from briefgen import packages
    from briefgen.pipeline import Engines
    from briefgen.state.translation_cache import TranslationCache

    cache = work / "cache"
    found, broken = packages.find_packages(config.packages, cache=cache / "packages")
    pins = packages.read_lock(work.parent / packages.FILE_NAME)
    allowed, refused = packages.locked(found, pins)
    with (
        TranslationCache(cache / "translations.sqlite") as memory,
        _work_caches(cache) as done,
    ):
        routes = packages.routes(
            allowed,
            threads=config.translation.threads,
            compute_type=config.translation.compute_type,
            cache=memory,
            target=config.target,
        )
        yield Engines(
            summarizer=_summarizer(config.summary.method),
            find_route=routes,
            find_scorer=routes.reverse,
            packages=tuple(package.card() for package in allowed),
            installed=tuple(allowed),
            **done,
            tidy=lambda: _tidy(done.values()),
            new_pins=lambda: packages.first_uses(routes.used, pins),
            problems=lambda: (
                *broken,
                *refused,
                *routes.problems,
                *memory.problems,
                *(problem for one in done.values() for problem in one.problems),
            ),
        )


def _tidy(caches: Iterable[WorkCache]) -> None:
    for cache in caches:
        cache.tidy()


@contextmanager
def open_printed(work: Path) -> Iterator[WorkCache]:
    """Open what remembers the pages of earlier builds."""
    from briefgen.state import makers
    from briefgen.state.work_cache import WorkCache, fingerprint

    file = work / "cache" / "pages.sqlite"
    with WorkCache(file, fingerprint(makers.PRINTING)) as memory:
        yield memory
        memory.tidy()


@contextmanager
def _work_caches(folder: Path) -> Iterator[dict[str, WorkCache]]:
    """Open what remembers the work of each stage, by its name among the engines."""
    from briefgen.state import makers
    from briefgen.state.work_cache import WorkCache, fingerprint

    by_stage = {
        "readings": makers.READING,
        "choices": makers.CHOOSING,
        "checked": makers.CHECKING,
        "mentions": makers.NAMING,
        "fingerprints": makers.GROUPING,
    }
    with ExitStack() as stack:
        yield {
            name: stack.enter_context(WorkCache(folder / f"{name}.sqlite", fingerprint(maker)))
            for name, maker in by_stage.items()
        }


def _summarizer(method: str) -> Summarizer:
    """Give sumy's method: as one sign among others, or to decide where a person named it."""
    from briefgen.config import AUTO
    from briefgen.engines.sumy import SumySummarizer

    return SumySummarizer() if method == AUTO else SumySummarizer(method, decides=True)
