"""The errors briefgen raises: each says where, what (with the value seen) and the remedy."""

from __future__ import annotations

import errno
import unicodedata
from collections.abc import Sequence

_JOINERS = "\u200c\u200d"  # Persian and Indic spelling needs them


# What a machine, a disk or a limit set by `ulimit` may have too little of.
_LIMITS = {"ENOSPC", "EDQUOT", "EFBIG", "EMFILE", "ENFILE", "ENOMEM", "EAGAIN", "EIO", "EROFS"}


def lacking(error: BaseException) -> str | None:
    """Say in one sentence what the machine lacks, where that is what an exception tells."""
    if isinstance(error, MemoryError):
        return "there is not enough memory."
    if not isinstance(error, OSError) or errno.errorcode.get(error.errno or 0) not in _LIMITS:
        return None
    what = (error.strerror or str(error)).lower()
    return f"{error.filename}: {what}." if error.filename else f"{what}."


def visible(text: str) -> str:
    """Give text on one line in which nothing acts: controls, marks of direction are spelled out."""
    return "".join(c if _is_visible(c) else c.encode("unicode_escape").decode() for c in text)


def _is_visible(character: str) -> bool:
    if character.isprintable() or character in _JOINERS:
        return True
    return unicodedata.category(character) in {"Zs", "Co", "Cn"}


class BriefgenError(Exception):
    """Base of all expected errors; `cli.py` prints them, anything else is a bug.

    The text is *where: message Remedy.* An empty `where` is left out; `lines` stand below it.
    """

    exit_code = 1

    def __init__(
        self, message: str, *, where: str = "", remedy: str = "", lines: Sequence[str] = ()
    ) -> None:
        super().__init__(message, where, remedy)
        self.message = message
        self.where = where
        self.remedy = remedy
        self.lines = tuple(lines)

    def __str__(self) -> str:
        head = f"{self.where}: {self.message}" if self.where else self.message
        first = f"{head} {self.remedy}".rstrip()
        return "\n".join(visible(line) for line in (first, *self.lines))


class UsageError(BriefgenError):
    """A command was called in a way that cannot work."""

    exit_code = 2


class ConfigError(BriefgenError):
    """`briefgen.yml` or another settings file is wrong; the message may list several errors."""

    exit_code = 2


class InputError(BriefgenError):
    """The articles cannot be read at all (a single broken file is a `Problem` instead)."""


class SummaryError(BriefgenError):
    """A summariser failed."""


class TranslationError(BriefgenError):
    """A translation engine failed."""


class PackageError(BriefgenError):
    """An Argos package cannot be fetched, checked, unpacked or loaded."""


class TemplateError(BriefgenError):
    """A template is missing, broken or uses an unknown variable."""


class WriteError(BriefgenError):
    """A page cannot be written."""


class StoreError(BriefgenError):
    """The cache or the ledger cannot be used."""


class SiteError(BriefgenError):
    """MkDocs failed to build the site."""


class ClusterError(BriefgenError):
    """The scheduler or its workers cannot do the work; what they have done is kept."""


class StrictError(BriefgenError):
    """Problems were found and `--strict` makes them fatal."""
