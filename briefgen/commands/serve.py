"""`briefgen serve`: build, show the site on this machine only, build again on change."""

from __future__ import annotations

import os
import re
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

import click

from briefgen.commands.job import find_settings
from briefgen.commands.say import as_typed, say
from briefgen.errors import BriefgenError, UsageError

HOST = "127.0.0.1"  # never offered to the network
PAUSE = 1.0  # seconds between two looks at the files
POLL = 0.05  # seconds until the server notices that it is to end

OURS = {"links.jsonl", "briefgen.lock"}  # a build writes them itself; that is no change

Stamp = dict[str, tuple[int, int]]


class Handler(SimpleHTTPRequestHandler):
    """Serves a folder without a word; pages are never cached, so a rebuild is seen at once."""

    def send_head(self) -> BytesIO | BinaryIO | None:
        """Answer only who asks for this machine by name, and only with what is in the folder.

        Another name means that a page elsewhere had the browser ask (DNS rebinding).
        """
        if not _is_here(self.headers.get("Host", "")):
            self.send_error(HTTPStatus.FORBIDDEN, "This server answers to 127.0.0.1 only")
            return None
        if not _is_inside(Path(self.directory), self.translate_path(self.path)):
            self.send_error(HTTPStatus.NOT_FOUND)
            return None
        return super().send_head()

    def list_directory(self, path: str | os.PathLike[str]) -> None:  # noqa: ARG002  # the base's
        """Show no list of files; no host of static sites does."""
        self.send_error(HTTPStatus.NOT_FOUND)

    def end_headers(self) -> None:
        """Forbid caching."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer with the site's own page where nothing is found, as hosts of static sites do."""
        page = Path(self.directory, "404.html")
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            super().send_error(code, message, explain)
            return
        content = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002, ANN401  # the base's names
        """Say nothing: the terminal is for problems of the articles."""


def _is_here(host: str) -> bool:
    """Tell whether a Host header names this machine."""
    name = re.fullmatch(r"(127\.0\.0\.1|localhost|\[::1\])(:[0-9]{1,5})?", host.lower())
    return name is not None


def _is_inside(folder: Path, path: str) -> bool:
    """Tell whether a path lies in the folder, links followed; one with NUL lies nowhere."""
    try:
        return Path(path).resolve().is_relative_to(folder.resolve())
    except (OSError, ValueError, RuntimeError):
        return False


class Server(ThreadingHTTPServer):
    """Serves many requests at once; a browser that hangs up early is no news."""

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401  # the base's
        """Report what went wrong, unless it is the connection."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@click.command()
@click.option("--config", "config_file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--port", default=8000, show_default=True, help="Port on 127.0.0.1; 0 for any.")
@click.option("--no-build", is_flag=True, help="Serve the site as it is, without building.")
@click.pass_context
def serve(context: click.Context, config_file: Path | None, *, port: int, no_build: bool) -> None:
    """Build, serve on 127.0.0.1, and build again on change, until Ctrl-C."""
    from briefgen import config as settings

    file = config_file or find_settings()
    config = settings.load(file)
    build = partial(_build, context, config_file)
    check_port(port)
    if not no_build:
        build()
    watched = (
        *(config.articles, config.templates, *config.packages),
        *(config.glossary, config.corrections, config.sources, config.topics),
        *(file, file.parent / "mkdocs.yml"),
    )
    with server(config.site, port) as address:
        say(f"{address} serves {config.site}; Ctrl-C ends it.")
        wait = threading.Event().wait
        for _ in () if no_build else changes(watched, pause=wait):
            _try(build)
        wait()


def check_port(port: int) -> None:
    """Notice a port that is in use before the time for a build is spent. Raises UsageError."""
    try:
        with Server((HOST, port), Handler):
            pass
    except OSError as error:
        raise _busy(port, error) from error


def _busy(port: int, error: OSError) -> UsageError:
    return UsageError(
        f"port {port} cannot be used: {error.strerror}.", remedy="Name another with --port."
    )


def _build(context: click.Context, config_file: Path | None) -> None:
    group = context.find_root().command
    build = group.get_command(context, "build") if isinstance(group, click.Group) else None
    if build is None:
        raise UsageError("`briefgen build` is missing.")
    context.invoke(build, config_file=config_file)


def _try(act: Callable[[], object]) -> None:
    """Tell what went wrong and stay: the next change may mend it."""
    try:
        act()
    except BriefgenError as error:
        click.echo(as_typed(f"Error: {error}"), err=True)  # its lines are visible text


@contextmanager
def server(folder: Path, port: int) -> Iterator[str]:
    """Serve a folder in the background and give its address."""
    if not folder.is_dir():
        raise UsageError(f"there is no site in {folder}.", remedy="Run `briefgen build` first.")
    try:
        made = Server((HOST, port), partial(Handler, directory=str(folder)))
    except OSError as error:
        raise _busy(port, error) from error
    thread = threading.Thread(target=made.serve_forever, args=[POLL], daemon=True)
    thread.start()
    try:
        yield f"http://{HOST}:{made.server_port}/"
    finally:
        made.shutdown()
        made.server_close()
        thread.join()


def changes(paths: Iterable[Path], *, pause: Callable[[float], object]) -> Iterator[None]:
    """Yield once for every change of the files, after they have come to rest."""
    watched = tuple(paths)
    seen = stamp(watched)
    while True:
        pause(PAUSE)
        now = stamp(watched)
        if now != seen:
            pause(PAUSE / 4)
            if stamp(watched) == now:
                seen = now  # an edit made during the build is a change like any other
                yield


def stamp(paths: Iterable[Path]) -> Stamp:
    """Note size and time of every file below some paths."""
    files = (file for path in paths for file in ([path] if path.is_file() else path.rglob("*")))
    found: Stamp = {}
    for file in files:
        try:
            status = file.stat()
        except OSError:
            continue
        if file.is_file() and file.name not in OURS:
            found[str(file)] = (status.st_size, status.st_mtime_ns)
    return found
