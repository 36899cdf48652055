"""Thousands of inputs nobody wrote: no traceback, no hang, neighbours built, all accounted for.

`BRIEFGEN_FUZZ=50000 pytest -m long tests/test_fuzz.py -s` tries as many and prints what they cost;
`BRIEFGEN_SEED=…` begins elsewhere. A failure names the seed of the input.
"""

import contextlib
import datetime
import os
import random
import shutil
import signal
import time
from contextlib import nullcontext
from pathlib import Path

import pytest
from fakes import FakeTranslator
from fuzz import generators
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from briefgen import cli, pipeline, reading
from briefgen.config import Config
from briefgen.engines.sumy import SumySummarizer
from briefgen.errors import visible
from briefgen.progress import untold
from briefgen.reading.account import UNACCOUNTED, account
from briefgen.reading.files import read_document

MANY = int(os.environ.get("BRIEFGEN_FUZZ", "200"))  # 2,000 take six minutes
FIRST = int(os.environ.get("BRIEFGEN_SEED", "0"))
STORES = max(20, MANY // 20)  # each is a build
BATCH = 50
LONGEST = 20.0  # seconds of processor
TODAY = datetime.date(2024, 3, 14)
GOOD = (
    "---\npublished: 2024-03-12\nlanguage: fr\n---\nLe maire ouvre le nouveau pont\n\n"
    "Le maire a ouvert mardi le nouveau pont de la ville. Il a coûté 12 millions d'euros.\n"
)
BESIDE = "Une vigne gèle\n\nLe froid de lundi a détruit la moitié des vignes du village.\n"


class Silent:
    def stage(self, name):
        return nullcontext(untold)


def configured(place):
    return Config(
        articles=place / "articles",
        templates=place / "templates",
        glossary=place / "g.yml",
        corrections=place / "c.yml",
        sources=place / "s.yml",
        site_url="https://a.example/",
    )


def build(place):
    """Build what lies in a folder, and give the edition with its pages."""
    engines = pipeline.Engines(
        SumySummarizer(), lambda language: (FakeTranslator(language.primary),)
    )
    config = configured(place)
    edition = pipeline.gather(config, engines, today=TODAY, observer=Silent())
    return pipeline.render(edition, config)


def alone(path):
    """Read and understand a file by itself; give its articles, problems and processor seconds."""
    began = time.process_time()
    document, problems = read_document(path, max_bytes=10_000_000, today=TODAY)
    articles = ()
    if document is not None:
        articles, more = reading.understand(document, today=TODAY)
        problems = (*problems, *more)
        lost = [e for e in account(document, articles) if e.kind == UNACCOUNTED]
        assert not lost, f"{path.name}: {[document.text[e.start : e.end][:80] for e in lost]}"
    assert document is not None or problems, f"{path.name}: neither read nor told"
    return time.process_time() - began


class HungError(BaseException):
    """Work went on for too long; no `except Exception` may keep that from us."""


@contextlib.contextmanager
def at_most(limit):
    """End what runs in the body after so many seconds of processor, wherever it is then."""

    def end(*_):
        raise HungError

    before = signal.signal(signal.SIGPROF, end)
    signal.setitimer(signal.ITIMER_PROF, limit)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def written(place, seed):
    """Write an input among the articles and give the path of the article."""
    suffix, content = generators.document(seed)
    path = place / "articles" / f"{seed}{suffix}"
    path.write_bytes(content)
    if suffix == ".txt.yml":
        path.with_suffix("").write_text(BESIDE, "utf-8")
        path = path.with_suffix("")
    return path


def emptied(place):
    shutil.rmtree(place / "articles", ignore_errors=True)
    (place / "articles").mkdir()
    (place / "articles" / "good.md").write_text(GOOD, "utf-8")


def built(place, seeds):
    """Build inputs through every stage; who is too slow in company is tried alone and named."""
    try:
        with at_most(LONGEST):
            return build(place)
    except HungError:
        if len(seeds) == 1:
            pytest.fail(f"seed {seeds[0]} took more than {LONGEST} s from its file to its pages")
    for seed in seeds:
        emptied(place)
        written(place, seed)
        built(place, [seed])
    emptied(place)
    for seed in seeds:
        written(place, seed)
    return build(place)  # slow only together


def batch(place, seeds):
    """Try inputs together with a good neighbour; give the processor seconds of each by itself."""
    emptied(place)
    costs = {}
    for seed in seeds:
        path = written(place, seed)
        try:
            with at_most(LONGEST):
                costs[seed] = alone(path)
        except HungError:
            pytest.fail(f"seed {seed} took more than {LONGEST} s to be read")
    edition, pages = built(place, seeds)
    faults = [one for one in edition.problems if "fault of briefgen" in one.remedy]
    assert not faults, faults
    assert any("Le maire ouvre le nouveau pont" in str(page.content) for page in pages)
    assert {one.file for one in edition.articles} >= {"good.md"}
    return costs


def test_who_is_too_slow_at_any_stage_is_named(tmp_path, monkeypatch):
    def stuck(place):
        while (place / "articles" / "3.txt").exists():
            sum(range(10_000))

    monkeypatch.setattr("test_fuzz.build", stuck)
    monkeypatch.setattr("test_fuzz.LONGEST", 0.2)
    emptied(tmp_path)
    for seed in range(2, 5):
        (tmp_path / "articles" / f"{seed}.txt").write_text(BESIDE, "utf-8")
    monkeypatch.setattr(
        "test_fuzz.written",
        lambda place, seed: (place / "articles" / f"{seed}.txt").write_text(BESIDE, "utf-8"),
    )
    with pytest.raises(pytest.fail.Exception, match="seed 3 took more"):
        built(tmp_path, range(2, 5))


def tried(place, number):
    costs = {}
    for start in range(FIRST, FIRST + number, BATCH):
        costs |= batch(place, range(start, min(start + BATCH, FIRST + number)))
    slowest = max(costs, key=costs.get)
    mean = 1000 * sum(costs.values()) / len(costs)
    return f"{len(costs)} inputs, {mean:.1f} ms each, seed {slowest} {costs[slowest]:.2f} s"


def test_some_inputs_nobody_wrote(tmp_path):
    print(tried(tmp_path, 60))  # noqa: T201  # shown when it fails, or asked for


@pytest.mark.long
def test_many_inputs_nobody_wrote(tmp_path):
    print(tried(tmp_path, MANY))  # noqa: T201  # the figures of the run


@given(st.binary(max_size=2000), st.sampled_from(generators.SUFFIXES[:5]))
@hypothesis_settings(max_examples=40)
def test_any_bytes_are_an_article_or_a_problem(tmp_path_factory, content, suffix):
    path = tmp_path_factory.getbasetemp() / f"any{suffix}"
    path.write_bytes(content)
    alone(path)


@given(st.text(max_size=2000), st.sampled_from([".txt", ".md", ".html"]))
@hypothesis_settings(max_examples=40)
def test_any_text_is_an_article_or_a_problem(tmp_path_factory, content, suffix):
    path = tmp_path_factory.getbasetemp() / f"text{suffix}"
    path.write_text(content, "utf-8", "surrogatepass", newline="")
    alone(path)


# Settings, notes and stores: what is kept on disk, changed by anybody or anything.

SETTINGS = "title: Paper\nsite_url: https://a.example/\nlanguages: [fr, de]\nmax_files: 100\n"
NOTES = {
    "briefgen.yml": SETTINGS,
    "glossary.yml": "terms:\n  bridge: {fr: pont}\nkeep: [AFP]\n",
    "corrections.yml": "- article: a1b2c3d4\n  title: Another\n",
    "sources.yml": "a.example: {name: Le Matin, country: FR}\n",
    "articles/a.md.yml": "title: Le pont\npublished: 2024-03-12\n",
}


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """A project built once, with all that a build keeps."""
    place = tmp_path_factory.mktemp("kept") / "project"
    (place / "articles").mkdir(parents=True)
    (place / "articles" / "good.md").write_text(GOOD, "utf-8")
    (place / "articles" / "a.md").write_text(BESIDE, "utf-8")
    for name, content in NOTES.items():
        (place / name).write_text(content, "utf-8")
    with contextlib.chdir(place):
        assert cli.run(["build", "--no-site", "--quiet"]) in {0, 1}
    return place


def stores(place):
    """Name the files beside the articles and the pages that a build reads."""
    found = [*NOTES, "articles/links.jsonl", "briefgen.lock", "docs/.briefgen.json"]
    work = sorted(path for path in (place / ".briefgen").rglob("*") if path.is_file())
    caches = [path.relative_to(place).as_posix() for path in work if "packages" not in path.parts]
    return [name for name in (*found, *caches) if (place / name).is_file()]


def damaged(kept, place, seed):
    """Change one file of a project in some way, build, and check what is said."""
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(kept, place)
    dice = random.Random(seed)  # noqa: S311  # no secret
    name = dice.choice(stores(place))
    path = place / name
    path.write_bytes(generators.mutated(path.read_bytes(), dice))
    try:
        with contextlib.chdir(place), at_most(LONGEST):
            return name, cli.run(["build", "--no-site", "--quiet"])
    except HungError:
        pytest.fail(f"seed {seed}, {name}: the build took more than {LONGEST} s")


def told(capsys, name, seed, code):
    err = capsys.readouterr().err
    said = f"seed {seed}, {name}: exit {code}: {err[:2000]}"
    assert code in {0, 1, 2}, said
    assert "Traceback" not in err, said
    assert "fault of briefgen" not in err, said
    assert all(line == visible(line) for line in err.split("\n")), said
    assert all(len(line) < 900 for line in err.splitlines()), said


def test_some_damaged_stores(kept, tmp_path, capsys):
    for seed in range(8):
        name, code = damaged(kept, tmp_path / "project", seed)
        told(capsys, name, seed, code)


@pytest.mark.long
def test_many_damaged_stores(kept, tmp_path, capsys):
    for seed in range(FIRST, FIRST + STORES):
        name, code = damaged(kept, tmp_path / "project", seed)
        told(capsys, name, seed, code)


def test_a_seed_gives_the_same_input_again():
    assert [generators.document(seed) for seed in range(30)] == [
        generators.document(seed) for seed in range(30)
    ]
    kinds = {generators.document(seed)[0] for seed in range(100)}
    assert kinds == set(generators.SUFFIXES)


def test_every_sample_passes_through_the_mutator_whole():
    """The generators know the samples: none is missing, or the fuzz would try nothing of ours."""
    assert all(generators.samples(suffix) for suffix in generators.SUFFIXES)
    root = Path(generators.ROOT)
    assert (root / "articles").is_dir()
