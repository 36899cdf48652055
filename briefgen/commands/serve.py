"""`briefgen serve`: build, show the site on this machine only, build again on change."""

from __future__ import annotations

import os
import re
import secrets
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import urlsplit

import click

from briefgen.commands.job import find_settings
from briefgen.commands.say import as_typed, say
from briefgen.errors import BriefgenError, UsageError

HOST = "127.0.0.1"  # never offered to the network
PAUSE = 1.0  # seconds between two looks at the files
POLL = 0.05  # seconds until the server notices that it is to end

OURS = {"links.jsonl", "briefgen.lock"}  # a build writes them itself; that is no change

# What pages ask for beside the files of the site. They ask by scripts: their own policy
# (Content-Security-Policy) lets them load those from here, and nothing else.
NEWS, SCRIPT = "/.briefgen/built.js", "/.briefgen/reload.js"
RELOAD = f"""\
const shown = document.currentScript.dataset.built;
window.briefgenBuilt = (built) => built === shown || location.reload();
setInterval(() => {{
  if (document.hidden) return;
  const question = document.createElement("script");
  question.src = "{NEWS}";
  question.onload = question.onerror = () => question.remove();
  document.head.append(question);
}}, 1000);
"""

Stamp = dict[str, tuple[int, int]]
PAUSING = threading.Event().wait  # returns after so many seconds, or is interrupted


class Builds:
    """Which build of the site the browser is shown; another `serve` never has the same ones."""

    def __init__(self) -> None:
        self._which, self._number = secrets.token_hex(4), 1

    def __str__(self) -> str:
        return f"{self._which}-{self._number}"

    def another(self) -> None:
        """Take note that the site was built again."""
        self._number += 1


class Handler(SimpleHTTPRequestHandler):
    """Serves a folder without a word; pages are never cached, and reload after a rebuild."""

    def __init__(self, *args: Any, builds: Builds | None = None, **more: Any) -> None:  # noqa: ANN401  # the base's
        self.builds = builds
        super().__init__(*args, **more)

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
        if self.builds:
            return self._following(self.builds) or super().send_head()
        return super().send_head()

    def _following(self, builds: Builds) -> BytesIO | None:
        """Give what is not in the folder, or a page that reloads when the site was built again."""
        scripts = {NEWS: f'briefgenBuilt("{builds}")', SCRIPT: RELOAD}
        if self.path in scripts:
            return self._head(scripts[self.path].encode(), "text/javascript; charset=utf-8")
        page = Path(self.translate_path(self.path))
        if page.is_dir() and urlsplit(self.path).path.endswith("/"):
            page /= "index.html"
        if page.suffix != ".html" or not page.is_file():
            return None
        return self._head(self._page(page), "text/html; charset=utf-8")

    def _page(self, file: Path) -> bytes:
        if not self.builds:
            return file.read_bytes()
        line = f'<script src="{SCRIPT}" data-built="{self.builds}"></script>\n'
        return file.read_bytes() + line.encode()

    def _head(self, content: bytes, kind: str, code: int = HTTPStatus.OK) -> BytesIO:
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        return BytesIO(content)

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
        content = self._head(self._page(page), "text/html; charset=utf-8", code)
        if self.command != "HEAD":
            self.wfile.write(content.read())

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
    site = settings.load(file).site
    build = partial(_build, context, config_file)
    check_port(port)
    builds = None if no_build else Builds()
    before = stamp(watched(file))  # an edit made during the first build is not lost either
    if builds:
        build()
    with server(site, port, builds) as address:
        say(f"{address} serves {site}; Ctrl-C ends it.")
        if builds is None:
            PAUSING()
            return
        for _ in changes(partial(watched, file), seen=before, pause=PAUSING):
            if _try(build):
                builds.another()


def watched(file: Path) -> tuple[Path, ...]:
    """Name all that decides the site: what people write, and what it is made with and looks like.

    Raises BriefgenError while the settings cannot be read.
    """
    from briefgen import config as settings
    from briefgen.state.site import looked_at, written_by_hand

    config = settings.load(file)
    own = file.parent / "mkdocs.yml"
    return (
        *(config.articles, config.templates, *config.packages),
        *(config.glossary, config.corrections, config.sources, config.topics),
        *(file, own, *(looked_at(own, config.docs) or ()), *written_by_hand(config.docs)),
    )


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


def _try(act: Callable[[], object]) -> bool:
    """Act; tell what went wrong and stay: the next change may mend it."""
    try:
        act()
    except BriefgenError as error:
        click.echo(as_typed(f"Error: {error}"), err=True)  # its lines are visible text
        return False
    return True


@contextmanager
def server(folder: Path, port: int, builds: Builds | None = None) -> Iterator[str]:
    """Serve a folder in the background and give its address; pages follow the `builds`."""
    if not folder.is_dir():
        raise UsageError(f"there is no site in {folder}.", remedy="Run `briefgen build` first.")
    try:
        made = Server((HOST, port), partial(Handler, directory=str(folder), builds=builds))
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


def changes(
    find: Callable[[], Sequence[Path]], *, seen: Stamp, pause: Callable[[float], object]
) -> Iterator[None]:
    """Yield once for every change since what was `seen`, after the files have come to rest.

    `find` names the files anew each time: a change may have been one of the settings.
    """
    places: Sequence[Path] = ()
    while True:
        pause(PAUSE)
        with suppress(BriefgenError):  # told by the build that the change of settings began
            places = find()
        now = stamp(places)
        if now != seen:
            pause(PAUSE / 4)
            if stamp(places) == now:
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
