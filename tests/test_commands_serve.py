import socket
from functools import partial
from http.client import HTTPConnection

import click
import pytest

from briefgen import cli
from briefgen.commands import serve
from briefgen.commands.serve import HOST, Builds, changes, server, stamp
from briefgen.errors import UsageError
from briefgen.model import Page
from briefgen.state.site import GENERATED, MANIFEST, written_by_hand
from briefgen.state.write import write


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

    seen = changes(lambda: [tmp_path], seen=stamp([tmp_path]), pause=pause)
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

    seen = changes(lambda: [tmp_path], seen=stamp([tmp_path]), pause=pause)
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


def test_pages_follow_the_builds_and_nothing_else_does(tmp_path):
    (tmp_path / "s" / "a").mkdir(parents=True)
    for name in ("index.html", "s/a/index.html", "404.html"):
        (tmp_path / name).write_text("<html>page</html>", encoding="utf-8")
    (tmp_path / "feed.xml").write_text("<rss/>", encoding="utf-8")
    builds = Builds()
    first = str(builds)
    with server(tmp_path, 0, builds) as address:
        for place in ("/", "/index.html", "/s/a/", "/s/a/?x=/", "/nowhere/"):
            page = get(address, place)[2].decode()
            assert page.startswith("<html>page</html>")
            assert f'src="/.briefgen/reload.js" data-built="{first}"' in page
        assert get(address, "/s/a")[0] == 301
        assert get(address, "/feed.xml")[2] == b"<rss/>"
        assert b"/.briefgen/built.js" in get(address, "/.briefgen/reload.js")[2]
        assert get(address, "/.briefgen/built.js")[2] == f'briefgenBuilt("{first}")'.encode()
        builds.another()
        assert first.encode() not in get(address, "/.briefgen/built.js")[2]
        assert ask(address, "/.briefgen/built.js", Host="evil.example")[0] == 403
    assert str(Builds()) != first, "another serve, other builds"
    with server(tmp_path, 0) as address:
        assert get(address, "/")[2] == b"<html>page</html>"


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """Give a project whose builds only count."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "a.md").write_text("a", encoding="utf-8")
    (tmp_path / "briefgen.yml").write_text("title: T\n", encoding="utf-8")
    (tmp_path / "site").mkdir()
    return tmp_path


def serve_until(monkeypatch, edits):
    """Serve; one edit stands for one build or, as text, what to do while nothing happens."""
    built = []

    def build(*_):
        built.append(len(built))
        if built[-1] == 0 and "during" in edits:
            edits["during"]()

    steps = iter([*edits.get("after", ()), None, None, None, None])

    def pause(seconds=None):
        if seconds == serve.PAUSE:
            try:
                step = next(steps)
            except StopIteration:
                raise click.Abort from None
            if step:
                step()

    monkeypatch.setattr(serve, "_build", build)
    monkeypatch.setattr(serve, "PAUSING", pause)
    assert cli.run(["serve", "--port", "0"]) == 1
    return len(built)


def test_an_edit_during_the_first_build_is_built_too(desk, monkeypatch):
    edit = partial((desk / "articles" / "a.md").write_text, "a b", encoding="utf-8")
    assert serve_until(monkeypatch, {}) == 1
    assert serve_until(monkeypatch, {"during": edit}) == 2


DECIDING = [
    "articles/new.md", "articles/deep/er/new.md", "briefgen.yml", "glossary.yml",
    "corrections.yml", "sources.yml", "topics.yml", "templates/day.md", "templates/theme/x.css",
    "mkdocs.yml", "models/translate.argosmodel", "docs/team.md", "docs/guides/one.md",
]  # fmt: skip
OF_A_BUILD = [
    "articles/links.jsonl", "briefgen.lock", "docs/briefings/2024/03/12.md", "docs/s/a/index.html",
    ".briefgen/cache/x.sqlite", "site/index.html", "docs/.briefgen.json",
]  # fmt: skip


@pytest.mark.parametrize(
    ("file", "builds"), [(one, 2) for one in DECIDING] + [(one, 1) for one in OF_A_BUILD]
)
def test_what_decides_the_site_is_watched_and_what_a_build_writes_is_not(
    desk, monkeypatch, file, builds
):
    def edit():
        (desk / file).parent.mkdir(parents=True, exist_ok=True)
        content = "title: Other\n" if file == "briefgen.yml" else ""
        (desk / file).write_text(content, encoding="utf-8")

    assert serve_until(monkeypatch, {"after": [edit]}) == builds


def test_a_folder_that_the_settings_name_later_is_watched_from_then_on(desk, monkeypatch):
    (desk / "press").mkdir()
    change = partial((desk / "briefgen.yml").write_text, "articles: press\n", encoding="utf-8")
    add = partial((desk / "press" / "b.md").write_text, "b", encoding="utf-8")
    assert serve_until(monkeypatch, {"after": [change, None, add]}) == 3


def test_settings_that_cannot_be_read_end_nothing(desk, monkeypatch):
    spoil = partial((desk / "briefgen.yml").write_text, "title: [\n", encoding="utf-8")
    mend = partial((desk / "briefgen.yml").write_text, "title: U\n", encoding="utf-8")
    assert serve_until(monkeypatch, {"after": [spoil, None, mend]}) == 3


def test_the_home_page_of_a_person_is_watched_and_ours_is_not(desk):
    docs = desk / "docs"
    write([Page("index.md", "ours")], docs, manifest=docs / MANIFEST, own=GENERATED)
    assert docs / "index.md" not in set(written_by_hand(docs))
    (docs / "index.md").write_text("a person's", encoding="utf-8")
    assert docs / "index.md" in set(written_by_hand(docs))
