"""A real HTTP server on 127.0.0.1 with an index and packages, that can misbehave as told."""

import functools
import io
import json
import threading
import time
import zipfile
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from briefgen.packages import BUNDLED


class PackageServer(ThreadingHTTPServer):
    """Serves `files` by path. `faults[path]` lists what to do to the next requests, in turn:

    an HTTP status, ("cut", n) to break off after n bytes, ("slow", seconds) between two halves.
    """

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.files, self.faults, self.requests = {}, {}, []
        self.etags = True
        self.url = f"http://127.0.0.1:{self.server_port}"

    def offer(self, content, *, source="de", target="en", version="1.0", links=None):
        """Add a package and its entry in the index."""
        path = f"/translate-{source}_{target}-{version.replace('.', '_')}.argosmodel"
        self.files[path] = content
        index = json.loads(self.files.get("/index.json", b"[]"))
        index.append(
            {
                "package_version": version, "argos_version": "1.9", "from_code": source,
                "to_code": target, "from_name": source, "to_name": target,
                "links": links or [self.url + path], "code": f"translate-{source}_{target}",
            }
        )  # fmt: skip
        self.files["/index.json"] = json.dumps(index).encode()
        return path


class Handler(BaseHTTPRequestHandler):
    """Answers GET, whole or in part."""

    def do_GET(self):
        """Send a file, or the next fault."""
        server = self.server
        server.requests.append((self.path, self.headers.get("Range")))
        fault = server.faults[self.path].pop(0) if server.faults.get(self.path) else None
        content = server.files.get(self.path)
        if isinstance(fault, int) or content is None:
            self.send_error(fault or 404)
            return
        start = self._start(content)
        if start is None:
            self.send_error(416)
            return
        self.send_response(206 if start else 200)
        if server.etags:
            self.send_header("ETag", f'"{hash(content)}"')
        self.send_header("Content-Length", str(len(content) - start))
        self.end_headers()
        self._send(content[start:], fault)

    def _start(self, content):
        wanted = self.headers.get("Range")
        if not wanted or self.headers.get("If-Range") != f'"{hash(content)}"':
            return 0
        start = int(wanted.removeprefix("bytes=").removesuffix("-"))
        return start if start < len(content) else None

    def _send(self, content, fault):
        kind, amount = fault or ("", 0)
        if kind == "cut":
            content = content[:amount]
            self.close_connection = True
        half = len(content) // 2
        try:
            self.wfile.write(content[:half])
            if kind == "slow":
                self.wfile.flush()
                time.sleep(amount)
            self.wfile.write(content[half:])
        except OSError:  # the client has gone, as it should
            self.close_connection = True

    def log_message(self, *_):
        """Say nothing."""


@contextmanager
def serving():
    """Run a server for the length of a test."""
    with PackageServer() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


@functools.cache
def genuine(source="de", target="en", version="1.0"):
    """Give the bytes of a package that loads: a bundled one that says it is for another pair."""
    (bundled, *_) = sorted(BUNDLED.glob("*.argosmodel"))
    metadata = {"from_code": source, "to_code": target, "package_version": version}
    made = io.BytesIO()
    with zipfile.ZipFile(bundled) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            said = json.dumps(metadata).encode() if name.endswith("metadata.json") else None
            new.writestr(zipfile.ZipInfo(name), said or old.read(name))
    return made.getvalue()
