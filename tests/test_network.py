"""Servers that lie, dawdle or make no sense: one line, no endless wait, nothing left behind."""

import socket
import threading
import time
from contextlib import contextmanager
from dataclasses import replace

import pytest

from briefgen.errors import PackageError
from briefgen.packages import fetch as fetching
from briefgen.packages.fetch import Patience, fetch

PATIENCE = Patience(lambda _: None, timeout=2.0, tries=2, slowest=1000.0, spell=0.5)


@contextmanager
def raw_server(answer):
    """Serve connections by a function of the connection and its number."""
    listening = socket.create_server(("127.0.0.1", 0))
    asked, ended = [], threading.Event()

    def serve():
        while not ended.is_set():
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            asked.append(connection)
            with connection:
                try:
                    connection.recv(65536)
                    answer(connection)
                except OSError:
                    pass

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/x", asked
    finally:
        ended.set()
        listening.close()


def told(url, tmp_path, patience=PATIENCE):
    began = time.monotonic()
    with pytest.raises(PackageError) as caught:
        fetch((url,), tmp_path / "part", patience=patience)
    assert time.monotonic() - began < 20
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 600
    return str(caught.value)


def drip(connection, text=b"x", pause=0.05):
    for _ in range(400):
        connection.sendall(text)
        time.sleep(pause)


def test_a_server_of_a_few_bytes_a_second_is_left(tmp_path):
    def answer(connection):
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n")
        drip(connection)

    with raw_server(answer) as (url, asked):
        assert "bytes a second" in told(url, tmp_path)
        assert len(asked) == 1


@pytest.mark.parametrize("start", [b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\nX: "])
def test_headers_that_never_end_are_left(tmp_path, monkeypatch, start):
    monkeypatch.setattr(fetching._Impatient, "spell", 0.5)

    def answer(connection):
        connection.sendall(start)
        drip(connection)

    with raw_server(answer) as (url, _):
        told(url, tmp_path)


def test_the_whole_time_is_limited_however_fast_it_goes(tmp_path):
    def answer(connection):
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        drip(connection, b"x" * 10_000)

    with raw_server(answer) as (url, _):
        assert "takes longer" in told(url, tmp_path, replace(PATIENCE, longest=1.0))


@pytest.mark.parametrize(
    "target",
    ["ftp://127.0.0.1:1/x", "file:///etc/passwd", "data:,x", "gopher://x", "javascript:1", "//[x"],
)
def test_a_redirect_off_the_web_is_not_followed(tmp_path, target):
    def answer(connection):
        connection.sendall(f"HTTP/1.1 302 Found\r\nLocation: {target}\r\n\r\n".encode())

    with raw_server(answer) as (url, asked):
        told(url, tmp_path)
        assert len(asked) == 1
    assert not (tmp_path / "part").exists()


def test_a_circle_of_redirects_ends(tmp_path):
    def answer(connection):
        connection.sendall(b"HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n")

    with raw_server(answer) as (url, asked):
        told(url, tmp_path)
        assert len(asked) < 15


NONSENSE = [
    b"nonsense\r\n\r\n",
    b"HTTP/9.9 2OO OK\r\n\r\n",
    b"HTTP/1.1 99999 \x1b[31m\r\n\r\n",
    b"HTTP/1.1 500 \x1b[31m\r\n\r\n",
    b"HTTP/1.1 404 " + b"x" * 5000 + b"\r\n\r\n",
    b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n",
    b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000 + b"\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc",
    b"HTTP/1.1 302 Found\r\nLocation: http://[\r\n\r\n",
    b"HTTP/1.1 302 Found\r\nLocation: http://a b/\r\n\r\n",
    b"HTTP/1.1 302 Found\r\n\r\n",
    b"HTTP/1.1 206 Partial\r\nContent-Range: bytes x\r\nContent-Length: 7\r\n\r\nabc",
    b"HTTP/1.1 401 No\r\nWWW-Authenticate: \xff\r\n\r\n",
    b"HTTP/1.1 416 No\r\n\r\n",
    b"\x00" * 100,
    b"",
]


@pytest.mark.parametrize("answer", NONSENSE, ids=lambda answer: str(answer[:40]))
def test_nonsense_is_one_line(tmp_path, answer):
    with raw_server(lambda connection: connection.sendall(answer)) as (url, asked):
        told(url, tmp_path)
        assert len(asked) <= 12


@pytest.mark.parametrize(
    "url",
    [
        "http://", "http:///x", "http://[", "http://[::1", "http://a b/", "http://a:b/", "http://a:99999999/",
        "http://-/", "http://.", "http://a..b/", "http://" + "a" * 300 + "/", "http://\x00/", "http://é/",
        "http://a\r\nX: y/", "https://127.0.0.1:1/", "http://user:pw@127.0.0.1:1/", "file:///etc/passwd",
        "ftp://a/", "", "x", "HTTP://127.0.0.1:1/", "http://127.0.0.1:0/",
    ],
)  # fmt: skip
def test_nonsense_addresses_are_one_line(tmp_path, monkeypatch, url):
    guarded = socket.getaddrinfo

    def nobody(host, *rest, **options):
        """Answer as a resolver does that knows this machine only."""
        if host == "127.0.0.1":
            return guarded(host, *rest, **options)
        host.encode("idna")
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", nobody)
    told(url, tmp_path)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451, 501, 505])
def test_what_will_not_change_is_asked_once(tmp_path, status):
    def answer(connection):
        connection.sendall(f"HTTP/1.1 {status} No\r\nContent-Length: 0\r\n\r\n".encode())

    with raw_server(answer) as (url, asked):
        assert str(status) in told(url, tmp_path)
        assert len(asked) == 1


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_what_may_change_is_asked_again(tmp_path, status):
    def answer(connection):
        connection.sendall(f"HTTP/1.1 {status} No\r\nContent-Length: 0\r\n\r\n".encode())

    with raw_server(answer) as (url, asked):
        told(url, tmp_path)
        assert len(asked) == PATIENCE.tries
