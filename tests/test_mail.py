"""Headers of a mail: read back unchanged by two parsers, whatever they hold."""

import email
import email.policy

import fast_mail_parser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.errors import ConfigError
from briefgen.publishing import mail
from briefgen.publishing.plaintext import plain

# What Python's own header writing gets wrong (3.11 to 3.13): spaces lost, text decoded.
WORDS = [
    "plan",
    "«",
    "»",
    "l’été",
    "été",
    "12",
    "—",
    "عنوان",
    "嫦娥六号",
    "(+1)",
    "=?utf-8?q?x?=",
    "x" * 90,
]


def read(*headers):
    made = mail.message(headers, "text", "<p>html", boundary="=_b")
    return email.message_from_bytes(made, policy=email.policy.default), made


def test_short_ascii_stays_readable():
    assert mail.header("Subject", "A plan: 12 of 14") == "Subject: A plan: 12 of 14\r\n"


def test_long_ascii_is_folded_at_spaces():
    written = mail.header("Subject", "word " * 30)
    assert written.startswith("Subject: word word")
    assert read(written)[0]["Subject"] == ("word " * 30).strip()


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=25).map(" ".join))
def test_spaces_between_foreign_words_survive(subject):
    parsed, made = read(mail.header("Subject", subject))
    assert parsed["Subject"] == subject
    assert fast_mail_parser.parse_email(made).subject == subject


@given(st.text(max_size=300))
def test_any_text_is_one_header_of_short_ascii_lines(text):
    written = mail.header("Subject", text)
    parsed, _ = read(written)
    assert written.isascii()
    assert all(len(line) <= mail.LINE for line in written.split("\r\n"))
    assert parsed.keys() == ["Subject", "MIME-Version", "Content-Type"]
    assert parsed["Subject"] == plain(text)


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("desk@example.org", "desk@example.org"),
        ("Morning desk <desk@example.org>", "Morning desk <desk@example.org>"),
        ("Überblick, l’été « tôt » <d@example.org>", '"Überblick, l’été « tôt »" <d@example.org>'),
        ("Desk <desk@münchen.example>", "Desk <desk@xn--mnchen-3ya.example>"),
    ],
)
def test_a_sender_is_read_back(address, shown):
    assert str(read(mail.sender(address))[0]["From"]) == shown


def test_an_address_no_server_takes_is_refused():
    with pytest.raises(ConfigError, match="the part before @ is not ASCII"):
        mail.sender("jürgen@example.org")
