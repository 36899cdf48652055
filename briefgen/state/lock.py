"""One build at a time: folders held by the system's own locks, which end with the process."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

_HAS_LOCKS = importlib.util.find_spec("fcntl") is not None  # Windows has none of this kind


@contextmanager
def alone(folders: Iterable[Path], *, waiting: Callable[[], None]) -> Iterator[None]:
    """Hold existing folders against other runs of briefgen; `waiting` is told once, if we must.

    No file is made, so a crash leaves nothing behind. All runs ask in one order: none waits for
    another that waits for it.
    """
    wanted = sorted({folder.resolve() for folder in folders if folder.is_dir()})
    with ExitStack() as held:
        told = False
        for folder in wanted if _HAS_LOCKS else ():
            handle = os.open(folder, os.O_RDONLY)
            held.callback(os.close, handle)
            if not _take(handle, wait=False):
                if not told:
                    waiting()
                told = True
                _take(handle, wait=True)
        yield


def _take(handle: int, *, wait: bool) -> bool:
    """Take the lock; False where another run has it. A disk without locks gives it to everyone."""
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        return False
    except OSError:  # some network disks have no locks
        pass
    return True
