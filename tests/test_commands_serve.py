import socket
from http.client import HTTPConnection

import pytest

from briefgen import cli
from briefgen.commands.serve import HOST, changes, server, stamp
from briefgen.errors import UsageError


def get(address, path):
    connection = HTTPConnection(address.removeprefix("http://").rstrip("/"), timeout=10)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.headers["Cache-Control"], answer.read()
    finally:
        connection.close()


def test_serves_the_folder_on_this_machine_only_and_follows_a_swap(tmp_path):
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_text("one", encoding="utf-8")
    (tmp_path / "secret.txt").write_text("s", encoding="utf-8")
    with server(site, 0) as address:
        assert address.startswith(f"http://{HOST}:")
        assert get(address, "/") == (200, "no-store", b"one")
        site.rename(tmp_path / "old")
        site.mkdir()
        (site / "index.html").write_text("two", encoding="utf-8")
        assert get(address, "/")[2] == b"two"
        assert get(address, "/../secret.txt")[0] == 404


def test_a_missing_site_and_a_taken_port_are_told(tmp_path):
    with pytest.raises(UsageError, match="no site"), server(tmp_path / "no", 0):
        pass
    with socket.create_server((HOST, 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(UsageError, match="port"), server(tmp_path, port):
            pass


def test_a_change_is_seen_once_after_it_came_to_rest(tmp_path):
    file = tmp_path / "a.txt"
    steps = iter(["", "a", "a b", "a b", "", "c"])

    def pause(_seconds):
        text = next(steps)
        if text:
            file.write_text(text, encoding="utf-8")

    seen = changes([tmp_path], pause=pause)
    next(seen)
    assert file.read_text(encoding="utf-8") == "a b"
    assert stamp([file, tmp_path / "no.txt"]) == stamp([tmp_path])


def test_nothing_found_is_told_by_the_page_of_the_site(tmp_path):
    with server(tmp_path, 0) as address:
        assert b"Error response" in get(address, "/nowhere/")[2]
        (tmp_path / "404.html").write_text("no page", encoding="utf-8")
        assert get(address, "/nowhere/") == (404, "no-store", b"no page")


def test_a_browser_that_hangs_up_early_is_no_news(tmp_path, capfd):
    (tmp_path / "large.bin").write_bytes(bytes(20_000_000))
    with server(tmp_path, 0) as address:
        host, port = address.removeprefix("http://").rstrip("/").split(":")
        with socket.create_connection((host, int(port))) as browser:
            browser.sendall(b"GET /large.bin HTTP/1.0\r\n\r\n")
            browser.recv(100)
        get(address, "/")
    assert capfd.readouterr().err == ""


def test_an_edit_made_during_a_build_is_built_next(tmp_path):
    file = tmp_path / "a.txt"
    file.write_text("a", encoding="utf-8")
    edits = iter(["a b", *[""] * 9])

    def pause(_):
        text = next(edits, None)
        assert text is not None, "nothing was seen"
        if text:
            file.write_text(text, encoding="utf-8")

    seen = changes([tmp_path], pause=pause)
    next(seen)
    file.write_text("a b c", encoding="utf-8")  # while the build runs
    (tmp_path / "links.jsonl").write_text("{}\n", encoding="utf-8")  # what the build itself writes
    next(seen)
    with pytest.raises(AssertionError, match="nothing was seen"):
        next(seen)


def test_a_busy_port_is_noticed_before_anything_is_built(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "a.txt").write_text("Le pont est ouvert.\n", encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert cli.run(["serve", "--port", str(taken.getsockname()[1])]) == 2
    assert "cannot be used" in capsys.readouterr().err
    assert not (tmp_path / "docs").exists()


def ask(address, path, **headers):
    """Ask with raw headers; give the status and the whole answer."""
    host, port = address.removeprefix("http://").rstrip("/").split(":")
    lines = [f"GET {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        connection.sendall(("\r\n".join([*lines, "Connection: close", "", ""])).encode("latin-1"))
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    return int(answer.split()[1]), answer


@pytest.fixture
def served(tmp_path):
    site = tmp_path / "site"
    (site / "deep" / "er").mkdir(parents=True)
    (site / "index.html").write_text("home", encoding="utf-8")
    (site / "deep" / "er" / "a.txt").write_text("listed", encoding="utf-8")
    (tmp_path / "secret.txt").write_text("hidden", encoding="utf-8")
    (site / "out.txt").symlink_to(tmp_path / "secret.txt")
    (site / "up").symlink_to(tmp_path, target_is_directory=True)
    (site / "loop").symlink_to(site / "loop")
    with server(site, 0) as address:
        yield address


HERE = ["127.0.0.1", "127.0.0.1:8000", "localhost", "LOCALHOST:1", "[::1]:80"]
ELSEWHERE = [
    "evil.example",
    "127.0.0.1.evil.example",
    "localhost.evil:80",
    "",
    "127.0.0.1:x",
    "0",
    "a b",
]


@pytest.mark.parametrize("host", HERE)
def test_this_machine_is_answered(served, host):
    assert ask(served, "/", Host=host)[0] == 200


@pytest.mark.parametrize("host", ELSEWHERE)
@pytest.mark.parametrize("path", ["/", "/nowhere", "/deep/er/a.txt"])
def test_another_name_is_refused(served, host, path):
    status, answer = ask(served, path, Host=host)
    assert status == 403
    assert b"home" not in answer
    assert b"listed" not in answer


def test_no_name_at_all_is_refused(served):
    assert ask(served, "/")[0] == 403


PATHS = [
    "/%00", "/a%00b", "/deep%00/", "/out.txt", "/up/secret.txt", "/up/", "/loop",
    "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/deep/../../secret.txt", "//etc/passwd",
    "/%5c..%5csecret.txt", "/" + "a" * 5000, "/%ff%fe", "/deep/", "/deep/er/", "/deep",
]  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_nothing_but_the_files_of_the_site_is_given(served, path, capfd):
    status, answer = ask(served, path, Host="localhost")
    assert status in {301, 400, 404, 414}
    assert b"hidden" not in answer
    assert b"a.txt" not in answer
    assert "Traceback" not in capfd.readouterr().err
