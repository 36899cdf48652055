"""The workers of a scheduler, from where the build runs: what is sent, and what comes back."""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from briefgen.distributing.shelf import packed
from briefgen.distributing.work import Work
from briefgen.errors import ClusterError
from briefgen.packages import Package
from briefgen.progress import Progress

if TYPE_CHECKING:
    from briefgen.distributing.there import Answer, Made
    from briefgen.engines.dask import Cluster

MANY = 64  # batches there should be of a stage, so that all workers have some
SPREAD = 6  # the smallest batch is so much smaller than the largest
BATCH_BYTES = 4_000_000  # of a batch at most, where it has more than one item
SENT_AT_MOST = 3  # times one package: each time some worker says that it has not got it


@contextmanager
def joined(address: str, installed: Sequence[Package]) -> Iterator[Crew]:
    """Give the workers of a scheduler for a build, and leave them when it ends."""
    try:
        from briefgen.engines import dask
    except ImportError as error:
        raise ClusterError(
            f"what talks to a Dask scheduler is not installed ({error}).",
            where=address,
            remedy="Run `pip install 'briefgen[dask]'`, or build without a scheduler.",
        ) from error
    with dask.Cluster(address) as cluster:
        yield Crew(cluster, {one.sha256: one for one in installed})


@dataclass
class Crew:
    """Workers to whom the work of each stage can be given."""

    cluster: Cluster
    installed: Mapping[str, Package]  # by SHA-256
    _sent: dict[str, int] = field(default_factory=dict)
    _known: bool = False  # that all workers have our briefgen

    def at(self, work: Work) -> Far:
        """Give who does a work there."""
        return Far(self, work)

    def do(self, work: Work, batches: Iterator[Batch]) -> Iterator[tuple[Batch, Answer]]:
        """Do batches in whatever order; a batch whose worker lacked a package is done again."""
        from briefgen.distributing import there

        self.check()
        content, wanted = pickle.dumps(work), there.made()
        while True:
            under_way: dict[int, Batch] = {}
            again: list[Batch] = []
            sent: set[str] = set()
            jobs = _jobs(batches, under_way, wanted, content)
            for number, answer in self.cluster.each(there.do, jobs):
                batch = under_way.pop(number)
                self._judge(answer, wanted)
                if not answer.lacks:
                    yield batch, answer
                    continue
                again.append(batch)
                if answer.lacks not in sent:  # what was begun before may lack it as well
                    sent.add(answer.lacks)
                    self._send(answer)
            if not again:
                return
            batches = iter(again)

    def check(self) -> None:
        """Look at who is there before any work is given. Raises ClusterError."""
        from briefgen.distributing import there

        if not self._known:
            for worker, found in sorted(self.cluster.ask(there.made).items()):
                if isinstance(found, Exception):
                    raise _unable(worker, found)
                if found != there.made():
                    raise _other(worker, found, there.made())
            self._known = True

    def _judge(self, answer: Answer, wanted: Made) -> None:
        if answer.made:
            raise _other(answer.worker, answer.made, wanted)
        if answer.failed:
            raise ClusterError(answer.failed, where=f"worker {answer.worker}")

    def _send(self, answer: Answer) -> None:
        count = self._sent.get(answer.lacks, 0)
        package = self.installed[answer.lacks]
        if count >= SENT_AT_MOST:
            raise ClusterError(
                f"the package {package.title} was sent and is not there.",
                where=f"worker {answer.worker}",
                remedy="Give its --local-directory room.",
            )
        self.cluster.send(answer.lacks, packed(package))
        self._sent[answer.lacks] = count + 1


@dataclass(frozen=True, slots=True)
class Batch:
    """Pickled items, and their places among all."""

    places: tuple[int, ...]
    items: tuple[bytes, ...]


def _jobs(
    batches: Iterator[Batch], under_way: dict[int, Batch], wanted: Made, work: bytes
) -> Iterator[tuple[Made, bytes, tuple[bytes, ...]]]:
    for number, batch in enumerate(batches):
        under_way[number] = batch
        yield wanted, work, batch.items


@dataclass(frozen=True, slots=True)
class Far:
    """Who does one stage's work (a `remembering.Elsewhere`)."""

    crew: Crew
    work: Work

    def __call__(
        self, items: Sequence[Any], progress: Progress
    ) -> Iterator[Mapping[int, str | None]]:
        """Give the results; less than the smallest batch is sooner done here than sent."""
        least, most = self.work.at_once // SPREAD, self.work.at_once
        if len(items) <= least:
            return
        size, done = max(least, min(most, len(items) // MANY)), 0
        for batch, answer in self.crew.do(self.work, batches(items, size)):
            yield dict(zip(batch.places, answer.texts, strict=True))
            done += len(batch.places)
            progress(done, len(items))


def batches(items: Sequence[Any], at_once: int) -> Iterator[Batch]:
    """Cut items into batches of some seconds' work that are no burden to send."""
    places: list[int] = []
    pickled: list[bytes] = []
    for place, item in enumerate(items):
        one = pickle.dumps(item)
        if pickled and (len(pickled) == at_once or sum(map(len, pickled)) + len(one) > BATCH_BYTES):
            yield Batch(tuple(places), tuple(pickled))
            places, pickled = [], []
        places.append(place)
        pickled.append(one)
    if pickled:
        yield Batch(tuple(places), tuple(pickled))


def _other(worker: str, theirs: Made, ours: Made) -> ClusterError:
    """Say what the first difference is between a worker and us."""
    there = dict(theirs)
    different = ((part, there.get(part), one) for part, one in ours if there.get(part) != one)
    part, found, wanted = next(different, ("briefgen", "another", "the one it should be"))
    return ClusterError(
        f"{part} is {found or 'missing'} there and {wanted} here: results would differ.",
        where=f"worker {worker}",
        remedy="Install the same briefgen[dask] on all workers, or stop this one.",
    )


def _unable(worker: str, error: Exception) -> ClusterError:
    return ClusterError(
        f"briefgen cannot be run there ({error}).",
        where=f"worker {worker}",
        remedy="Install the same briefgen[dask] on all workers, or stop this one.",
    )
