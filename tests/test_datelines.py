import pytest

from briefgen.model import Paragraph
from briefgen.reading.datelines import open_paragraph, read_dateline


@pytest.mark.parametrize(
    ("text", "place", "news"),
    [
        ("Madrid, 5 mar (EFE).- El Gobierno aprobó", "Madrid", "El Gobierno"),
        ("(ANSA) - ROMA, 05 MAR - Il governo ha", "ROMA", "Il governo"),
        ("МОСКВА, 5 мар — РИА Новости. Правительство", "МОСКВА", "Правительство"),
        ("МОСКВА, 5 марта. /ТАСС/. Правительство", "МОСКВА", "Правительство"),
        ("Москва. 5 марта. INTERFAX.RU - Правительство", "Москва", "Правительство"),
        ("新华社北京3月5日电（记者王明）国务院批准", "北京", "国务院"),
        ("中新网上海3月5日电 (记者 王明)上海市政府", "上海", "上海市"),
        ("Berlin (dpa) - Die Bundesregierung hat", "Berlin", "Die Bundesregierung"),
        ("Berlin/Paris (dpa/AFP) – Die Regierung", "Berlin/Paris", "Die Regierung"),
        ("PARIS, March 5 (Reuters) - France said", "PARIS", "France said"),
        ("PARIS (AP) — France said", "PARIS", "France said"),
        ("Paris, 5 mars 2024 (AFP) - Le gouvernement", "Paris", "Le gouvernement"),
        ("Lisboa, 05 mar 2024 (Lusa) - O governo", "Lisboa", "O governo"),
        ("ANKARA (AA) - Hükümet salı günü", "ANKARA", "Hükümet"),
        ("Warszawa, 5 marca (PAP) - Rząd przyjął", "Warszawa", "Rząd"),
        ("Praha 5. března (ČTK) - Vláda schválila", "Praha", "Vláda"),
        ("القاهرة 5 مارس (رويترز) - أعلنت الحكومة", "القاهرة", "أعلنت"),
        ("(서울=연합뉴스) 김철수 기자 = 정부는 오늘", "서울", "정부는"),
        ("【ワシントン共同】米政府は５日", "ワシントン", "米政府"),
        ("BREST, France (AFP) – La mairie a annoncé", "BREST, France", "La mairie"),
        ("CAP CANAVERAL (Floride), 16 novembre 2022 – La fusée", "CAP CANAVERAL", "La fusée"),
    ],
)
def test_a_dateline_is_parted_from_the_news(text, place, news):
    end, told = read_dateline(text)
    assert told == place
    assert text[end:].startswith(news)


@pytest.mark.parametrize(
    "text",
    [
        "Jean Dupont (PS) – Le maire a refusé de répondre.",
        "La mairie – qui n'a rien dit – a fermé le port.",
        "Paris et Berlin, deux capitales, ont signé hier.",
        "Le 5 mars, la mairie a annoncé la réouverture.",
        "北京市政府3月5日表示，工程将于秋季完成。",
        "Madrid quiere más trenes - y los pide al Gobierno.",
    ],
)
def test_a_sentence_is_no_dateline(text):
    assert read_dateline(text) is None


def test_what_is_taken_off_is_accounted_for():
    text = "date 2023-09 PARIS (AFP) – La mairie a fermé le port."
    opened = open_paragraph(Paragraph(text, 100, 100 + len(text)))
    assert opened.paragraph.text == "La mairie a fermé le port."
    assert [one.kind for one in opened.removed] == ["header", "dateline"]
    assert opened.paragraph.start == opened.removed[-1].end + 1 or opened.paragraph.start > 100
