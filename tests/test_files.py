from datetime import date

import pytest

from briefgen.errors import InputError
from briefgen.model import shortened
from briefgen.reading import mime
from briefgen.reading.files import read_documents

TODAY = date(2026, 11, 20)


def read(folder, **files):
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_documents(folder, max_bytes=10_000, today=TODAY)


def problems_of(folder, **files):
    return [str(problem) for problem in read(folder, **files)[1]]


def test_documents_come_sorted_and_settings_are_skipped(tmp_path):
    documents, problems = read(
        tmp_path, **{"b.txt": "Deux.", "a/c.md": "Un.", ".x.txt": "Non.", "links.jsonl": "{}"}
    )
    assert [document.file for document in documents] == ["a/c.md", "b.txt"]
    assert problems == ()


def test_front_matter_states_what_it_states(tmp_path):
    text = "---\ntitle: Un titre\npublished: 2023-09\nlanguage: fr\nurl: https://example.org/a\n---\nTexte."
    (document,), problems = read(tmp_path, **{"a.md": text})
    (part,) = document.parts
    assert problems == ()
    assert text[part.start : part.end].strip() == "Texte."
    assert part.metadata.title == "Un titre"
    assert str(part.metadata.published.date) == "2023-09"
    published = part.metadata.published
    assert text[published.start : published.end] == "2023-09" == published.evidence


def test_several_front_matters_are_several_parts(tmp_path):
    text = "---\ntitle: Un\n---\nPremier.\n\n---\ntitle: Deux\n---\nSecond.\n"
    (document,), _ = read(tmp_path, **{"a.md": text})
    assert [part.metadata.title for part in document.parts] == ["Un", "Deux"]
    assert [text[p.start : p.end].strip() for p in document.parts] == ["Premier.", "Second."]


def test_a_sidecar_fills_what_front_matter_leaves_open(tmp_path):
    (document,), _ = read(
        tmp_path, **{"a.txt": "Texte.", "a.txt.yml": "source: Le Phare\npublished: 2024-01-02\n"}
    )
    stated = document.parts[0].metadata
    assert (stated.source, stated.published.method) == ("Le Phare", "sidecar")


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.md", "---\npublished: 31/12\n---\nT.", 'a.md:2: published is "31/12", not a date. Write it as 2025-12-31.'),  # noqa: E501
        ("a.md", "---\npublished: 2027-01-01\n---\nT.", 'a.md:2: published is "2027-01-01", which is in the future. Write it as 2026-11-20.'),  # noqa: E501
        ("a.md", "---\n\npublished: 2023-02-30\n---\nT.", 'a.md:3: published is "2023-02-30", which is no day of the calendar. Write it as 2026-11-20.'),  # noqa: E501
        ("a.md", "---\npubished: 2023\n---\nT.", 'a.md:2: unknown key "pubished", left out. Did you mean published?'),  # noqa: E501
        ("a.md", "---\ntitle: [Un\n---\nT.", "a.md:3: the YAML is broken: "),
        ("a.md", "---\nid: Éa\n---\nT.", 'a.md:2: id is "Éa", which cannot stand in a link. Use '),
        ("a.txt", b"\x00\x01\x02\x03" * 99, "a.txt: the file is not text (it begins with 00 01 02 03 00 01 02 03). "),  # noqa: E501
        ("a.txt", " \n", "a.txt: the file is empty. "),
        ("a.txt", "x" * 10_001, "a.txt: the file has 10,001 bytes, the limit is 10,000. "),
        ("a.docx", "x", 'a.docx: files named ".docx" are not read. '),
        ("b.txt.yml", "title: x", "b.txt.yml: there is no b.txt beside it. "),
    ],
)  # fmt: skip # a table reads best with one case per line
def test_what_is_wrong_is_one_line_and_the_rest_builds(tmp_path, name, content, expected):
    documents, problems = read(tmp_path, **{name: content, "good.txt": "Bon."})
    assert [str(problem)[: len(expected)] for problem in problems] == [expected]
    assert "good.txt" in [document.file for document in documents]
    assert all(problem.remedy for problem in problems)


def test_links_that_loop_are_named(tmp_path):
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "up").symlink_to(tmp_path)
    (tmp_path / "self.txt").symlink_to("self.txt")
    told = problems_of(tmp_path, **{"good.txt": "Bon."})
    assert told == [
        "deep/up: the link leads back to itself. Remove the link.",
        "self.txt: the link leads back to itself. Remove the link.",
    ]


def test_a_broken_link_is_named(tmp_path):
    (tmp_path / "a.txt").symlink_to("nowhere.txt")
    assert problems_of(tmp_path)[0].startswith("a.txt: the file cannot be read: no such file")


def test_a_missing_folder_is_an_error(tmp_path):
    with pytest.raises(InputError, match="does not exist"):
        read_documents(tmp_path / "none", max_bytes=1, today=TODAY)


@pytest.mark.parametrize("pinned", ["con", "nul", "port-", "-port", "Hafen", "a" * 65])
def test_an_id_that_no_link_can_have_is_refused(tmp_path, pinned):
    (document,), (problem,) = read(tmp_path, **{"a.md": f"---\nid: {pinned}\n---\nText."})
    assert document.parts[0].metadata.id is None
    assert f'id is "{shortened(pinned)}", which cannot stand in a link.' in str(problem)


def test_a_saved_page_takes_its_folder_with_it(tmp_path):
    prose = "<p>La mairie a annoncé mardi la réouverture du port aux bateaux.</p>" * 3
    for page, folder in (("Le port.html", "Le port_files"), ("Le pont.htm", "Le pont-Dateien")):
        (tmp_path / page).write_text(f"<h1>Le port rouvre</h1>{prose}", "utf-8")
        (tmp_path / folder).mkdir()
        for name in ("style.css", "ad.html", "bild.jpg"):
            (tmp_path / folder / name).write_text("x", "utf-8")
    (tmp_path / "other_files").mkdir()
    (tmp_path / "other_files" / "a.txt").write_text("La mer est calme.", "utf-8")
    documents, problems = read_documents(tmp_path, max_bytes=10**6, today=TODAY)
    assert [one.file for one in documents] == ["Le pont.htm", "Le port.html", "other_files/a.txt"]
    assert problems == ()


def test_notes_about_the_folder_are_named_and_not_published(tmp_path):
    (tmp_path / "README.md").write_text("# Our articles\n\nThey are kept here.", "utf-8")
    documents, (problem,) = read_documents(tmp_path, max_bytes=10**6, today=TODAY)
    assert documents == ()
    assert (problem.file, problem.severity) == ("README.md", "warning")
    assert "not published" in problem.message


@pytest.mark.parametrize("name", ["a.docx", "b.pdf", "c.odt"])
def test_office_files_are_refused_with_what_to_do(tmp_path, name):
    (tmp_path / name).write_bytes(b"PK\x03\x04")
    documents, (problem,) = read_documents(tmp_path, max_bytes=10**6, today=TODAY)
    assert documents == ()
    assert problem.severity == "error"
    assert "save it as plain text" in problem.remedy


HEAD = 'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="x"\n'
PAGE = "<html><head><title>Le port rouvre</title></head><body><h1>Le port rouvre</h1><p>Été.</p>"


def test_a_page_saved_as_mhtml_is_read(tmp_path):
    quoted = PAGE.replace("=", "=3D").replace("É", "=C9").replace("é", "=E9")
    (tmp_path / "a.mhtml").write_text(
        "Snapshot-Content-Location: https://example.org/port\nSubject: x\n"
        f"Date: Wed, 13 Sep 2023 10:11:12 +0200\n{HEAD}\n--x\nContent-Type: text/html; "
        f"charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\n{quoted}\n--x--\n",
        "utf-8",
    )
    (document,), problems = read_documents(tmp_path, max_bytes=10**6, today=TODAY)
    assert (document.kind, problems) == ("html", ())
    assert "<p>Été.</p>" in document.text
    assert document.parts[0].metadata.url == "https://example.org/port"
    assert document.parts[0].metadata.published is None  # the day it was saved is not its day


def test_a_newsletter_is_an_article_of_its_day(tmp_path):
    (tmp_path / "a.eml").write_text(
        "From: Le Phare <lettre@example.org>\nSubject: =?utf-8?q?L=27=C3=A9t=C3=A9_au_port?=\n"
        f"Date: Wed, 13 Sep 2023 23:30:00 -0500\n{HEAD}\n--x\nContent-Type: text/plain; "
        "charset=utf-8\nContent-Transfer-Encoding: 8bit\n\nLa mer est calme.\n--x--\n",
        "utf-8",
    )
    (document,), problems = read_documents(tmp_path, max_bytes=10**6, today=TODAY)
    told = document.parts[0].metadata
    assert (document.kind, document.text.strip(), problems) == ("text", "La mer est calme.", ())
    assert (told.title, told.source) == ("L'été au port", "Le Phare")
    assert str(told.published.date) == "2023-09-13"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (
            "ril_export.html",
            (
                "<head><title>Pocket Export</title></head><body><h1>Unread</h1><ul>"
                '<li><a href="https://example.org/a" time_added="1709632800">Le port</a></li></ul>'
            ),
        ),
        ("part_000000.csv", "title,url,time_added,tags,status\nLe port,https://example.org/a,1,,"),
    ],
)
def test_a_list_of_links_is_no_article(tmp_path, name, content):
    documents, (problem,) = read(tmp_path, **{name: content})
    assert documents == ()
    assert "briefgen add" in problem.remedy


SENDERS = {
    "Le Matin <a@b.example>": "Le Matin",
    '"Le Matin, Paris" <a@b.example>': "Le Matin, Paris",
    "=?utf-8?q?Le_Figar=C3=B4?= <a@b.example>": "Le Figarô",
    "=?iso-8859-1?q?=C9tat?= =?iso-8859-1?q?s?= <a@b.example>": "États",
    "Écho <a@b.example>": "Écho",
    "a@b.example": None,
    "Nobody:;": None,
    "Team: A <a@b.example>;": "A",
    "(((" * 2000: None,
    "=?utf-9?q?x?= <a@b.example>": "=?utf-9?q?x?=",
    "=?utf\ufffd8?q?x?= <a@b.example>": "=?utf\ufffd8?q?x?=",
    "<<<>>>": None,
    "": None,
}


@pytest.mark.parametrize("sender", SENDERS, ids=lambda text: text[:20])
def test_whatever_a_mail_says_of_its_sender_it_is_read(sender):
    head = f"From: {sender}\nSubject: Le pont\nContent-Type: text/plain\n\nLe texte.\n"
    read = mime.read_mail(head.encode(), is_page=False)
    assert (read.sender, read.subject) == (SENDERS[sender], "Le pont")


@pytest.mark.parametrize("header", ["Content-Type", "Content-Transfer-Encoding", "Date"])
@pytest.mark.parametrize(
    "value", ["(" * 5000, '"' * 5000, "=?utf-8?b?////?=" * 300, "; a" * 999, "[::"]
)
def test_headers_that_make_no_sense_are_passed_over(header, value):
    read = mime.read_mail(f"{header}: {value}\nX: y\n\nLe texte.\n".encode(), is_page=False)
    assert read is None or b"Le texte." in read.body
