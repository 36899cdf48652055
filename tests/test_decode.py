import pytest

from briefgen.reading.decode import NotTextError, decode, garbled, read_text
from briefgen.reading.encodings import guess

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


SENTENCES = {
    "cp1251": "Правительство во вторник утвердило программу ремонта сельских дорог на пять лет.",
    "koi8_r": "Правительство во вторник утвердило программу ремонта сельских дорог на пять лет.",
    "cp866": "Правительство во вторник утвердило программу ремонта сельских дорог на пять лет.",
    "gb18030": "国务院总理星期二在北京会见了来访的代表团，双方就贸易和气候问题交换了意见。",
    "big5hkscs": "行政院長星期二在臺北會見了來訪的代表團，雙方就貿易和氣候問題交換了意見。",
    "cp949": "정부는 5일 국무회의에서 쌀값 안정 대책을 확정하고 비축미 20만 톤을 사들이기로 했다.",
    "cp932": "政府は５日、能登半島の被災者に対する新たな支援策を閣議で決定した。",
    "euc_jp": "政府は５日、能登半島の被災者に対する新たな支援策を閣議で決定した。",
    "cp1250": "Vláda v úterý schválila program oprav silnic, řekl ministr dopravy Žák.",
    "cp1253": "Η κυβέρνηση ανακοίνωσε την Τρίτη ένα πρόγραμμα για την επισκευή των δρόμων.",
    "cp1254": "İl meclisi salı günü eski köprünün gelecek yıl yeniden yapılacağını açıkladı.",
    "cp1255": "עיריית חיפה הודיעה ביום שלישי כי הגשר הישן ייסגר לחודש לצורך שיפוצים דחופים.",
    "cp1256": "أعلنت وزارة الدفاع مساء الثلاثاء أن قواتها دخلت المدينة الواقعة في شمال البلاد.",
    "cp1257": "Vyriausybė antradienį patvirtino penkerių metų kelių remonto programą Žemaitijoje.",
    "cp874": "กรุงเทพมหานครมีฝนตกหนักเมื่อวันอังคาร ทำให้ถนนหลายสายถูกปิดและการจราจรติดขัด",
    "iso8859_2": "Vláda v úterý schválila program oprav silnic, řekl ministr dopravy Žák.",
    "mac_roman": "Le maire a annoncé mardi la fermeture du pont de l’Hôtel-Dieu à Besançon.",
}


@pytest.mark.parametrize(("encoding", "text"), list(SENTENCES.items()))
def test_an_encoding_nobody_states_is_guessed(encoding, text):
    found = read_text(text.encode(encoding))
    assert (found.text, found.ground) == (text, "guessed")


@pytest.mark.parametrize(
    ("label", "encoding", "text"),
    [
        ("gb2312", "gb18030", "陶喆"),
        ("GB_2312-80", "gb18030", "镕基"),
        ("Shift_JIS", "cp932", "髙橋①"),
        ("x-sjis", "cp932", "髙橋①"),
        ("euc-kr", "cp949", "똠방각하"),
        ("ks_c_5601-1987", "cp949", "똠방각하"),
        ("iso-8859-1", "cp1252", "d’€"),
        ("latin1", "cp1252", "– œ"),
        ("ISO-8859-9", "cp1254", "ışık €"),
        ("windows-874", "cp874", "ฝนตก"),
        ("tis-620", "cp874", "ฝนตก"),
        ("x-mac-cyrillic", "mac_cyrillic", "Привет"),
        ("iso-8859-8-i", "iso8859_8", "שלום"),
        ("ISO-2022-JP", "iso2022_jp", "日本語"),
        ("big5", "big5hkscs", "臺北"),
    ],
)
def test_labels_are_read_as_browsers_read_them(label, encoding, text):
    for page in (
        f'<meta charset="{label}"><p>{text}</p>',
        f'<meta http-equiv=Content-Type content="text/html; charset={label}"><p>{text}</p>',
        f'<?xml version="1.0" encoding="{label}"?><p>{text}</p>',
    ):
        found = read_text(page.encode(encoding), html=True)
        assert (found.text, found.broken) == (page, 0)
        assert found.ground in {"declared", "shape"}


def test_a_stated_encoding_is_believed():
    raw = "Été à Łódź".encode("cp1250", "replace")
    assert read_text(raw, stated="cp1250").text == raw.decode("cp1250")


def test_stray_bytes_are_counted_and_the_rest_is_read():
    found = read_text("Été à Łódź, déjà.".encode() + b"\xe9\n")
    assert found.text == "Été à Łódź, déjà.\ufffd\n"
    assert (found.encoding, found.broken) == ("utf-8", 1)


def test_bytes_no_guess_makes_sense_of_are_refused():
    with pytest.raises(NotTextError, match="cannot be recognised"):
        read_text(bytes(range(0x80, 0x100)) * 3)


def test_text_garbled_before_it_was_saved_is_found():
    assert garbled("Un\nLe pont fermÃ© hier") == ("fermÃ© hier", "fermé hier")
    assert garbled("Le pont fermé, l’été") is None


def test_a_label_that_cannot_be_true_is_not_believed():
    page = '<meta charset="iso-8859-1"><p>Правительство утвердило программу ремонта дорог.</p>'
    assert read_text(page.encode("cp1251"), html=True).text == page


def test_greek_of_either_encoding_is_told_by_its_capital_alpha():
    text = "Άνοιξε ξανά το λιμάνι του Πειραιά ύστερα από τρεις ημέρες κακοκαιρίας. Άλλο τίποτα."
    for encoding in ("iso8859_7", "cp1253"):
        assert guess(text.encode(encoding)) == encoding
