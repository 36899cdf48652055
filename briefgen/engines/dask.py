"""A Dask cluster: functions of plain values run on its workers, results come as they are done.

The only file that imports `distributed`. What is run must be importable on the scheduler and on
the workers: they need briefgen as well.
"""

from __future__ import annotations

import logging
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any, Self, TypeVar

from distributed import Client, KilledWorker, WorkerPlugin, get_worker, wait

from briefgen.errors import ClusterError

Answer = TypeVar("Answer")
CONNECT = 10.0  # seconds a scheduler has to answer
PATIENCE = 60.0  # seconds without a single worker
LOOK = 2.0  # seconds between two looks at whether the scheduler is still there
AHEAD = 3  # tasks under way for each thread of the workers: one runs, others wait beside it
INSTALL = "Install briefgen[dask] as it is here on the scheduler and on every worker."
_PARCELS = "briefgen-parcels"


@dataclass(frozen=True, slots=True)
class Here:
    """The worker that a function runs on."""

    name: str  # its address
    threads: int
    folder: Path  # goes away with it
    parcels: Path  # what was sent to it, by name


def here() -> Here:
    """Tell a function that runs on a worker where it is."""
    worker = get_worker()
    folder = Path(worker.local_directory)
    return Here(worker.address, worker.state.nthreads, folder, folder / _PARCELS)


class Cluster:
    """The workers behind a scheduler; it is connected to when first used."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._client: Any = None
        self._sent: set[str] = set()
        self._threads, self._looked = 0, -LOOK

    def each(
        self, function: Callable[..., Answer], jobs: Iterable[tuple[Any, ...]]
    ) -> Iterator[tuple[int, Answer]]:
        """Run the function with each job's values; give (number of the job, answer) when done.

        Jobs are taken from the iterable as workers need them. Raises ClusterError.
        """
        client = self._connected()
        numbered = enumerate(jobs)
        waiting: dict[Any, int] = {}
        try:
            while True:
                for number, job in islice(numbered, max(0, self._room() - len(waiting))):
                    with self._watched():
                        future = client.submit(function, *job, pure=False, retries=0)
                    waiting[future] = number
                if not waiting:
                    return
                for future in self._done(list(waiting)):
                    with self._watched():
                        answer = self._answer(future)
                    yield waiting.pop(future), answer
        finally:
            waiting.clear()  # futures that nobody holds are given up

    @contextmanager
    def _watched(self) -> Iterator[None]:
        """Say of whatever else goes wrong with the scheduler that it is gone."""
        try:
            yield
        except ClusterError:
            raise
        except Exception as error:
            raise self._gone(error) from error

    def ask(self, function: Callable[[], Answer]) -> dict[str, Answer | Exception]:
        """Run the function on every worker there is now; give answer or exception by address."""
        with self._watched():
            found: dict[str, Answer | Exception] = self._connected().run(
                function, on_error="return"
            )
        return found

    def send(self, name: str, content: bytes) -> None:
        """Lay a file beside every worker, those that join later as well. Raises ClusterError."""
        parcel = _Parcel(name, content)
        with self._watched():
            self._connected().register_plugin(parcel, name=f"{_PARCELS}-{name}")
        self._sent.add(name)

    def close(self) -> None:
        """Leave; what still runs is given up, and what was sent is taken back."""
        client, self._client = self._client, None
        if client is None:
            return
        with suppress(Exception), _unheard():  # a scheduler that is gone has nothing to give back
            if client.status == "running":
                for name in sorted(self._sent):
                    client.unregister_worker_plugin(f"{_PARCELS}-{name}")
        with suppress(Exception), _unheard():
            client.close(timeout=2)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _connected(self) -> Any:  # noqa: ANN401 - distributed's types are loose
        if self._client is None:
            self._client = self._connect()
        return self._client

    def _connect(self) -> Any:  # noqa: ANN401 - as above
        _quieten()
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # about versions: we ask ourselves
                client = Client(self.address, timeout=CONNECT, set_as_default=False)
        except Exception as error:
            raise ClusterError(
                f"no Dask scheduler answers ({_first_line(error)}).",
                where=self.address,
                remedy="Start one with `dask scheduler`, or build without it.",
            ) from error
        self._await_worker(client)
        return client

    def _await_worker(self, client: Any) -> None:  # noqa: ANN401 - as above
        try:
            client.wait_for_workers(1, timeout=PATIENCE)
        except Exception as error:
            client.close(timeout=2)
            raise self._deserted() from error

    def _room(self) -> int:
        """Give how many tasks should be under way: workers come and go."""
        if time.monotonic() - self._looked > LOOK:
            with self._watched():
                self._threads = sum(self._client.nthreads().values())
            self._looked = time.monotonic()
        return max(1, AHEAD * self._threads)

    def _done(self, futures: list[Any]) -> list[Any]:
        """Wait until some are done, and see that there still is somebody to do them."""
        since = time.monotonic()
        while True:
            if self._client.status != "running":
                raise self._gone(None)
            with self._watched():
                found = _first(self._client, futures)
                if found or self._client.nthreads():
                    since = time.monotonic()
            if found:
                return found
            if time.monotonic() - since > PATIENCE:
                raise self._deserted()

    def _answer(self, future: Any) -> Any:  # noqa: ANN401 - as above
        if future.status == "error":
            raise self._failed(future.exception())
        if future.status in {"cancelled", "lost"}:
            raise self._gone(None)
        return future.result()

    def _failed(self, error: Exception) -> ClusterError:
        """Say what a task raised: what it was made of cannot be read, or it ended its workers."""
        if isinstance(error, KilledWorker):
            return ClusterError(
                "the same work ended several workers, likely for want of memory.",
                where=self.address,
                remedy="Give the workers more memory. What was done is kept: build again.",
            )
        cause = error.__cause__ or error
        return ClusterError(
            f"the work cannot be read there ({_first_line(cause)}).",
            where=self.address,
            remedy=INSTALL,
        )

    def _gone(self, error: Exception | None) -> ClusterError:
        why = f" ({_first_line(error)})" if error is not None else ""
        return ClusterError(
            f"the scheduler is gone{why}; what was done until then is kept.",
            where=self.address,
            remedy="Start it again and build again, or build without it.",
        )

    def _deserted(self) -> ClusterError:
        return ClusterError(
            f"the scheduler has had no worker for {PATIENCE:.0f} s.",
            where=self.address,
            remedy=f"Start some with `dask worker {self.address}`. What was done is kept.",
        )


def _first(client: Client, futures: list[Any]) -> list[Any]:
    """Wait a moment for some to be done; give those that are."""
    try:
        with client.as_current():
            return list(wait(futures, timeout=LOOK, return_when="FIRST_COMPLETED").done)
    except TimeoutError:
        return []


def _first_line(error: BaseException) -> str:
    said = str(error).strip().splitlines()
    return (said[0] if said else type(error).__name__).rstrip(".")[:200]


@contextmanager
def _unheard() -> Iterator[None]:
    """Keep warnings of a library that is being left to ourselves."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _quieten() -> None:
    """Silence what the library logs of lost connections: we say it in one line."""
    known = ("distributed", "tornado", "asyncio", *logging.root.manager.loggerDict)
    for name in known:  # the library has set the level of several of its parts
        if name.partition(".")[0] in {"distributed", "tornado", "asyncio"}:
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)


class _Parcel(WorkerPlugin):  # type: ignore[misc]  # the library carries no types we follow
    """A file that Dask hands to every worker, when it joins at the latest."""

    idempotent = False

    def __init__(self, name: str, content: bytes) -> None:
        self.file = name
        self.content = content
        self.digest = sha256(content).hexdigest()

    def setup(self, worker: Any) -> None:  # noqa: ANN401 - as above
        """Lay the file down, whole or not at all. Raises ValueError where it came damaged."""
        if sha256(self.content).hexdigest() != self.digest:
            raise ValueError(f"{self.file} arrived damaged")
        folder = Path(worker.local_directory) / _PARCELS
        folder.mkdir(parents=True, exist_ok=True)
        arriving = folder / f".{self.file}"
        arriving.write_bytes(self.content)
        arriving.replace(folder / self.file)
