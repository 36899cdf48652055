"""Small files read with limits: never a pipe or a device, never more than was asked for."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

MOST = 20_000_000  # bytes of a file that people or briefgen write; the largest have some hundred kB


def read(path: Path, *, most: int = MOST) -> bytes:
    """Read an ordinary file of at most `most` bytes. Raises OSError, also for any other kind.

    A pipe without a writer and a device are refused, not waited for.
    """
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(errno.EINVAL, "it is no ordinary file", str(path))
    with os.fdopen(handle, "rb") as file:
        # As large as it says it is, no more: `most` bytes would be laid ready at once.
        content = file.read(min(os.fstat(file.fileno()).st_size, most) + 1)
    if len(content) > most:
        raise OSError(errno.EOVERFLOW, f"it has more than {most:,} bytes, the limit", str(path))
    return content
