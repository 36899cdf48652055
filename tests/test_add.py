"""`briefgen add`: from a server on 127.0.0.1, from disk and from standard input."""

import gzip
import io
import sys
import threading
from datetime import UTC, date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from briefgen import cli
from briefgen.gathering import feeds, web

TEXT = (
    "Le pont de Lirac a rouvert mardi après deux ans de travaux. La crue avait emporté deux de "
    "ses arches. Les habitants espèrent que les commerces de la rive droite vont revivre."
)
OTHER = "La gare ferme dimanche pour trois mois. Des autocars remplacent les trains de la vallée."


def page(title, text=TEXT, head=""):
    return (
        f"<!doctype html><html lang=fr><head><title>{title}</title>{head}</head>"
        f"<body><article><h1>{title}</h1><p>{text}</p></article></body></html>"
    ).encode()


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append(self.path)
        status, headers, body = self.server.routes.get(self.path, (404, {}, b""))
        self.send_response(status)
        for name, value in {"Content-Length": len(body), **headers}.items():
            self.send_header(name, str(value))
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:  # the client has gone, as it should
            self.close_connection = True

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture
def server():
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as made:
        made.routes, made.asked = {}, []
        made.url = f"http://127.0.0.1:{made.server_port}"
        thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield made
        made.shutdown()
        thread.join()


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "articles").mkdir()
    return tmp_path


def html(body, **headers):
    return (200, {"Content-Type": "text/html; charset=utf-8", **headers}, body)


def add(*arguments):
    return cli.run(["add", "--allow-address", "127.0.0.1", *map(str, arguments)])


def articles(place):
    files = (place / "articles").rglob("*")
    return {one for one in files if one.is_file() and one.suffix != ".yml"}


def test_a_page_is_stored_as_it_came_with_its_address_beside_it(place, server, capsys, now):
    body = page("Le pont rouvre")
    server.routes["/monde/pont-de-lirac"] = html(body)
    assert add(f"{server.url}/monde/pont-de-lirac") == 0
    (file,) = articles(place)
    assert file.read_bytes() == body
    assert "pont-de-lirac" in file.name
    told = yaml.safe_load(file.with_name(f"{file.name}.yml").read_text("utf-8"))
    assert told["url"] == f"{server.url}/monde/pont-de-lirac"
    assert set(told) == {"url", "added"}
    out = capsys.readouterr().out
    assert "title  Le pont rouvre" in out  # what `explain` says
    assert "tongue fr" in out
    assert "1 article file added" in out


def test_what_is_there_already_is_refused_without_asking_again(place, server, capsys):
    server.routes["/a"] = html(page("Le pont rouvre"))
    assert add(f"{server.url}/a") == 0
    asked = len(server.asked)
    assert add(f"{server.url}/a?utm_source=mail#top") == 1
    assert len(server.asked) == asked
    assert "is there already" in capsys.readouterr().err
    assert len(articles(place)) == 1


def test_what_was_published_and_deleted_stays_away(place, server, capsys):
    server.routes["/a"] = html(page("Le pont rouvre"))
    add(f"{server.url}/a")
    cli.run(["build", "--no-site"])
    for file in (place / "articles").rglob("*.html*"):
        file.unlink()
    assert add(f"{server.url}/a") == 1


def rss(server, *items):
    listed = "".join(
        f"<item><title>{title}</title><link>{server.url}{path}</link><pubDate>{day}</pubDate></item>"
        for path, title, day in items
    )
    head = "<title>Le Courrier</title><language>fr-fr</language>"
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel>{head}{listed}</channel></rss>'.encode()
    )


@pytest.fixture
def feed(server):
    for path, text in (("/1", TEXT), ("/2", OTHER)):
        server.routes[path] = html(page(f"Titre {path}", text))
    server.routes["/rss"] = (200, {"Content-Type": "text/xml"}, rss(
        server,
        ("/1", "Le pont", "Tue, 12 Mar 2024 08:00:00 GMT"),
        ("/2", "La gare", "Wed, 13 Mar 2024 23:30:00 -0500"),
        ("/gone", "Perdu", "Mon, 11 Mar 2024 08:00:00 GMT"),
    ))  # fmt: skip
    return f"{server.url}/rss"


def test_a_feed_brings_its_articles_with_what_it_states(place, feed, capsys):
    assert add(feed) == 1  # one of them is lost
    assert "404" in capsys.readouterr().err
    sidecars = sorted((place / "articles").rglob("*.yml"))
    told = [yaml.safe_load(one.read_text("utf-8")) for one in sidecars]
    assert [(one["title"], str(one["published"])) for one in told] == [
        ("Le pont", "2024-03-12"),
        ("La gare", "2024-03-14"),  # in UTC
    ]
    assert {(one["source"], one["language"]) for one in told} == {("Le Courrier", "fr-FR")}
    assert cli.run(["check"]) == 0


def test_since_and_max_limit_a_feed_and_a_second_time_brings_nothing(place, feed, server, capsys):
    assert add("--since", "2024-03-13", feed) == 0
    assert len(articles(place)) == 1
    assert add("--max", "1", "--since", "2024-03-12", feed) == 0
    assert len(articles(place)) == 2
    asked = server.asked.count("/1")
    assert add("--since", "2024-03-12", feed) == 0
    assert server.asked.count("/1") == asked
    assert "2 there already, 0 to fetch" in capsys.readouterr().err


def test_an_opml_from_disk_names_feeds(place, feed, capsys):
    inner = f'<outline text="x"><outline xmlUrl="{feed}"/></outline>'
    opml = f'<opml version="2.0"><body>{inner}</body></opml>'
    (place / "feeds.opml").write_text(opml, "utf-8")
    assert add("--since", "2024-03-12", "feeds.opml") == 0
    assert len(articles(place)) == 2


def test_files_folders_and_standard_input(place, capsys, monkeypatch):
    saved = place / "saved"
    (saved / "inner").mkdir(parents=True)
    (saved / "inner" / "b.txt").write_text(OTHER, "utf-8")
    (saved / "a.md").write_text(f"---\ntitle: Le pont\n---\n\n{TEXT}\n", "utf-8")
    (saved / ".hidden.txt").write_text("Non.", "utf-8")
    (saved / "c.txt").write_text(f"Un autre texte. {TEXT}", "utf-8")
    (saved / "c.txt.yml").write_text("source: Val Info\n", "utf-8")
    assert add("saved") == 0
    names = {one.relative_to(place / "articles").as_posix() for one in articles(place)}
    assert names == {"a.md", "inner/b.txt", "c.txt"}
    assert (place / "articles" / "c.txt.yml").read_text("utf-8") == "source: Val Info\n"
    assert "added: " in (place / "articles" / "inner" / "b.txt.yml").read_text("utf-8")
    assert not (place / "articles" / "a.md.yml").exists()
    assert add("saved/a.md") == 1  # the same bytes
    new = f"Encore un texte. {TEXT}".encode()
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(new)))
    assert add("-") == 0
    assert len(articles(place)) == 4
    (saved / "a.md").write_text("Tout autre chose que le premier.\n", "utf-8")
    capsys.readouterr()
    assert add("saved/a.md") == 1
    assert "a file of this name is there" in capsys.readouterr().err


LOCAL = [
    "127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.0.1", "169.254.169.254", "100.64.0.1",
    "0.0.0.0",  # noqa: S104
    "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1",
    "64:ff9b::7f00:1", "2002:7f00:1::", "ff02::1",
]  # fmt: skip


@pytest.mark.parametrize("address", LOCAL)
def test_local_addresses_are_none_of_the_open_internet(address):
    assert not web.is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1", "64:ff9b::5db8:d822"])
def test_addresses_of_the_open_internet(address):
    assert web.is_public(address)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]"])
def test_without_the_switch_nothing_local_is_asked(place, server, host, capsys):
    server.routes["/a"] = html(page("Le pont"))
    assert cli.run(["add", f"http://{host}:{server.server_port}/a"]) == 1
    assert "cannot be fetched" in capsys.readouterr().err
    assert server.asked == []
    assert not articles(place)


@pytest.mark.parametrize(
    "target", ["http://[::1]:1/x", "file:///etc/passwd", "ftp://127.0.0.1/x", "//127.0.0.1@[::1]/"]
)
def test_a_redirect_is_checked_like_the_first_address(place, server, target, capsys):
    server.routes["/a"] = (302, {"Location": target}, b"")
    assert add(f"{server.url}/a") == 1
    assert not articles(place)
    assert "cannot be fetched" in capsys.readouterr().err


def test_the_address_after_a_redirect_is_the_one_that_counts(place, server):
    server.routes["/old"] = (301, {"Location": "/new"}, b"")
    server.routes["/new"] = html(page("Le pont rouvre"))
    assert add(f"{server.url}/old") == 0
    (told,) = (place / "articles").rglob("*.yml")
    assert f"{server.url}/new" in told.read_text("utf-8")


def test_redirects_in_a_circle_end(server, capsys):
    server.routes["/a"] = (302, {"Location": "/a"}, b"")
    assert add(f"{server.url}/a") == 1
    assert len(server.asked) == web.REDIRECTS + 1


def test_too_much_is_refused_packed_or_not(place, server, capsys):
    (place / "briefgen.yml").write_text("max_file_size: 100 kB\n", "utf-8")
    bomb = b"<p>" + b" " * 5_000_000
    server.routes["/plain"] = html(bomb)
    server.routes["/packed"] = html(gzip.compress(bomb), **{"Content-Encoding": "gzip"})
    assert add(f"{server.url}/plain", f"{server.url}/packed") == 1
    assert capsys.readouterr().err.count("more than 100,000 bytes") == 2
    assert not articles(place)


def test_a_packed_page_is_stored_unpacked(place, server):
    body = page("Le pont rouvre")
    server.routes["/a"] = html(gzip.compress(body), **{"Content-Encoding": "gzip"})
    assert add(f"{server.url}/a") == 0
    (file,) = articles(place)
    assert file.read_bytes() == body


def test_half_a_page_and_what_is_no_text_are_refused(place, server, capsys):
    server.routes["/half"] = html(b"<p>Le pont", **{"Content-Length": 500, "Connection": "close"})
    server.routes["/pdf"] = (200, {"Content-Type": "application/pdf"}, b"%PDF-1.7")
    assert add(f"{server.url}/half", f"{server.url}/pdf") == 1
    err = capsys.readouterr().err
    assert "application/pdf, which is not read" in err
    assert not articles(place)


def test_names_from_outside_stay_in_the_folder_and_sidecars_are_read(place, server):
    server.routes["/1"] = html(page("Le pont"))
    title = '../../x: "y" [z] &#x2028; - {a: b} # c'
    server.routes["/rss"] = (
        200,
        {"Content-Type": "text/xml"},
        rss(server, ("/1", title, "nonsense")),
    )
    assert add(f"{server.url}/rss") == 0
    (file,) = articles(place)
    assert file.resolve().is_relative_to(place / "articles")
    told = yaml.safe_load(file.with_name(f"{file.name}.yml").read_text("utf-8"))
    assert told["title"].startswith('../../x: "y" [z]')
    assert cli.run(["check"]) == 0


ENTITIES = b"""\
<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<rss><channel><item><title>&x;</title><link>http://a.example/1</link></item></channel></rss>"""


def test_entities_of_a_feed_are_not_followed():
    (entry,) = feeds.parse(ENTITIES, "http://a.example/", UTC).entries
    assert "root:" not in (entry.title or "")


ATOM = b"""\
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr"><title>V</title><entry><title>T</title>
<link rel="self" href="/self"/><link href="/1"/><published>2024-03-12T08:00:00Z</published></entry>
</feed>"""
JSON = b"""\
{"version": "https://jsonfeed.org/version/1.1", "title": "V", "language": "fr", "items":
[{"url": "/1", "title": "T", "date_published": "2024-03-12T08:00:00Z"}, 3, {}]}"""
RDF = b"""\
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>V</title><language>fr</language>
</channel><item><title>T</title><link>/1</link><dc:date>2024-03-12</dc:date></item></rdf:RDF>"""


@pytest.mark.parametrize("content", [ATOM, JSON, RDF], ids=["atom", "json", "rdf"])
def test_every_kind_of_feed_says_the_same(content):
    (entry,) = feeds.parse(content, "https://a.example/feed", UTC).entries
    assert entry == feeds.Entry("https://a.example/1", "T", date(2024, 3, 12), "fr", "V")


@given(
    st.binary(max_size=300)
    | st.text(max_size=300).map(lambda t: f"<rss>{t}</rss>".encode("utf-8", "replace"))
)
def test_no_content_breaks_the_reader_of_feeds(content):
    feeds.parse(content, "https://a.example/", UTC)
