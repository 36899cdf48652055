"""Names that recur: found by form, one name in many spellings, nothing guessed."""

import pytest
from factories import make_article

from briefgen.desk.glossary import EMPTY, parse
from briefgen.language import word_lists
from briefgen.language.spelling import light, sound
from briefgen.language.tags import ENGLISH, Language
from briefgen.naming import recurring
from briefgen.naming.runs import runs


def article(number, text, tag="fr"):
    sentences = tuple(f"{one}." for one in text.rstrip(".").split(". "))
    return make_article(sentences, title="", id=f"a{number}", language=Language(tag))


def found(*texts, tag="fr", glossary=EMPTY):
    articles = [article(n, text, tag) for n, text in enumerate(texts)]
    return {name.title: name for name in recurring(articles, glossary, ENGLISH)}


def test_a_name_stands_in_two_articles():
    once = "Hier soir, Ada Morel est venue avec Paul Rigaud."
    assert set(found(once)) == set()
    assert set(found(once, "Selon la police, Ada Morel a parlé.")) == {"Ada Morel"}


def test_a_capital_at_the_beginning_of_a_sentence_is_no_name():
    assert found("Plusieurs sont venus. Rien ne bouge.", "Plusieurs sont partis. Rien ne va.") == {}


def test_one_name_in_three_scripts_and_spellings():
    names = recurring(
        [
            article(1, "Le ministre Sergueï Choïgou a parlé."),
            article(2, "Yesterday the minister Sergei Shoigu spoke.", "en"),
            article(3, "Вчера министр Сергей Шойгу выступил.", "ru"),
            article(4, "Слова Сергея Шойгу удивили всех.", "ru"),
            article(5, "Gestern hat Sergej Schoigu gesprochen.", "de"),
        ],
        EMPTY,
        ENGLISH,
    )
    (name,) = [one for one in names if "Shoigu" in one.title]
    assert name.title == "Sergei Shoigu"
    assert [one for one, _ in name.articles] == ["a1", "a2", "a3", "a4", "a5"]
    assert "Sergueï Choïgou" in name.spellings
    assert "Сергей Шойгу" in name.spellings


def test_a_surname_alone_means_the_one_who_bears_it():
    names = found(
        "Selon Ada Morel, tout va. Pour Morel, rien ne presse.",
        "Hier, Morel est partie.",
    )
    assert set(names) == {"Ada Morel"}
    assert len(names["Ada Morel"].articles) == 2


def test_a_name_is_shown_whole_however_often_a_part_of_it_is_written():
    names = found(
        "Selon Ada Morel, tout va. Pour Morel, rien ne presse. Selon Morel, tout est dit.",
        "Hier, Morel est partie. Selon Morel, il faut attendre.",
    )
    assert set(names) == {"Ada Morel"}


def test_a_surname_of_two_people_means_neither():
    names = found(
        "Selon Ada Morel, tout va.",
        "Selon Ada Morel, rien ne va.",
        "Selon Ivo Morel, tout va.",
        "Selon Ivo Morel, rien ne va.",
        "Hier, Morel est partie.",
        "Hier, Morel est revenu.",
    )
    assert set(names) == {"Ada Morel", "Ivo Morel", "Morel"}


@pytest.mark.parametrize("pair", [("Louis Martin", "Louise Martin"), ("Ana Lévi", "Ana Levy")])
def test_two_people_of_one_sound_stay_two(pair):
    one, other = pair
    texts = [f"Hier, {name} est venu à {n} heures." for name in pair for n in (1, 2)]
    assert {one, other} <= set(found(*texts))


def test_the_glossary_says_how_a_name_is_written_and_countries_are_known():
    glossary, _ = parse("terms:\n  NATO: {fr: [OTAN], ru: [НАТО]}\n", "glossary.yml")
    names = recurring(
        [
            article(1, "Hier, l'OTAN et l'Allemagne ont signé."),
            article(2, "Вчера НАТО подписала договор.", "ru"),
            article(3, "Ayer firmó Alemania el acuerdo.", "es"),
            article(4, "德国总理昨天签署了协议。", "zh"),
            article(5, "وصل الوزير إلى ألمانيا أمس.", "ar"),
        ],
        glossary,
        ENGLISH,
    )
    told = {name.title: [one for one, _ in name.articles] for name in names}
    assert told == {"NATO": ["a1", "a2"], "Germany": ["a1", "a3", "a4", "a5"]}


def test_titles_before_a_name_are_no_part_of_it():
    texts = ("Yesterday, President Mia Pohl spoke.", "They met Prime Minister Mia Pohl again.")
    assert set(found(*texts, tag="en")) == {"Mia Pohl"}


def test_german_nouns_are_no_names():
    texts = (
        "Gestern hat die Regierung mit der Sprecherin Mia Pohl über den Haushalt gesprochen.",
        "Heute hat die Regierung mit Mia Pohl über den Haushalt gestritten.",
    )
    assert set(found(*texts, tag="de")) == {"Mia Pohl"}


def test_what_is_elided_is_no_part_of_a_name():
    texts = ("C'est vrai pour d'Artois et l'Estonie.", "C'est faux, dit d'Artois en Estonie.")
    assert set(found(*texts)) == {"Artois", "Estonia"}


def test_a_line_of_capitals_names_nothing():
    line = "Big Storm Hits The Coast Of New Wales And Moves On"
    assert list(runs(line, ENGLISH)) == []


def test_the_order_of_the_articles_does_not_matter():
    articles = [article(n, f"Hier, Ada Morel et Ivo Kern ont vu {n} amis.") for n in range(4)]
    assert recurring(articles, EMPTY, ENGLISH) == recurring(articles[::-1], EMPTY, ENGLISH)


@pytest.mark.parametrize(
    "spellings",
    [
        {"fr": "Poutine", "en": "Putin", "ru": "Путиным", "uk": "Путіна", "el": "Πούτιν"},
        {"fr": "Prigojine", "en": "Prigozhin", "ru": "Пригожина"},
        {"fr": "Zelensky", "de": "Selenskyj", "cs": "Zelenského", "ru": "Зеленского"},
        {"fr": "Netanyahou", "de": "Netanjahu", "en": "Netanyahu", "ru": "Нетаньяху"},
    ],
)
def test_spellings_of_one_name_sound_alike(spellings):
    assert len({sound(form, Language(tag)) for tag, form in spellings.items()}) == 1


def test_accents_hyphens_and_case_make_no_other_name():
    assert light("Kim Jong-un") == light("KIM Jong Un")
    assert light("États-Unis") == light("Etats-Unis")


@pytest.mark.parametrize(
    ("tag", "one", "other"),
    [
        (
            "fr",
            "La pluie a touché le Nord et le Sud-Est hier.",
            "Il gèle dans le Nord, au Sud-Est.",
        ),
        (
            "de",
            "Regen fiel gestern im Norden und im Südwesten.",
            "Sturm droht im Norden, im Südwesten.",
        ),
        ("es", "Ayer llovió en el Norte y el Sudeste.", "Nieva hoy en el Norte, en el Sudeste."),
        ("it", "Ieri pioveva al Nord e nel Nord-Est.", "Oggi nevica al Nord, nel Nord-Est."),
        ("pt", "Ontem choveu no Norte e no Nordeste.", "Hoje neva no Norte, no Nordeste."),
        ("nl", "Gisteren regende het in het Noorden.", "Vandaag sneeuwt het in het Noorden."),
        ("pl", "Wczoraj padało na Północ i Południe.", "Dziś pada na Północ, na Południe."),
        ("ru", "Вчера дожди шли на Севере и Юго-Востоке.", "Снег идёт на Севере и Юго-Востоке."),
        ("uk", "Вчора дощі йшли на Заході та Сході.", "Сніг іде на Заході та Сході."),
        ("el", "Χθες έβρεξε στον Βορρά.", "Σήμερα χιονίζει στον Βορρά."),
        ("sv", "Det regnade mycket i Norr och i Sydväst.", "Det snöar nu i Norr och i Sydväst."),
        ("tr", "Dün yağmur Kuzey ve Doğu illerindeydi.", "Bugün kar Kuzey ve Doğu illerinde."),
    ],
)
def test_the_words_of_a_compass_are_no_names(tag, one, other):
    assert found(one, other, tag=tag) == {}


def test_a_name_may_hold_a_word_of_the_compass():
    texts = (
        "Yesterday, the South Sudan team met in North Korea.",
        "The army of North Korea is in South Sudan.",
    )
    assert set(found(*texts, tag="en")) == {"North Korea", "South Sudan"}


def test_every_language_with_capitals_and_names_knows_its_compass():
    for tag in word_lists.available():
        lists = word_lists.load(Language(tag))
        if lists.weekdays and next(iter(lists.weekdays)).upper() != next(iter(lists.weekdays)):
            assert len(lists.directions) >= 4, tag
