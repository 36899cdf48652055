"""Downloads that may be slow, break off or be endless: resumed, retried, limited.

All network code is here, and only `briefgen models install` comes here.
"""

from __future__ import annotations

import http.client
import re
import socket
import ssl
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from briefgen.errors import PackageError

BLOCK = 1 << 16
MAX_PACKAGE = 1 << 30  # bytes
HEADERS = 60.0  # seconds for the headers of an answer to come
_CANNOT_RESUME = 416
# Answers that may change: too early, too often, the server's trouble; others will not.
_ASK_AGAIN = {408, 425, 429, _CANNOT_RESUME, 500, 502, 503, 504}
_PARTIAL = 206

Progress = Callable[[int, int | None], None]  # bytes so far, bytes in all if known


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to try. `sleep` waits for some seconds, `clock` tells them."""

    sleep: Callable[[float], None]
    timeout: float = 30.0  # seconds without a single byte
    slowest: float = 1000.0  # bytes a second; slower never ends
    spell: float = 60.0  # seconds over which that is taken
    longest: float = 6 * 3600.0  # seconds for one file, whatever happens
    clock: Callable[[], float] = time.monotonic
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
    failed, end = 0, patience.clock() + patience.longest
    while True:
        before = _size(part)
        try:
            _fetch_once(url, part, patience, Watch(patience, end), progress, limit)
        except _BrokenOffError:
            failed = 0 if _size(part) >= before + BLOCK else failed + 1
            if failed >= patience.tries or patience.clock() > end:
                raise
            patience.sleep(patience.first_pause * 2**failed)
        else:
            return


def _size(part: Path) -> int:
    return part.stat().st_size if part.exists() else 0


class Watch:
    """Ends a download that would never end."""

    def __init__(self, patience: Patience, end: float) -> None:
        self._patience, self._end = patience, end
        self._since, self._bytes = patience.clock(), 0

    def saw(self, count: int) -> None:
        """Note bytes; raises _RefusedError when the time is over or they come too slowly."""
        now = self._patience.clock()
        self._bytes += count
        if now > self._end:
            raise _RefusedError(f"takes longer than {self._patience.longest / 3600:g} hours")
        if now - self._since >= self._patience.spell:
            if self._bytes < self._patience.slowest * (now - self._since):
                rate = self._bytes / (now - self._since)
                raise _RefusedError(f"sends only {rate:.0f} bytes a second")
            self._since, self._bytes = now, 0


def _fetch_once(  # noqa: PLR0913, PLR0917  # one call, in order
    url: str, part: Path, patience: Patience, watch: Watch, progress: Progress, limit: int
) -> None:
    try:
        with _open(url, part, patience) as answer:
            _save(answer, part, watch, progress, limit)
    except urllib.error.HTTPError as error:
        error.close()
        if error.code == _CANNOT_RESUME:  # what we have is not the beginning of what is there
            part.unlink(missing_ok=True)
        kind = _BrokenOffError if error.code in _ASK_AGAIN else _RefusedError
        raise kind(f"{error.code} {_words(error.reason)}") from error
    except urllib.error.URLError as error:
        kind = _RefusedError if _is_final(error.reason) else _BrokenOffError
        raise kind(_words(error.reason)) from error
    except (http.client.IncompleteRead, TimeoutError, ConnectionError, ssl.SSLError) as error:
        raise _BrokenOffError(_words(error)) from error
    except (http.client.HTTPException, ValueError) as error:  # a host or headers without sense
        raise _RefusedError(f"makes no sense ({_words(error)})") from error


def _is_final(reason: object) -> bool:
    """Tell whether asking again cannot help: a wrong certificate, a name nobody has."""
    unknown = isinstance(reason, socket.gaierror) and reason.errno == socket.EAI_NONAME
    return unknown or isinstance(reason, (ssl.SSLCertVerificationError, str))


def _words(error: object) -> str:
    """Say on one short line what went wrong."""
    said = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return " ".join(str(said).split())[:200]


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows redirects on the web only, and none from https down to http."""

    def redirect_request(  # noqa: PLR0913, PLR0917  # the base's
        self,
        request: urllib.request.Request,
        answer: IO[bytes],
        code: int,
        message: str,
        headers: http.client.HTTPMessage,
        url: str,
    ) -> urllib.request.Request | None:
        """Refuse ftp: and the like, which urllib would follow."""
        if not _is_web(url) or (request.full_url.startswith("https:") and url[:5] != "https"):
            raise _RefusedError(f"leads to {url[:100]!r}, which is not followed")
        return super().redirect_request(request, answer, code, message, headers, url)


def _is_web(url: str) -> bool:
    return url.lower().startswith(("https://", "http://"))


class _Impatient(http.client.HTTPConnection):
    """Hangs up when the headers take too long, however lively the server sends single bytes."""

    spell = HEADERS
    _late = False

    def getresponse(self) -> http.client.HTTPResponse:
        """Give the answer; raises TimeoutError where its headers do not come."""
        timer = threading.Timer(self.spell, self._hang_up)
        timer.daemon = True
        timer.start()
        try:
            answer = super().getresponse()  # a hang-up reads like the end of the headers
        finally:
            timer.cancel()
        if self._late:
            raise TimeoutError("the headers took too long")
        return answer

    def _hang_up(self) -> None:
        self._late = True
        with suppress(OSError):
            self.sock.shutdown(socket.SHUT_RDWR)


class _ImpatientTls(_Impatient, http.client.HTTPSConnection):
    """The same over TLS."""


class _Http(urllib.request.HTTPHandler):
    def http_open(self, request: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_Impatient, request)


class _Https(urllib.request.HTTPSHandler):
    def https_open(self, request: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_ImpatientTls, request, context=ssl.create_default_context())


# Web only: no file:, no ftp:, no data: whatever a server says.
_OPENER = urllib.request.OpenerDirector()
for _handler in (
    urllib.request.ProxyHandler,
    _Http,
    _Https,
    urllib.request.HTTPDefaultErrorHandler,
    urllib.request.HTTPErrorProcessor,
    urllib.request.UnknownHandler,
    _Redirects,
):
    _OPENER.add_handler(_handler())


def _open(url: str, part: Path, patience: Patience) -> http.client.HTTPResponse:
    if not _is_web(url) or not url.isascii() or not url.isprintable() or " " in url:
        raise _RefusedError("is no web address")
    headers = {"User-Agent": "briefgen", "Accept-Encoding": "identity"}
    tag = _tag_file(part)
    if part.exists() and tag.exists():
        known = tag.read_text(encoding="utf-8", errors="replace")
        headers |= {"Range": f"bytes={_size(part)}-", "If-Range": known}
    request = urllib.request.Request(url, headers=headers)  # noqa: S310 - checked above
    answer: http.client.HTTPResponse = _OPENER.open(request, timeout=patience.timeout)
    if answer.status == _PARTIAL and "Range" not in headers:
        raise _RefusedError("sends a part where nobody asked for one")
    return answer


def _tag_file(part: Path) -> Path:
    """Name the file that remembers which version of the download `part` is the beginning of."""
    return part.with_name(f"{part.name}.etag")


def _save(
    answer: http.client.HTTPResponse, part: Path, watch: Watch, progress: Progress, limit: int
) -> None:
    """Append to `part` when the server goes on, else begin anew."""
    resumed = answer.status == _PARTIAL
    done = _size(part) if resumed else 0
    length = answer.headers.get("Content-Length", "")
    total = done + int(length[:16]) if re.fullmatch("[0-9]+", length) else None
    _check_limit(max(done, total or 0), limit)
    _remember_tag(answer, part)
    with part.open("ab" if resumed else "wb") as sink:
        while block := answer.read1(BLOCK):  # what is there: a slow server is noticed
            sink.write(block)
            done += len(block)
            watch.saw(len(block))
            _check_limit(done, limit)
            progress(done, total)
    if total is not None and done < total:
        raise _BrokenOffError(f"broke off after {done} of {total} bytes")


def _remember_tag(answer: http.client.HTTPResponse, part: Path) -> None:
    """Only a strong tag says that two answers are the same bytes."""
    tag = answer.headers.get("ETag") or answer.headers.get("Last-Modified")
    if tag and not tag.startswith("W/") and tag.isascii() and tag.isprintable():
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
