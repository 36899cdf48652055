import pytest

from briefgen.reading.decode import NotTextError, decode

TEXT = "Été à Łódź : « déjà » 中国"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_unicode_with_and_without_mark(encoding):
    text = (
        TEXT if encoding in {"utf-8", "utf-8-sig", "utf-16", "utf-32"} else "Un élan de plus. " * 9
    )
    assert decode(text.encode(encoding)) == text


def test_windows_1252():
    assert decode("L’été « chaud » à 3 €".encode("cp1252")) == "L’été « chaud » à 3 €"


def test_a_page_declares_its_charset():
    page = '<meta charset="windows-1251"><p>Привет</p>'
    assert decode(page.encode("cp1251"), html=True) == page


@pytest.mark.parametrize("raw", [b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" * 9, bytes(range(32)) * 9])
def test_binary_is_refused(raw):
    with pytest.raises(NotTextError):
        decode(raw)
