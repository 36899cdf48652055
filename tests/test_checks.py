"""Each check raises its mark on a damaged pair and keeps quiet on a good one."""

import pytest
from factories import make_sentence
from hypothesis import given
from hypothesis import strategies as st

from briefgen.language.tags import Language
from briefgen.translating.checks import check, score_floor

FRENCH = "Le ministre a promis 1,5 million d'euros pour les 12 écoles de la région."
ENGLISH = "The minister promised 1.5 million euros for the region's 12 schools."


def marks(original, translation, source="fr"):
    sentence = make_sentence(original, translation=translation)
    return [mark.check for mark in check(sentence, source=Language(source), target=Language("en"))]


def test_a_good_translation_raises_nothing():
    assert marks(FRENCH, ENGLISH) == []


@pytest.mark.parametrize(
    ("translation", "expected"),
    [
        (ENGLISH.replace("12", "21"), "number"),
        (ENGLISH.replace("1.5", "5.1"), "number"),
        (ENGLISH.replace("million", "billion"), "number"),
        (ENGLISH.replace("euros", "dollars"), "unit"),
        ("", "empty"),
        ("… – !", "empty"),
        (FRENCH, "copied"),
        ("The minister 12 1.5 million.", "length"),
        ("The minister promised 1.5 million euros for the 12", "ending"),
        ("The 12 schools of 1.5 million euros " + "of the region " * 6 + ".", "loop"),
        ("The minister promised the the 1.5 million euros for 12 schools.", "loop"),
        (ENGLISH + " Then he spoke for a long time about other matters." * 4, "length"),
        (ENGLISH.replace("schools", "écoles"), "foreign"),
        (ENGLISH.replace("schools", "школ"), "foreign"),
        (ENGLISH.replace("region's", "regionulation's"), "invented"),
    ],
)
def test_damage_is_marked(translation, expected):
    assert expected in marks(FRENCH, translation)


@pytest.mark.parametrize(
    ("original", "translation"),
    [
        ("Ils étaient 2 500 dans la rue.", "There were 2,500 of them in the street."),
        ("Il a 3 enfants.", "He has three children."),
        ("Le 1er ministre est parti.", "The first minister has left."),
        ("Oui.", "Yes."),
    ],
)
def test_other_spellings_are_no_damage(original, translation):
    assert marks(original, translation) == []


def test_chinese_says_more_with_fewer_characters():
    text = "总统周二在首都会见了外国代表团并讨论了合作。"
    english = (
        "On Tuesday the president met a foreign delegation in the capital and discussed "
        "cooperation between the two countries in detail."
    )
    assert marks(text, english, "zh") == []


def test_nothing_to_check():
    assert check(make_sentence("Bonjour."), source=Language("fr"), target=Language("en")) == ()
    same = make_sentence("Hello there.", translation="Hello there.")
    assert check(same, source=Language("en-GB"), target=Language("en")) == ()


def test_the_repaired_text_is_what_counts():
    sentence = make_sentence("12 a écoles", repaired="Il y a 12 écoles.", translation="12 schools.")
    assert check(sentence, source=Language("fr"), target=Language("en")) == ()


@given(st.text(), st.text(), st.sampled_from(["fr", "ru", "zh", "und"]))
def test_any_text_gets_marks_in_words(original, translation, source):
    sentence = make_sentence(original, translation=translation)
    for mark in check(sentence, source=Language(source), target=Language("en")):
        assert mark.check
        assert mark.detail


@pytest.mark.parametrize(
    ("original", "translation", "expected"),
    [
        ("Kim a rencontré Choïgou à Vostotchny.", "Kim met Shoigu at Vostochny.", []),
        ("Kim a rencontré Choïgou à Vostotchny.", "Kim met Shoigu at Baikonur.", ["name"]),
        ("Le président Зеленский a parlé.", "President Zelensky spoke.", []),
        (
            "Hier, le maire a reçu Jeanne Morvan.",
            "Yesterday the mayor met Pacific Morvan.",
            ["name"],
        ),
    ],
)
def test_names_may_be_spelled_anew_but_not_exchanged(original, translation, expected):
    assert marks(original, translation) == expected


def test_russian_names_are_compared_by_sound():
    text = "Президент Зеленский и министр Шойгу не подписали договор."
    english = "President Zelensky and Minister Shoigu did not sign the treaty."
    assert marks(text, english, "ru") == []
    assert marks(text, english.replace("Shoigu", "Lavrov"), "ru") == ["name"]
    assert marks(text, english.replace("did not sign", "signed"), "ru") == ["negation"]


@pytest.mark.parametrize(
    ("original", "translation", "expected"),
    [
        ("Il n'a pas signé.", "He did not sign.", []),
        ("Il n'a pas signé.", "He signed.", ["negation"]),
        ("Il n'est pas capable de signer.", "He is unable to sign.", []),
        ("Il a signé.", "He didn't sign.", ["negation"]),
        ("Il n'a signé que deux lettres.", "He signed only two letters.", []),
        ("Non seulement il a signé, mais il a payé.", "He not only signed but paid.", []),
    ],
)
def test_denials_are_kept(original, translation, expected):
    assert marks(original, translation) == expected


@pytest.mark.parametrize(
    ("original", "translation", "expected"),
    [
        ("Le 3 mars, 7.183 cas ont été comptés.", "On 3 March 7,183 cases were counted.", []),
        (
            "Le 3 mars, 7.183 cas ont été comptés.",
            "On 3 March 7.183 cases were counted.",
            ["number"],
        ),
        ("Entre 2 et 3 millions de gens.", "Between 2 million and 3 million people.", []),
        ("Rendez-vous à 22h30 lundi.", "See you at 10:30 pm on Monday.", []),
        ("Rendez-vous à 22h30 lundi.", "See you at 10:30 pm on Tuesday.", ["date"]),
        ("Au XIXe siècle, 19 mois passèrent.", "In the 19th century 19 months passed.", []),
        ("Quatre-vingt-dix-neuf soldats sont partis.", "Ninety-nine soldiers left.", []),
        ("Il reste 2 à 3 % des voix.", "2 to 3 percent of the votes remain.", []),
        ("Il reste 3 % des voix en avril.", "In April 3 of the votes remain.", ["unit"]),
        ("En septembre, il pleut.", "In November it rains.", ["date"]),
        ("Deux frères sont venus.", "Both brothers came.", []),
        ("Les victimes sont 116.000.", "The victims are 116,000,000.", ["number"]),
    ],
)
def test_quantities_are_kept(original, translation, expected):
    assert marks(original, translation) == expected


def test_unpaired_quotation_marks():
    assert marks("Il a dit « oui » hier.", 'He said "yes yesterday.') == ["quotes"]
    assert marks("Il a dit « oui », puis", 'He said "yes", then') == []


def test_floors_are_known_by_the_name_of_the_package():
    assert score_floor(("translate-fr_en 0.1",)) == -1.2
    assert score_floor(("translate-fr_en 0.2",)) == -1.1
    assert score_floor(("translate-fr_en 0.3",)) == -1.0
    assert score_floor(("translate-fr_en 0.4",)) == -0.9
    assert score_floor(("another 1.0",)) is None
    assert score_floor(()) is None


def test_a_package_may_have_a_floor():
    sentence = make_sentence("Il pleut.", translation="It rains.", score=-2.0)
    [mark] = check(sentence, source=Language("fr"), target=Language("en"), score_floor=-1.0)
    assert mark.check == "score"
    assert check(sentence, source=Language("fr"), target=Language("en"), score_floor=-3.0) == ()


def test_another_sentence_is_noticed():
    text = "Les pompiers ont évacué les habitants du quartier avant le lever du soleil."
    other = "The bank raised its rates again because prices keep rising in the whole zone."
    assert "overlap" in marks(text, other)


@pytest.mark.parametrize(
    ("original", "translation", "expected"),
    [
        ("L'accident a eu lieu à 18 h 03.", "The accident took place at 18.03.", []),
        ("L'accident a eu lieu à 18 h 03.", "The accident took place at 6:03 p.m.", []),
        ("L'accident a eu lieu à 18 h 00.", "The accident took place at 6 p.m.", []),
        ("L'accident a eu lieu à 18 h 03.", "The accident took place at 18.04.", ["number"]),
        ("Il y vivait dans les années 60.", "He lived there in the 1960s.", []),
        ("Neuf autres ont suivi le maire.", "Nine others followed the mayor.", []),
        ("Dix-huit pour cent des électeurs.", "Eighteen percent of voters.", []),
        ("Une cinquantaine de bateaux sont là.", "Some fifty boats are there.", []),
        ("Une cinquantaine de bateaux sont là.", "A five-year-old boat is there.", ["number"]),
        ("Des dizaines de bateaux sont là.", "Dozens of boats are there.", []),
        ("Treize personnes ont été blessées.", "Thirty people were injured.", ["number"]),
        ("Il a voté à deux reprises.", "He has voted twice.", []),
        ("Il a voté à deux reprises.", "He has voted again.", ["number"]),
        ("Il a vu des bateaux au port.", "He saw seven boats in port.", ["number"]),
        ("Le plan coûte 40 milliards d'euros.", "The plan costs $40 billion Euros.", ["unit"]),
        ("Le plan coûte 40 milliards de dollars.", "The plan costs $40 billion.", []),
    ],
)
def test_quantities_are_compared_as_they_are_said(original, translation, expected):
    assert marks(original, translation) == expected


@pytest.mark.parametrize(
    ("source", "original", "translation", "expected"),
    [
        ("de", "Dutzende Boote liegen dort.", "Dozens of boats are there.", []),
        ("de", "Dutzende Boote liegen dort.", "Fifty boats are there.", ["number"]),
        ("es", "Hay una veintena de barcos.", "There are about twenty boats.", []),
        ("es", "Hay una veintena de barcos.", "There are some boats there.", ["number"]),
        ("it", "Ci sono una trentina di barche.", "There are about 30 boats.", []),
        ("it", "Ci sono una trentina di barche.", "There are 13 boats there.", ["number"]),
        ("ru", "Там тринадцать лодок.", "There are thirteen boats there.", []),
        ("ru", "Там тринадцать лодок.", "There are thirty boats there.", ["number"]),
        ("it", "Costa 40 milioni di euro.", "It costs $40 million.", ["unit"]),
        ("de", "Es kostet 40 Millionen Dollar.", "It costs $40 million.", []),
    ],
)
def test_quantities_of_other_languages(source, original, translation, expected):
    assert marks(original, translation, source) == expected


@pytest.mark.parametrize(
    ("original", "translation", "expected"),
    [
        ("Deux jours ont été retirés de Pâques.", "Two days were taken off Pques.", "Pques"),
        ("Ils sont tombés dans une embuscade.", "They fell into a buscade.", "buscade"),
        ("Elle a disparu dans le cosmos.", "She disappeared in the cosmash.", "cosmash"),
        ("Il a pris un bain de vapeur.", "He took a steamid.", "steamid"),
        ("Ils traversent le ciel.", "They crosss the sky.", "crosss"),
        ("Il a cédé 2 points.", "It céded 2 points.", "céded"),
        ("Évidemment, il a gagné.", "Aviously, he won.", "Aviously"),
    ],
)
def test_a_word_of_neither_language_is_marked_wherever_it_stands(original, translation, expected):
    sentence = make_sentence(original, translation=translation)
    details = [
        mark.detail for mark in check(sentence, source=Language("fr"), target=Language("en"))
    ]
    assert f"“{expected}” is no English word we know" in details


@pytest.mark.parametrize(
    ("source", "original", "translation", "expected"),
    [
        ("fr", "Canicule : six régions en alerte", "Canicule: six regions on alert", ["foreign"]),
        ("fr", "La canicule frappe le pays.", "The canicule hits the country.", ["foreign"]),
        ("fr", "Poutine a rencontré Hallyday.", "Putin met Hallyday.", []),
        ("es", "Martes de elecciones en Lima", "Martes of elections in Lima", ["date", "foreign"]),
    ],
)
def test_words_left_standing(source, original, translation, expected):
    assert marks(original, translation, source) == expected


@pytest.mark.parametrize(
    ("source", "original", "translation", "expected"),
    [
        ("fr", "Avis défavorable.", "Advisable.", "negation"),
        ("fr", "Avis défavorable.", "Favourable opinion.", "negation"),
        ("fr", "Avis favorable.", "Unfavourable opinion.", "negation"),
        ("fr", "Le recours est irrecevable.", "The appeal is receivable.", "negation"),
        ("it", "Parere sfavorevole.", "Favourable opinion.", "negation"),
        ("es", "Opinión desfavorable.", "Favourable opinion.", "negation"),
        ("fr", "Demande rejetée.", "Asked.", "overlap"),
        ("fr", "L'OMS est inquiète.", "The U.S. is worried.", "name"),
        ("fr", "L'OMS est inquiète.", "WITH is worried.", "name"),
        ("fr", "Le GIEC est inquiet.", "The GIEC is worried.", "name"),
        ("ru", "МВФ обеспокоен ситуацией.", "The U.S. is worried about the situation.", "name"),
    ],
)
def test_opposites_and_abbreviations_are_caught(source, original, translation, expected):
    assert expected in marks(original, translation, source)


@pytest.mark.parametrize(
    ("source", "original", "translation"),
    [
        ("fr", "Avis défavorable.", "Unfavourable opinion."),
        ("fr", "Avis défavorable.", "Negative opinion."),
        ("fr", "L'OMS est inquiète.", "The WHO is worried."),
        ("fr", "L'Otan est inquiète.", "NATO is worried."),
        ("fr", "L'OTAN est inquiète.", "N.A.T.O. is worried."),
        ("fr", "Le TDA est connu.", "ADD is well known."),
        ("fr", "La CPI est saisie.", "The International Criminal Court is seized."),
        ("fr", "La RDC est inquiète.", "The Democratic Republic of the Congo is worried."),
        ("fr", "Les premiers habitants sont là.", "The first inhabitants are there."),
    ],
)
def test_their_right_renderings_are_left_in_peace(source, original, translation):
    assert marks(original, translation, source) == []


@pytest.mark.parametrize(
    ("french", "english", "marked"),
    [
        ("Trois lignes de la SNCF sont coupées.", "Three lines of CNN are cut.", True),
        ("Trois lignes de la SNCF sont coupées.", "Three SNCF lines are cut.", False),
        ("La FIDH dénonce ces arrestations.", "The BBC denounces these arrests.", True),
        ("Le SIDA recule dans le pays.", "AIDS is receding in the country.", False),
    ],
)
def test_another_abbreviation_is_no_answer(french, english, marked):
    assert ("name" in marks(french, english)) is marked


def marks_from(language, original, translation):
    sentence = make_sentence(original, translation=translation)
    return {
        mark.check for mark in check(sentence, source=Language(language), target=Language("en"))
    }


@pytest.mark.parametrize(
    ("language", "original", "translation"),
    [
        ("es", "El puerto costó 12 millones de dólares.", "The port cost 12 million dollars."),
        ("es", "Reabrió a las 18.30 horas.", "It reopened at 6:30 pm."),
        ("es", "Los años 60 fueron duros.", "The 1960s were hard."),
        ("it", "Il porto riapre alle 18.", "The port reopens at 6 pm."),
        ("it", "Costa 5 sterline.", "It costs 5 pounds."),
        ("de", "Es kostet 3,5 Millionen Euro.", "It costs 3.5 million euros."),
        ("de", "Um 18 Uhr wurde der Hafen geöffnet.", "The port was opened at 6 pm."),
        ("de", "In den 60er Jahren war er geschlossen.", "It was closed in the 1960s."),
        ("pt", "Custa 20 por cento mais.", "It costs 20 percent more."),
        ("pt", "São 50 libras esterlinas.", "That is 50 pounds."),
        ("ru", "Это стоит 5 млн долларов.", "It costs 5 million dollars."),
        ("ru", "В 60-х годах порт был закрыт.", "In the 1960s the port was closed."),
        ("uk", "П’ять рибалок вийшли в море.", "Five fishermen went to sea."),
        ("zh", "该计划为港口提供1200万欧元。", "The plan provides 12 million euros for the ports."),
        ("zh", "这花了5亿元。", "It cost 500 million yuan."),
        ("zh", "价格为300港元。", "The price is 300 Hong Kong dollars."),
        ("nl", "Het kost 3,5 miljoen euro.", "It costs 3.5 million euros."),
        ("da", "Det koster 3,5 millioner kroner.", "It costs 3.5 million kroner."),
        ("ja", "補償は300万円だ。", "The compensation is 3 million yen."),
        ("ko", "보상금은 300만 원이다.", "The compensation is 3 million won."),
        ("he", "זה עולה 1.5 מיליון דולר.", "It costs 1.5 million dollars."),
        ("fr", "Il est 18 h 03.", "It is 6:03 pm."),
        ("fr", "Cela coûte 5 livres sterling.", "It costs 5 pounds."),
        ("fr", "Vingt pour cent des bateaux.", "Twenty percent of the boats."),
        ("ja", "費用は3億5000万円だ。", "The cost is 350 million yen."),
    ],
)
def test_quantities_of_many_languages_are_read(language, original, translation):
    assert marks_from(language, original, translation) == set()


@pytest.mark.parametrize(
    ("language", "original", "translation"),
    [
        ("es", "Cuesta 5 dólares.", "It costs 5 euros."),
        ("it", "Costa 5 dollari.", "It costs 5 pounds."),
        ("de", "Es kostet 5 Pfund Sterling.", "It costs 5 dollars."),
        ("pt", "Custa 20 por cento.", "It costs 20 euros."),
        ("ru", "Это стоит 5 рублей.", "It costs 5 dollars."),
        ("zh", "价格为300美元。", "The price is 300 euros."),
        ("uk", "П'ять рибалок вийшли в море.", "Eight fishermen went to sea."),
        ("he", "זה עולה 1.5 מיליון דולר.", "It costs 15 million dollars."),
        ("ja", "補償は３００万円だ。", "The compensation is 3 billion yen."),
        ("fr", "Sept bateaux.", "Eight boats."),
        ("ja", "費用は3億5000万円だ。", "The cost is 35 million yen."),
    ],
)
def test_quantities_of_many_languages_are_compared(language, original, translation):
    assert marks_from(language, original, translation) & {"number", "unit"}
