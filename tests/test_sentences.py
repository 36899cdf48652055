import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.language.sentences import split_sentences, words
from briefgen.language.tags import Language

CASES = [
    ("fr", ["Il a reçu M. Martin hier.", "Mme Roy l'accompagnait."]),
    ("fr", ["Vladimir V. Petrov est venu.", "J.-C. Blanc aussi."]),
    ("fr", ["« Nous verrons. » a-t-il dit.", "Puis il est parti."]),
    ("fr", ["« Nous verrons bien. »", "Elle a souri."]),
    ("fr", ["Les fruits, p. ex. les pommes, sont mûrs.", "On récolte ?", "Oui !"]),
    ("de", ["Er fuhr am 3. Mai nach Bonn, z. B. mit dem Zug.", "Dann schlief er."]),
    ("ru", ["В 2019 г. Иванов приехал в город.", "Потом он уехал."]),
    ("es", ["El Sr. Gómez llegó tarde.", "¿Por qué?", "Nadie lo sabe."]),
    ("zh", ["今天天气很好。", "“我们走吧！”", "他说。"]),
    ("ja", ["今日は晴れです。", "出かけましょう。"]),
    ("ar", ["وصل الوزير إلى المدينة.", "هل سيعود؟", "لا أحد يعلم."]),
]


@pytest.mark.parametrize(("language", "expected"), CASES)
def test_sentences(language, expected):
    text = ("" if language in {"zh", "ja"} else " ").join(expected)
    assert [text[a:b] for a, b in split_sentences(text, Language(language))] == expected


# Scraped text loses paragraph breaks: what stood under each other sticks together.
STUCK = [
    ["La digue a cédé.", "L'eau monte."],
    ["Elle touche Kermor (Finistère).", "Sur place, on attend."],
    ['Le maire parle d\'un "miracle".', "Les autres se taisent."],
    ['Il veut une ville "plus sûre".', '"A la fin, nous tiendrons", dit-il.'],
    ["Le pont mesure 265 km.", "Selon le maire, il tiendra."],
    ["Tout va bien, dit le maire.", '"Nous tiendrons."', "Les autres se taisent."],
    ["« Nous tiendrons. »", "Les autres se taisent."],
    ["La digue cède dans la nuit", "Le maire a demandé des bateaux."],
    ["La commune compte 5 ans", "Les habitants s'en vont."],
    ["Il rouvre son bureau.", "KERMOR, LA GRANDE OUBLIÉE ?", "Jean Le Goff répond."],
]


@pytest.mark.parametrize("expected", STUCK)
def test_sentences_stuck_together_are_told_apart(expected):
    text = "".join(expected)
    assert [text[a:b] for a, b in split_sentences(text, Language("fr"))] == expected


@pytest.mark.parametrize(
    "text",
    [
        "Selon LinkedIn et YouTube, le site de M.Martin et de Mme.Roy compte 1.500 abonnés.",
        "Le site lemonde.fr et la S.N.C.F vont bien.",
        "Lisez rapport.PDF et les données de compte.JSON sur le site.",
        "La version 2.0 du PlayStation Store est là.",
        "Le site LinkedIn in English, et BlaBlaCar car il le faut.",
    ],
)
def test_names_that_look_stuck_together_stay_whole(text):
    assert len(split_sentences(text, Language("fr"))) == 1


def test_thai_is_cut_at_a_space_after_a_breath():
    text = " ".join(["ภาษาไทยไม่มีจุด" * 4] * 5)
    spans = split_sentences(text, Language("th"))
    assert 2 <= len(spans) <= 4


@given(
    st.text(alphabet='aAé .!?«»"\n…。M1(', max_size=80), st.sampled_from(["fr", "zh", "th", "xx"])
)
def test_splitting_loses_nothing_but_white_space(text, language):
    spans = split_sentences(text, Language(language))
    kept = "".join(text[a:b] for a, b in spans)
    assert "".join(kept.split()) == "".join(text.split())
    assert all(text[a:b] == text[a:b].strip() != "" for a, b in spans)
    assert spans == sorted(spans)


def test_words_are_casefolded_and_unspaced_scripts_come_in_pairs():
    assert words("L'Élan, 3 fois", Language("fr")) == ["l", "élan", "3", "fois"]
    assert words("中国人 a", Language("zh")) == ["中国", "国人", "a"]


@pytest.mark.parametrize(
    ("language", "first", "second"),
    [
        ("da", "»Vi er lettede,« siger hun.", "»Det har været svært.«"),
        ("de", "»Wir sind froh«, sagt sie.", "»Es war schwer.«"),
        ("fi", "”Olemme iloisia”, hän sanoo.", "”Se oli vaikeaa.”"),
        ("sv", "”Vi är glada”, säger hon.", "”Det var svårt.”"),
        ("sv", "»Vi är glada», säger hon.", "»Det var svårt.»"),
        ("fr", "« Nous partons », dit-elle.", "« C'était dur. »"),
    ],
)
def test_a_quotation_opens_its_own_sentence(language, first, second):
    text = f"{first} {second}"
    spans = split_sentences(text, Language(language))
    assert [text[start:end] for start, end in spans] == [first, second]
