"""Downloads that may be slow, break off or be endless: resumed, retried, limited.

All network code is here, and only `briefgen models install` comes here.
"""

from __future__ import annotations

import http.client
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from briefgen.errors import PackageError

BLOCK = 1 << 16
MAX_PACKAGE = 1 << 30  # bytes
_ASK_AGAIN = {408, 425, 429}  # other 4xx answers will not change
_CANNOT_RESUME = 416
_PARTIAL = 206

Progress = Callable[[int, int | None], None]  # bytes so far, bytes in all if known


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to try. `sleep` waits for some seconds."""

    sleep: Callable[[float], None]
    timeout: float = 30.0  # seconds without a single byte
    tries: int = 5  # in a row without progress
    first_pause: float = 1.0  # seconds, doubled each time


class _BrokenOffError(Exception):
    """The answer ended early; asking again may help."""


class _RefusedError(Exception):
    """The server will give the same answer again."""


def fetch(
    urls: Sequence[str],
    part: Path,
    *,
    patience: Patience,
    progress: Progress = lambda _done, _total: None,
    limit: int = MAX_PACKAGE,
) -> str:
    """Download the first address that works to `part`, going on where an earlier try left off.

    Gives the address. Raises PackageError, with what each address answered, when none works.
    """
    failures = []
    for url in urls:
        try:
            _fetch_patiently(url, part, patience, progress, limit)
        except (_RefusedError, _BrokenOffError) as error:
            failures.append(f"{url}: {error}")
        else:
            return url
    raise PackageError(
        f"cannot be fetched: {'; '.join(failures) or 'no address is known'}.",
        remedy="Try again later, or get the file elsewhere and use `briefgen models import FILE`.",
    )


def _fetch_patiently(
    url: str, part: Path, patience: Patience, progress: Progress, limit: int
) -> None:
    """Ask again after a pause as long as that may help; progress sets the count back."""
    failed = 0
    while True:
        before = _size(part)
        try:
            _fetch_once(url, part, patience.timeout, progress, limit)
        except _BrokenOffError:
            failed = 0 if _size(part) > before else failed + 1
            if failed >= patience.tries:
                raise
            patience.sleep(patience.first_pause * 2**failed)
        else:
            return


def _size(part: Path) -> int:
    return part.stat().st_size if part.exists() else 0


def _fetch_once(url: str, part: Path, timeout: float, progress: Progress, limit: int) -> None:
    try:
        with _open(url, part, timeout) as answer:
            _save(answer, part, progress, limit)
    except urllib.error.HTTPError as error:
        error.close()
        if error.code == _CANNOT_RESUME:  # what we have is not the beginning of what is there
            part.unlink(missing_ok=True)
        again = error.code in _ASK_AGAIN or error.code >= 500 or error.code == _CANNOT_RESUME  # noqa: PLR2004 - the server's fault
        kind = _BrokenOffError if again else _RefusedError
        raise kind(f"{error.code} {error.reason}") from error
    except urllib.error.URLError as error:
        raise _BrokenOffError(str(error.reason)) from error
    except (http.client.HTTPException, TimeoutError, ConnectionError) as error:
        raise _BrokenOffError(str(error) or type(error).__name__) from error


def _open(url: str, part: Path, timeout: float) -> http.client.HTTPResponse:
    if not url.startswith(("https://", "http://")):
        raise _RefusedError("is no web address")
    headers = {"User-Agent": "briefgen", "Accept-Encoding": "identity"}
    tag = _tag_file(part)
    if part.exists() and tag.exists():
        headers |= {"Range": f"bytes={_size(part)}-", "If-Range": tag.read_text(encoding="utf-8")}
    request = urllib.request.Request(url, headers=headers)  # noqa: S310 - checked above
    answer: http.client.HTTPResponse = urllib.request.urlopen(request, timeout=timeout)  # noqa: S310 - checked above
    return answer


def _tag_file(part: Path) -> Path:
    """Name the file that remembers which version of the download `part` is the beginning of."""
    return part.with_name(f"{part.name}.etag")


def _save(answer: http.client.HTTPResponse, part: Path, progress: Progress, limit: int) -> None:
    """Append to `part` when the server goes on, else begin anew."""
    resumed = answer.status == _PARTIAL
    done = _size(part) if resumed else 0
    length = answer.headers.get("Content-Length", "")
    total = done + int(length) if length.isdecimal() else None
    _check_limit(max(done, total or 0), limit)
    _remember_tag(answer, part)
    with part.open("ab" if resumed else "wb") as sink:
        while block := answer.read(BLOCK):
            sink.write(block)
            done += len(block)
            _check_limit(done, limit)
            progress(done, total)
    if total is not None and done < total:
        raise _BrokenOffError(f"broke off after {done} of {total} bytes")


def _remember_tag(answer: http.client.HTTPResponse, part: Path) -> None:
    """Only a strong tag says that two answers are the same bytes."""
    tag = answer.headers.get("ETag") or answer.headers.get("Last-Modified")
    if tag and not tag.startswith("W/"):
        _tag_file(part).write_text(tag, encoding="utf-8")
    else:
        _tag_file(part).unlink(missing_ok=True)


def _check_limit(size: int, limit: int) -> None:
    if size > limit:
        raise _RefusedError(f"has more than {limit >> 20} MiB, the limit")


def forget(part: Path) -> None:
    """Remove a download and what is remembered of it."""
    part.unlink(missing_ok=True)
    _tag_file(part).unlink(missing_ok=True)
