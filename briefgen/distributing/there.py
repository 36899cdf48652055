"""What runs on a worker: who it is, and a batch of work done there.

Work and items travel pickled, as all that Dask sends; they are opened only where the same briefgen
is installed. Results come back as the text that the stores keep.
"""

from __future__ import annotations

import pickle
import platform
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256
from importlib import metadata

from briefgen import __version__, remembering
from briefgen.distributing.shelf import LackingError, Shelf
from briefgen.distributing.work import Work
from briefgen.engines import dask
from briefgen.errors import BriefgenError, lacking
from briefgen.state import makers
from briefgen.state.work_cache import fingerprint

Made = tuple[tuple[str, str], ...]  # (part, version): all that results depend on beside the input
_ONE_AT_A_TIME = (
    threading.Lock()
)  # a worker may have threads; what is kept between batches has none


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a batch on a worker."""

    worker: str
    texts: tuple[str | None, ...] = ()  # a result for each item
    made: Made = ()  # what it is made of, where that is not what was asked for
    lacks: str = ""  # SHA-256 of a package
    failed: str = ""  # what went wrong, in one sentence


@cache
def made() -> Made:
    """Tell what results made here depend on."""
    libraries = sorted({one for maker in makers.MAKERS for one in maker.libraries})
    code = sha256("".join(map(fingerprint, makers.MAKERS)).encode()).hexdigest()
    return (
        ("briefgen", __version__),
        ("Python", platform.python_version()),
        ("the processor", platform.machine()),
        *((library, metadata.version(library)) for library in libraries),
        ("the code", code[:12]),
    )


def do(wanted: Made, work: bytes, items: Sequence[bytes]) -> Answer:
    """Do the work on a batch."""
    here = dask.here()
    mine = made()
    if mine != wanted:
        return Answer(here.name, made=mine)
    with _ONE_AT_A_TIME:
        try:
            return Answer(here.name, texts=_done(_opened(work), items))
        except LackingError as error:
            return Answer(here.name, lacks=error.sha256)
        except (BriefgenError, MemoryError, OSError) as error:
            return Answer(here.name, failed=lacking(error) or str(error))


def _done(work: Work, items: Sequence[bytes]) -> tuple[str | None, ...]:
    results = work.do([pickle.loads(item) for item in items], _shelf())  # noqa: S301 - see above
    shape = remembering.shape(work.result)
    return tuple(map(shape.write, results))


@lru_cache(maxsize=8)
def _opened(work: bytes) -> Work:
    """Open the work of a stage once: it holds the models it has loaded."""
    opened: Work = pickle.loads(work)  # noqa: S301 - see above
    return opened


@cache
def _shelf() -> Shelf:
    here = dask.here()
    return Shelf(here.threads, here.folder / "briefgen-packages", here.parcels)
