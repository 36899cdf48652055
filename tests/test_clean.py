import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen.language.sentences import split_sentences
from briefgen.language.tags import Language
from briefgen.model import Document, Metadata, Part
from briefgen.reading import understand
from briefgen.reading.account import UNACCOUNTED, account
from briefgen.reading.clean import clean
from briefgen.reading.files import read_document
from briefgen.reading.html import read_blocks
from briefgen.reading.repair import repair
from briefgen.reading.split import split

TODAY = datetime.date(2024, 3, 14)
MESS = """Europe

Le port de Brest rouvre après la tempête

port Brest tempête

BREST, France (AFP) – La mairie a annoncé la réouverture du port.

Lire aussi : trois bateaux coulés

Le port vu du ciel (Photo by Paul MOREL / POOL / AFP)

Les pêcheurs sont contents.

Par Jeanne Martin

Laisser un commentaire
"""


def clean_text(text, kind="text", metadata=None):
    document = Document("a.txt", text, kind, (Part(0, len(text), metadata or Metadata()),))
    return document, clean(document, split(document)[0])[0]


def test_only_prose_is_left_and_the_rest_is_kept_aside():
    _, article = clean_text(MESS)
    assert [one.text for one in article.paragraphs] == [
        "La mairie a annoncé la réouverture du port.",
        "Les pêcheurs sont contents.",
    ]
    assert article.title.original == "Le port de Brest rouvre après la tempête"
    assert (article.author, article.place) == ("Jeanne Martin", "BREST, France")
    assert [one.kind for one in article.removed] == [
        "section", "repeated headline", "dateline", "related", "caption", "byline", "chrome",
    ]  # fmt: skip


def test_without_a_headline_the_first_words_stand_in():
    _, article = clean_text("La mairie a rouvert le port.\n\nLa mer est calme.")
    assert article.title.original == "La mairie a rouvert le port."


def test_nothing_left_is_a_problem():
    document = Document("a.txt", "Europe\n\n___", "text", (Part(0, 11, Metadata()),))
    assert "no text is left" in clean(document, split(document)[0])[1][0].message


@pytest.mark.parametrize(
    ("dateline", "place"),
    [
        ("BREST, 15 novembre 2022 – ", "BREST"),
        ("CAP CANAVERAL (Floride), 16 novembre 2022 – ", "CAP CANAVERAL"),
        ("BREST, France (AFP) – ", "BREST, France"),
    ],
)
def test_a_dateline_becomes_the_place(dateline, place):
    _, article = clean_text(f"Le port rouvre\n\n{dateline}La mairie a annoncé la réouverture.\n")
    assert article.place == place
    assert article.paragraphs[0].text == "La mairie a annoncé la réouverture."


def test_html_sentences_bound_their_markup():
    prose = "La mairie a annoncé la réouverture du port aux bateaux. " * 8
    html = (
        "<html><head><title>Le port rouvre | Le Phare</title></head><body><nav><a>Menu</a></nav>"
        f"<article><h1>Le port rouvre</h1><p>{prose}</p><p>La mer est <b>tr&egrave;s</b> calme ce "
        "soir, disent les p&ecirc;cheurs, et la pêche reprend.</p></article></body></html>"
    )
    document, article = clean_text(html, kind="html")
    assert article.title.original == "Le port rouvre"
    last = article.paragraphs[-1]
    start, end = last.locate(*split_sentences(last.text, Language("fr"))[-1])
    assert document.text[start:end].startswith("La mer est <b>tr&egrave;s</b> calme")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("des relations froidesDepuis la guerre", "des relations froides Depuis la guerre"),
        ("a confié à FranceInfo hier", "a confié à FranceInfo hier"),
        ("Fini.Demain est un autre jour", "Fini. Demain est un autre jour"),
        ("La réou\u00adverture", "La réouverture"),
        ("« Il faut partir.", "« Il faut partir. »"),
        ("qu' »aucun accord » ne tient", "qu' «aucun accord » ne tient"),
        ("Ils ont conclu. .", "Ils ont conclu."),
        ("Voir [le port](https://example.org)", "Voir le port"),
        ("C'est fini.", "C'est fini."),
    ],
)
def test_repairs(text, expected):
    assert repair(text, Language("fr")) == expected


@given(st.text(alphabet='aé «»"()[]_*.\u00ad', max_size=60))
def test_repairing_twice_changes_nothing_more(text):
    once = repair(text, Language("fr"))
    assert repair(once, Language("fr")) == once


@given(
    st.lists(st.sampled_from([*MESS.split("\n\n"), "Un.  Deux !", "« Oui. » dit-il."]), max_size=9)
)
def test_offsets_point_at_the_text(lines):
    text = "\n\n".join(lines) + "\n"
    document, article = clean_text(text)
    for paragraph in article.paragraphs:
        assert document.text[paragraph.start : paragraph.end] == paragraph.text
    if article.title.start is not None:
        cut = document.text[article.title.start : article.title.end]
        assert " ".join(cut.split()) == article.title.original


def test_text_written_without_stops_is_text_all_the_same():
    _, article = clean_text("LE PORT ROUVRE\n\nLA MAIRIE L'A DIT\n\nLES PÊCHEURS SONT CONTENTS")
    assert [one.text for one in article.paragraphs] == [
        "LA MAIRIE L'A DIT",
        "LES PÊCHEURS SONT CONTENTS",
    ]


def test_a_question_may_end_the_text():
    text = "La mer monte\n\nLa mairie a fermé le port.\n\nLes pêcheurs partiront-ils ?\n\nAnne Roy"
    _, article = clean_text(text)
    assert article.paragraphs[-1].text == "Les pêcheurs partiront-ils ?"
    assert article.author == "Anne Roy"


def test_a_page_tells_its_address_and_outlet():
    prose = "La mairie a annoncé la réouverture du port aux bateaux de pêche. " * 8
    html = (
        '<html><head><link rel="canonical" href="https://example.org/port">'
        '<meta property="og:site_name" content="Le Phare"></head>'
        f"<body><article><h1>Le port rouvre</h1><p>{prose}</p></article></body></html>"
    )
    _, article = clean_text(html, kind="html")
    assert (article.url, article.source) == ("https://example.org/port", "Le Phare")


WORDS = st.lists(
    st.sampled_from(
        ["port", "mer", "&eacute;t&eacute;", "<b>vent</b>", "a&nbsp;b", "l’eau", "3 &lt; 4"]
    ),
    min_size=8,
    max_size=30,
)


@settings(max_examples=25, deadline=None)
@given(st.lists(WORDS, min_size=2, max_size=6))
def test_html_offsets_bound_the_markup_of_the_sentence(paragraphs):
    body = "".join(f"<p>La {' '.join(words)} dort.</p>\n" for words in paragraphs)
    html = f"<html><body><article><h1>Le port</h1>{body}</article></body></html>"
    document, article = clean_text(html, kind="html")
    for paragraph in article.paragraphs:
        for start, end in split_sentences(paragraph.text, Language("fr")):
            low, high = paragraph.locate(start, end)
            (block,) = read_blocks(document.text, low, high)
            assert block.text == " ".join(paragraph.text[start:end].split())


@pytest.mark.parametrize(
    ("text", "title", "author"),
    [
        (
            (
                "Storm Closes Old Harbour\n\nBy Anne Roy\n\nA storm has closed the old harbour "
                "of the town, the mayor said.\n"
            ),
            "Storm Closes Old Harbour",
            "Anne Roy",
        ),
        (
            "Storm Closes Harbour\n\nThe storm has closed the harbour of the town.\n",
            "Storm Closes Harbour",
            None,
        ),
        (
            (
                "Tormenta Cierra El Puerto\n\nLa tormenta cerró el puerto, según la alcaldesa, que "
                "lo cierra hasta el lunes.\n"
            ),
            "Tormenta Cierra El Puerto",
            None,
        ),
        (
            (
                "Pelabuhan Tanjung Priok Dibuka Kembali\n\nPelabuhan Tanjung Priok dibuka kembali "
                "pada Jumat, kata wali kota.\n"
            ),
            "Pelabuhan Tanjung Priok Dibuka Kembali",
            None,
        ),
        (  # a name stays one, though part of it is a word
            "Le port rouvre\n\nAnne Petit\n\nUn petit port rouvre ce matin.\n",
            "Le port rouvre",
            "Anne Petit",
        ),
        (
            "Le port rouvre\n\nPar Rose Petit\n\nUn petit port rose rouvre ce matin.\n",
            "Le port rouvre",
            "Rose Petit",
        ),
    ],
)
def test_a_headline_in_capitals_is_no_name(text, title, author):
    _, article = clean_text(text)
    assert (article.title.original, article.author) == (title, author)


@pytest.mark.parametrize(
    "line",
    [
        "Combien de temps faudra-t-il attendre la réouverture du port ?",
        "« Nous ne partirons pas d'ici avant demain ! »",
        "Wie lange müssen die Fischer noch warten?",
        "»Wann bekommen die Fischer endlich ihr Geld?«",
        "¿Cuánto tiempo tendrán que esperar los pescadores?",
        "Сколько ещё рыбакам ждать открытия порта?",
        "كم من الوقت سينتظر الصيادون فتح الميناء؟",
        "漁師たちは港の再開までいつまで待たなければならないのでしょうか、誰も知りません？",
    ],
)
def test_a_question_between_paragraphs_is_text(line):
    rest = "Le maire a parlé aux pêcheurs mardi matin."
    _, article = clean_text(f"Le port rouvre\n\n{rest}\n\n{line}\n\n{rest}\n")
    assert line in [one.text for one in article.paragraphs]


@pytest.mark.parametrize("line", ["Et maintenant ?", "## Faut-il vraiment rouvrir ce port ?"])
def test_a_short_question_and_a_marked_one_head_what_follows(line):
    rest = "Le maire a parlé aux pêcheurs mardi matin."
    _, article = clean_text(f"# Le port rouvre\n\n{rest}\n\n{line}\n\n{rest}\n", "markdown")
    assert [one.kind for one in article.removed] == ["heading"]


@pytest.mark.parametrize(
    ("line", "url"),
    [
        ("Source : https://www.example.org/port?id=1", "https://www.example.org/port?id=1"),
        ("Quelle: https://example.org/a", "https://example.org/a"),
        ("Fuente: <https://example.org/a>", "https://example.org/a"),
        ("Источник: https://example.org/a", "https://example.org/a"),
        ("المصدر: https://example.org/a", "https://example.org/a"),
        ("来源：https://example.org/a", "https://example.org/a"),
        ("https://example.org/a", "https://example.org/a"),
    ],
)
@pytest.mark.parametrize("first", [True, False])
def test_a_line_with_an_address_is_the_address_of_the_article(line, url, first):
    told = "Le port rouvre\n\nLe maire a parlé aux pêcheurs mardi matin."
    _, article = clean_text(f"{line}\n\n{told}\n" if first else f"{told}\n\n{line}\n")
    assert article.url == url
    assert [one.kind for one in article.removed] == ["address"]
    assert article.title.original == "Le port rouvre"


def test_short_items_of_a_markdown_list_are_text():
    text = "# Le bilan\n\nLe maire a donné le bilan.\n\n- Verdun : 3 morts\n- Et Stenay ?\n"
    _, article = clean_text(text, "markdown")
    assert [one.text for one in article.paragraphs][1:] == ["Verdun : 3 morts", "Et Stenay ?"]


def test_short_paragraphs_of_a_japanese_page_are_kept():
    rest = "".join(
        f"<p>{text}</p>"
        for text in (
            "横浜港は３日間の嵐のあと、金曜日に再開したと市長が明らかにした。",
            "「安心した。」と漁師は話した。",
            "補償はいつになるのか？",
            "市は来週、新しい計画を発表する。",
        )
    )
    article = f"<article><h1>港が再開</h1>{rest}</article>"
    page = f"<html><body>{article}<p>無断転載を禁じます</p></body></html>"
    _, article = clean_text(page, "html")
    assert len(article.paragraphs) == 4


def test_a_script_without_capitals_has_headlines_and_sentences():
    text = "ფოთის პორტი გაიხსნა\n\nპორტი გაიხსნა დღეს. ის ღიაა. მეთევზეები შაბათს გავლენ ზღვაში.\n"
    _, article = clean_text(text)
    assert article.title.original == "ფოთის პორტი გაიხსნა"
    assert [one.text for one in article.paragraphs] == [text.split("\n\n")[1].strip()]
    assert len(split_sentences(article.paragraphs[0].text, Language("ka"))) == 3


@pytest.mark.parametrize(
    "nothing", ["&nbsp;", "&#8203;", "&#11;", "\u200b", "&shy;&nbsp;", "\u2060"]
)
@pytest.mark.parametrize("suffix", ["txt", "md", "html", "eml"])
def test_a_paragraph_that_shows_nothing_is_none(tmp_path, suffix, nothing):
    rows = [nothing, "Le pont a ouvert mardi matin à Lyon.", nothing, "Il est très beau.", nothing]
    text = "\n\n".join(rows)
    if suffix == "html":
        text = f"<html><body><h1>{nothing}</h1>" + "".join(f"<p>{row}</p>" for row in rows)
    if suffix == "eml":
        text = f"Subject: {nothing}\nContent-Type: text/plain; charset=utf-8\n\n{text}"
    path = tmp_path / f"a.{suffix}"
    path.write_text(text, "utf-8")
    document, _ = read_document(path, max_bytes=10_000, today=TODAY)
    (article,), _ = understand(document, today=TODAY)
    assert [one.original for one in article.sentences] == [rows[1], rows[3]]
    assert article.title.original.startswith("Le pont a ouvert") or suffix == "eml"
    assert not [one for one in account(document, (article,)) if one.kind == UNACCOUNTED]
