"""The digest goes through a real SMTP server and is read back by two unrelated parsers."""

import email
import email.policy
import smtplib
import socket

import fast_mail_parser
import pytest
from aiosmtpd.controller import Controller
from factories import make_briefing, make_site, make_story, make_summary, make_untranslated

from briefgen.publishing import digest, templating

SUBJECT = "Revue « du matin » X-Evil: 1, 13 September 2023: A plan Bcc:"
LONG = "Une très longue manchette “entre guillemets” ; " * 11
STORIES = (
    make_story(make_summary(), title="A plan\r\nBcc: victim@example.org for fishing"),
    make_untranslated("نص عربي قصير.", "عنوان الخبر", "ar"),
    make_untranslated("嫦娥六号带回样品。", "嫦娥六号" * 30, "zh"),
    make_story(make_summary(id="long"), title=LONG[:500]),
    make_story(make_summary((".", "From here on"), (".hidden dot", "From"), id="dots"), title="."),
)


class Postbox:
    """Keeps what the server was given."""

    def __init__(self):
        self.letters = []

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 - aiosmtpd's name
        self.letters.append(envelope)
        return "250 OK"


@pytest.fixture(scope="module")
def pages():
    written = digest.digests(
        [make_briefing(*STORIES)],
        make_site(title="Revue « du matin »\r\nX-Evil: 1"),
        templates=(templating.CHECKOUT,),
        sender="Überblick <desk@example.org>",
        unsubscribe="https://example.org/stop",
    )
    return {page.path.rsplit(".", 1)[1]: page.content for page in written}


@pytest.fixture(scope="module")
def received(pages):
    """Give the digest as it arrived after a trip over SMTP."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    postbox = Postbox()
    server = Controller(postbox, hostname="127.0.0.1", port=port)
    server.start()
    try:
        with smtplib.SMTP("127.0.0.1", port, timeout=10) as client:
            client.sendmail("desk@example.org", ["reader@example.org"], pages["eml"])
    finally:
        server.stop()
    (letter,) = postbox.letters
    assert letter.rcpt_tos == ["reader@example.org"]
    return letter.content


def lines(text):
    return text.replace("\r\n", "\n").rstrip("\n")


def test_the_mail_arrives_byte_for_byte(pages, received):
    assert received == pages["eml"]


def test_every_line_is_short_ascii(received):
    assert received.isascii()
    assert max(len(line) for line in received.split(b"\r\n")) <= 78
    assert b"\n" not in received.replace(b"\r\n", b"")


def test_the_standard_library_reads_it(pages, received):
    mail = email.message_from_bytes(received, policy=email.policy.default)
    assert not mail.defects
    assert mail["Bcc"] is None
    assert mail["X-Evil"] is None
    assert str(mail["From"]) == "Überblick <desk@example.org>"
    assert mail["Subject"].startswith(SUBJECT)
    assert lines(mail.get_body(("plain",)).get_content()) == lines(pages["txt"])
    assert lines(mail.get_body(("html",)).get_content()) == lines(pages["html"])


def test_another_parser_reads_the_same(pages, received):
    mail = fast_mail_parser.parse_email(received)
    headers = {name.lower() for name in mail.headers}
    assert not headers & {"bcc", "x-evil"}
    assert mail.subject.startswith(SUBJECT)
    assert [lines(text) for text in mail.text_plain] == [lines(pages["txt"])]
    assert [lines(text) for text in mail.text_html] == [lines(pages["html"])]
    assert not mail.attachments
