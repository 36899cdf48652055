"""Run a pure function over many items, on several processes when that pays."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from types import TracebackType
from typing import Self, TypeVar

from briefgen.errors import InputError

Item = TypeVar("Item")
Result = TypeVar("Result")

# Starting a process that imports our stages costs about half a second; below this many items
# per worker one process is faster.
ITEMS_PER_WORKER = 50


class Crew:
    """Processes that do one kind of work, started when there is enough of it for several."""

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self._pool: ProcessPoolExecutor | None = None

    def map(self, work: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
        """Apply `work` to each item and keep their order; `work` and items must be picklable.

        Raises InputError where the system ended one of the processes.
        """
        useful = min(self.workers, len(items) // ITEMS_PER_WORKER)
        if useful <= 1:
            return [work(item) for item in items]
        self._pool = self._pool or ProcessPoolExecutor(useful, initializer=_live_with_parent)
        try:
            return list(self._pool.map(work, items, chunksize=ITEMS_PER_WORKER // 4))
        except BrokenProcessPool as error:
            raise InputError(
                "the system ended a process that read articles, likely for want of memory.",
                remedy="Use --workers 1, or give briefgen more memory.",
            ) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=error is None, cancel_futures=True)


def _live_with_parent() -> None:
    """End silently with the process that started us, whatever ended that."""
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all; the parent decides
    threading.Thread(target=_wait_for_parent, daemon=True).start()


def _wait_for_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
