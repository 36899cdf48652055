"""Pages an earlier build printed of the same: known by what they are made of, not printed again.

A page is made of its template, its place and the values the template is given. Their hash leads to
that of the page; its text is only made where the file that stands in docs is not that page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from briefgen.model import Page, Site, Unprinted
from briefgen.remembering import Memory

_PLAIN = (str, int, float, bool, type(None))
_HASH = 64  # signs


def bare(site: Site) -> Site:
    """Give what is told of a site on each page: names and topics are told as subjects."""
    return replace(site, names=(), topics=())


class _TooMuchError(Exception):
    """A value is too much to be hashed for each page."""


class Printer:
    """Prints pages, those a memory does not know."""

    def __init__(
        self,
        memory: Memory | None,
        site: Site,
        templates: Sequence[Path],
        too_much: tuple[type, ...] = (),
    ) -> None:
        """Make one; pages made of `too_much` are printed anew each time."""
        self._too_much = too_much
        self._memory = memory
        self._new: dict[str, str] = {}
        self._hashed: dict[int, tuple[object, bytes]] = {}
        self._frame = b"" if memory is None else self._digest([bare(site), *map(_laid, templates)])

    def page(
        self, path: str, made_of: Mapping[str, object], make: Callable[[], str | bytes]
    ) -> Page:
        """Give a page, printed now unless an earlier build printed one of the same."""
        if self._memory is None or (key := self._key(path, made_of)) is None:
            return Page(path, make())
        known = self._memory.get_many([key]).get(key, "")
        if len(known) == _HASH:
            return Unprinted(path, known, make)
        made = make()
        content = made if isinstance(made, bytes) else made.encode("utf-8", "surrogatepass")
        self._new[key] = sha256(content).hexdigest()
        return Page(path, made)

    def keep(self) -> None:
        """Have the memory remember what was printed."""
        if self._memory is not None and self._new:
            self._memory.put_many(self._new)
            self._new = {}

    def _key(self, path: str, made_of: Mapping[str, object]) -> str | None:
        try:
            return sha256(self._frame + self._digest([path, *made_of.items()])).hexdigest()
        except _TooMuchError:
            return None

    def _digest(self, value: object) -> bytes:
        """Hash a value; what is shown on many pages is hashed once. Raises _TooMuchError."""
        if isinstance(value, _PLAIN):
            return f"{type(value).__name__}:{value}\0".encode("utf-8", "surrogatepass")
        if type(value) in self._too_much:
            raise _TooMuchError
        if isinstance(value, dict):
            return self._digest([*value.items()])
        if isinstance(value, list | tuple):
            inner = b"".join(map(self._digest, value))
            return sha256(b"%d " % len(value) + inner).digest()
        if id(value) not in self._hashed:  # the value is held, so that its id stays its own
            self._hashed[id(value)] = value, sha256(_encoded(value)).digest()
        return self._hashed[id(value)][1]


def _encoded(value: object) -> bytes:
    """Write a value of ours, its kind before it. Raises _TooMuchError for what cannot be."""
    import msgspec

    try:
        written = msgspec.json.encode(value, enc_hook=_marked)
        return f"{type(value).__name__} ".encode() + written
    except (TypeError, UnicodeError) as error:
        raise _TooMuchError from error


def _marked(value: object) -> object:
    """Write text that is markup, which JSON knows as little as any other kind of ours."""
    if isinstance(value, str):
        return {type(value).__name__: "".join(value)}
    raise TypeError(type(value))


def _laid(folder: Path) -> list[tuple[str, str]]:
    """Give the templates of a folder by hash."""
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    return [
        (file.relative_to(folder).as_posix(), sha256(file.read_bytes()).hexdigest())
        for file in files
    ]
