"""What is sent to workers and what comes back, without a cluster: batches, packages, results."""

import sys
from dataclasses import dataclass, replace

import pytest

from briefgen import cli, distributing, remembering
from briefgen.config import load
from briefgen.distributing.crew import BATCH_BYTES, batches
from briefgen.distributing.shelf import VARIABLE, LackingError, Shelf, packed
from briefgen.errors import ClusterError, ConfigError
from briefgen.packages import BUNDLED, read_package
from briefgen.state.work_cache import WorkCache


@dataclass(frozen=True)
class Doubled:
    """A result; odd ones may not be kept."""

    value: int


def doubled(items, elsewhere, memory):
    """Double numbers; give the results and what was done here."""
    here = []

    def work(some, _):
        here.extend(some)
        return [Doubled(2 * one) for one in some]

    found = remembering.remembered(
        items, work, key=str, shape=remembering.shape(Doubled), memory=memory,
        holds=lambda one: one.value != 6, elsewhere=elsewhere,
    )  # fmt: skip
    return [one.value for one in found], here


def write(value):
    return remembering.shape(Doubled).write(Doubled(value))


@pytest.fixture
def memory(tmp_path):
    with WorkCache(tmp_path / "w.sqlite", "code") as opened:
        yield opened


def test_what_is_done_elsewhere_is_kept_as_it_arrives_and_in_its_place(memory):
    seen = []

    def elsewhere(items, _):
        for place in reversed(range(len(items))):
            yield {place: write(2 * items[place])}
            seen.append(len(memory.get_many([str(one) for one in items])))

    assert doubled([1, 2, 4], elsewhere, memory) == ([2, 4, 8], [])
    assert seen == [1, 2, 3]
    assert doubled([1, 2, 4], None, memory) == ([2, 4, 8], [])


@pytest.mark.parametrize("answer", [{}, {0: None}, {0: "nonsense"}, {0: '{"value": "x"}'}])
def test_what_does_not_come_back_is_done_here(memory, answer):
    assert doubled([1], lambda *_: [answer], memory) == ([2], [1])


def test_what_may_not_be_kept_is_done_again_here_where_problems_are_told(memory):
    def elsewhere(items, _):
        yield {place: write(2 * one) for place, one in enumerate(items)}

    assert doubled([2, 3], elsewhere, memory) == ([4, 6], [3])
    assert set(memory.get_many(["2", "3"])) == {"2"}


def test_a_cluster_lost_half_way_loses_nothing_that_arrived(memory):
    def elsewhere(items, _):
        yield {0: write(2 * items[0])}
        raise ClusterError("gone")

    with pytest.raises(ClusterError):
        doubled([1, 2], elsewhere, memory)
    assert doubled([1, 2], None, memory) == ([2, 4], [2])


@pytest.mark.parametrize("count", [0, 1, 7, 8, 9, 30])
def test_batches_hold_every_item_once(count):
    cut = list(batches(range(count), 8))
    assert [place for batch in cut for place in batch.places] == list(range(count))
    assert all(0 < len(batch.items) <= 8 for batch in cut)


def test_a_batch_is_no_burden_to_send():
    large = b"x" * (BATCH_BYTES // 2)
    assert [len(batch.items) for batch in batches([large] * 3, 8)] == [1, 1, 1]


@pytest.fixture
def package(tmp_path):
    """Give a package of another machine: here it lies where it is found by its hash alone."""
    (bundled,) = BUNDLED.glob("*.argosmodel")
    found = read_package(bundled, cache=tmp_path / "cache")
    return replace(found, origin=tmp_path / "nowhere" / "own.argosmodel", bundled=False)


def test_a_package_is_found_by_its_hash_whatever_its_name(package, tmp_path):
    shelf = Shelf(1, tmp_path / "there", tmp_path / "parcels")
    found = shelf.find(package)
    assert (found.folder / "model" / "model.bin").is_file()
    assert (found.sha256, found.title) == (package.sha256, package.title)


def test_a_worker_is_told_of_folders(package, tmp_path, monkeypatch):
    unknown = unpacked(package, tmp_path / "share" / "any")
    with pytest.raises(LackingError) as lacking:
        Shelf(1, tmp_path / "there", tmp_path / "parcels").find(unknown)
    assert lacking.value.sha256 == unknown.sha256
    monkeypatch.setenv(VARIABLE, str(tmp_path / "share"))
    found = Shelf(1, tmp_path / "there", tmp_path / "parcels").find(unknown)
    assert found.folder == tmp_path / "share" / "any"


def unpacked(package, folder):
    """Lay a package down as a folder that differs from it; give it as it is told elsewhere."""
    folder.parent.mkdir()
    package.folder.rename(folder)
    (folder / "README.md").write_text("own", "utf-8")
    own = read_package(folder, cache=folder)
    return replace(own, origin=own.origin.relative_to(folder.parent.parent), folder=package.folder)


def test_an_unpacked_package_can_be_sent(package, tmp_path):
    unknown = unpacked(package, tmp_path / "share" / "any")
    (tmp_path / "parcels").mkdir()
    content = packed(replace(unknown, origin=tmp_path / "share" / "any"))
    (tmp_path / "parcels" / unknown.sha256).write_bytes(content)
    found = Shelf(1, tmp_path / "there", tmp_path / "parcels").find(unknown)
    assert (found.folder / "README.md").read_text("utf-8") == "own"
    assert (found.folder / "model" / "model.bin").is_file()


def test_a_file_that_was_changed_is_not_the_package(package, tmp_path, monkeypatch):
    share = tmp_path / "share"
    share.mkdir()
    (share / "own.argosmodel").write_bytes(b"x" * package.size)
    monkeypatch.setenv(VARIABLE, str(share))
    strange = replace(package, sha256="0" * 64)
    with pytest.raises(LackingError):
        Shelf(1, tmp_path / "there", tmp_path / "parcels").find(strange)


def test_where_the_extra_is_not_installed_the_error_says_how(monkeypatch):
    monkeypatch.delitem(sys.modules, "briefgen.engines.dask", raising=False)
    monkeypatch.setitem(sys.modules, "distributed", None)
    with (
        pytest.raises(ClusterError, match=r"pip install 'briefgen\[dask\]'"),
        distributing.joined("tcp://127.0.0.1:1", ()),
    ):
        pass


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--scheduler", "host:8786"], "--scheduler 'host:8786' is no address."),
        (["--scheduler", "http://host:8786"], "is no address."),
        (["--scheduler", "tcp://h:1", "--workers", "2"], "exclude each other."),
    ],
)
def test_wrong_options(tmp_path, monkeypatch, capsys, options, told):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "articles").mkdir()
    assert cli.run(["build", *options]) == 2
    assert told in capsys.readouterr().err


def test_the_setting(tmp_path):
    file = tmp_path / "briefgen.yml"
    file.write_text("scheduler: tcp://10.0.0.1:8786\n", "utf-8")
    assert load(file).scheduler == "tcp://10.0.0.1:8786"
    file.write_text("scheduler: 10.0.0.1\n", "utf-8")
    with pytest.raises(ConfigError, match="scheduler"):
        load(file)
