from datetime import date

import pytest

from briefgen.language.tags import Language
from briefgen.model import Article, Document, Metadata, Paragraph, Part, Removed, Sentence
from briefgen.reading import dates, understand

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2023", "2023"),
        ("2023-09", "2023-09"),
        ("2023-09-13", "2023-09-13"),
        ("2023-09-13T10:00:00Z", "2023-09-13"),
        (date(2023, 9, 13), "2023-09-13"),
        (2023, "2023"),
        ("13 septembre 2023", "2023-09-13"),
        ("13. September 2023", "2023-09-13"),
        ("September 13, 2023", "2023-09-13"),
        ("13 de septiembre de 2023", "2023-09-13"),
        ("13 сентября 2023", "2023-09-13"),
        ("2023年9月13日", "2023-09-13"),
        ("13.09.2023", "2023-09-13"),
        ("9/13/2023", "2023-09-13"),
    ],
)
def test_stated_dates(value, expected):
    assert str(dates.parse_published(value, today=TODAY, method="x").date) == str(expected)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("31/12", "not a date"),
        ("03/04/2023", "not a date"),
        ("demain", "not a date"),
        ("2023-02-30", "no day of the calendar"),
        ("2026-11-21", "in the future"),
        ("1001-01-01", "before any newspaper"),
    ],
)
def test_what_is_no_date_is_named(value, message):
    with pytest.raises(ValueError, match=message):
        dates.parse_published(value, today=TODAY, method="x")


def date_text(text, *, file="a.txt", language="fr", removed=(), stated=None):
    document = Document(file, text, "text", (Part(0, len(text), Metadata(published=stated)),))
    article = Article(
        "", file, 0, len(text), Sentence("T", None, None),
        (Paragraph(text, 0, len(text)),), language=Language(language), removed=removed,
    )  # fmt: skip
    return dates.date_article(document, article, today=TODAY)


def test_a_weekday_fixes_the_year():
    found = date_text("Ce vendredi 15 septembre, le port a rouvert, quatre ans après 2019.")
    assert (str(found.date), found.evidence) == ("2023-09-15", "vendredi 15 septembre")


def test_a_header_line():
    found = date_text("date 2023-09 Le port rouvre.")
    assert (str(found.date), found.precision, found.method) == ("2023-09", "month", "header")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("BREST, 15 novembre 2022 – Le port a rouvert, selon la mairie de la ville.", "2022-11-15"),
        ("LE CAP (Afrique du Sud), 3 mars 2021 – Le port a rouvert, dit-on.", "2021-03-03"),
        ("Depuis le 15 novembre 2022 – il a neigé – le port de la ville est fermé.", None),
    ],
)
def test_a_dateline(text, day):
    assert str(date_text(text).date) == str(day)


def test_the_language_says_which_number_is_the_month():
    line = "Publié le 08/12/2024 à 13h05 - Temps de lecture : 2 min"
    assert str(date_text(line).date) == "2024-12-08"
    assert date_text("Published on 08/12/2024", language="en").date is None


def test_a_day_told_with_its_year_fixes_the_month():
    found = date_text("La neige a fermé la route ce mercredi 13 mars 2024 au matin, dit le maire.")
    assert (str(found.date), found.method) == ("2024-03", "text")
    assert date_text("Le procès s'ouvrira mercredi 13 mars 2024, dit le maire.").date is None


def test_a_weekday_after_a_caption_moves_on():
    text = "date 2023-09 Le port a rouvert, a dit jeudi la mairie."
    caption = "Le port, le 13 septembre 2023 ( POOL / X )"
    found = date_text(text, removed=(Removed("caption", caption, 0, len(caption)),))
    assert (str(found.date), found.method) == ("2023-09-14", "relative")


@pytest.mark.parametrize(
    "text", ["Né en 1953, il vit là depuis 2016.", "Le port a rouvert mercredi."]
)
def test_dates_told_are_not_the_date(text):
    assert date_text(text).precision == "unknown"


def test_a_file_name_is_the_last_resort():
    assert str(date_text("Le port rouvre.", file="x/2023-09-13-port.txt").date) == "2023-09-13"
    assert date_text("Le port rouvre.", file="2029-09-13.txt").date is None


def test_a_line_with_a_label_and_a_time():
    found = date_text("Publié le 08/12/2024 à 13h05\n\nLe port rouvre.")
    assert (str(found.date), found.evidence) == ("2024-12-08", "Publié le 08/12/2024")


def test_a_weekday_without_this_gives_the_month():
    found = date_text("Le maire l'a dit vendredi 15 septembre, un an après la crue de 2022.")
    assert (str(found.date), found.precision) == ("2023-09", "month")


def test_a_weekday_without_a_year_told_stays_open():
    assert date_text("Le port a rouvert ce vendredi 15 septembre.").precision == "unknown"


def test_evidence_stands_where_it_says():
    text = "Le port\n\nDepuis 2022, tout va mieux. Ce vendredi 15 septembre, le port rouvre."
    found = date_text(text)
    assert text[found.start : found.end] == found.evidence == "vendredi 15 septembre"


def test_a_page_tells_its_date_and_where():
    html = (
        '<html><head><meta property="article:published_time" content="2023-09-13T08:00:00Z">'
        "</head><body><p>Le port rouvre.</p></body></html>"
    )
    document = Document("a.html", html, "html", (Part(0, len(html), Metadata()),))
    article = Article("", "a.html", 0, len(html), Sentence("T", None, None), ())
    found = dates.date_article(document, article, today=TODAY)
    assert (str(found.date), found.evidence) == ("2023-09-13", "2023-09-13T08:00:00Z")
    assert html[found.start : found.end] == found.evidence


def read_article(text, file="a.txt"):
    """Give the only article of a text, and its document."""
    document = Document(file, text, "text", (Part(0, len(text), Metadata()),))
    ((article,), _) = understand(document, today=TODAY)
    return article, document


@pytest.mark.parametrize(
    ("row", "day"),
    [
        ("5 Mart 2024", "2024-03-05"),
        ("5 березня 2024 року", "2024-03-05"),
        ("2024년 3월 5일 화요일", "2024-03-05"),
        ("입력 2024.03.05. 오전 9:00", "2024-03-05"),
        ("٥ مارس ٢٠٢٤", "2024-03-05"),
        ("۱۵ اسفند ۱۴۰۲", "2024-03-05"),
        ("۱ فروردین ۱۴۰۳", "2024-03-20"),
        ("५ मार्च २०२४", "2024-03-05"),
        ("5 marca 2024", "2024-03-05"),
        ("5 maart 2024", "2024-03-05"),
        ("5 mars 2024", "2024-03-05"),
        ("5. března 2024", "2024-03-05"),
        ("5 martie 2024", "2024-03-05"),
        ("5 Μαρτίου 2024", "2024-03-05"),
        ("令和6年3月5日", "2024-03-05"),
        ("2024年3月5日", "2024-03-05"),
        ("2024/3/5", "2024-03-05"),
        ("２０２４年３月５日", "2024-03-05"),
        ("Zürich, 19. Juni 2025.", "2025-06-19"),
        ("Par Jean Dupont, Le Figaro, le 15 juillet 2025", "2025-07-15"),
        ("Brussels, July 10, 2025", "2025-07-10"),
        ("Mardi 5 mars 2024 à 11h30", "2024-03-05"),
        ("Commémorer le 11 novembre 2018", None),
        ("Le 13 novembre 2015, à 21 heures", None),
        ("11 septembre 2001 : le récit", None),
        ("Le 11 novembre 1918", None),
    ],
)
def test_a_line_of_its_own_gives_the_date(row, day):
    text = f"Le port rouvre\n\n{row}\n\nLa mairie a annoncé la réouverture du port."
    article, document = read_article(text)
    assert article.title.original == "Le port rouvre"
    found = dates.date_article(document, article, today=TODAY).date
    assert (str(found) if found else None) == day


def test_a_place_and_date_above_the_headline_are_no_headline():
    text = "Brussels, July 10, 2025\n\nHarbour reopens\n\nThe mayor said the harbour reopened."
    article, document = read_article(text)
    assert article.title.original == "Harbour reopens"
    assert str(dates.date_article(document, article, today=TODAY).date) == "2025-07-10"


@pytest.mark.parametrize(
    ("file", "day"),
    [
        ("20240305-le-port.txt", "2024-03-05"),
        ("le-port-2024-03-05.txt", "2024-03-05"),
        ("world-europe-20051126.txt", None),
        ("news_17091206.md", None),
        ("1805-11-26123.txt", None),
    ],
)
def test_an_id_in_a_file_name_is_no_date(file, day):
    text = "Le port rouvre\n\nLa mairie a annoncé la réouverture du port."
    article, document = read_article(text, file)
    found = dates.date_article(document, article, today=TODAY).date
    assert (str(found) if found else None) == day


@pytest.mark.parametrize(
    ("language", "line", "expected"),
    [
        ("hr", "Objavljeno 15. listopada 2024.", "2024-10-15"),  # November in Polish
        ("pl", "Opublikowano 15 listopada 2024", "2024-11-15"),
        ("hu", "2024. március 15.", "2024-03-15"),
        ("lt", "2024 m. kovo 15 d.", "2024-03-15"),
        ("lv", "2024. gada 15. martā", "2024-03-15"),
        ("da", "Publiceret 15. marts 2024", "2024-03-15"),
        ("fi", "Julkaistu 15. maaliskuuta 2024", "2024-03-15"),
        ("sr", "Објављено: 15. марта 2024.", "2024-03-15"),
        ("sk", "Publikované 15. marca 2024", "2024-03-15"),
        ("id", "Diterbitkan 15 Maret 2024", "2024-03-15"),
        ("he", "פורסם: 15 במרץ 2024", "2024-03-15"),
        ("ur", "اشاعت: 15 مارچ 2024", "2024-03-15"),
        ("bn", "প্রকাশ: ১৫ মার্চ ২০২৪", "2024-03-15"),
        ("sq", "Publikuar më 15 mars 2024", "2024-03-15"),
    ],
)
def test_a_line_of_the_date_is_read_in_its_own_language(language, line, expected):
    text = f"{line}\n\nText."
    assert str(date_text(text, language=language).date) == expected


@pytest.mark.parametrize(
    ("language", "line", "expected"),
    [
        ("th", "วันที่ 3 พฤษภาคม 2567", "2024-05-03"),  # counted from the death of the Buddha
        ("th", "3 พฤษภาคม 2024", "2024-05-03"),
        ("fr", "3 mai 2567", None),
        ("el", "3 Μαΐου 2024", "2024-05-03"),  # casefold takes the letter apart
        ("pt", "03/05/2024 10h30  Atualizado há 2 horas", "2024-05-03"),
        ("da", "Udgivet d. 3. maj 2024 kl. 14.05", "2024-05-03"),
        ("vi", "Ngày đăng: 3 tháng 5 năm 2024", "2024-05-03"),
    ],
)
def test_a_date_is_read_as_its_language_writes_it(language, line, expected):
    found = date_text(f"{line}\n\nText.", language=language).date
    assert (str(found) if found else None) == expected


@pytest.mark.parametrize(
    ("opening", "expected"),
    [
        (
            "Děčín 3. května 2024 (ČTK) - Přístav se v pátek znovu otevřel, řekl primátor.",
            "2024-05-03",
        ),
        ("Jakarta, 3 Mei 2024 (ANTARA) - Pelabuhan dibuka kembali, kata wali kota.", "2024-05-03"),
        ("GIJÓN, 3 may (EFE).- El puerto reabrió este viernes tras tres días.", None),
    ],
)
def test_a_full_date_in_a_dateline_is_that_of_the_article(opening, expected):
    document = Document("a.txt", opening, "text", (Part(0, len(opening), Metadata()),))
    (article,), _ = understand(document, today=TODAY)
    assert [one.kind for one in article.removed] == ["dateline"]
    assert (str(article.published.date) if article.published.date else None) == expected
