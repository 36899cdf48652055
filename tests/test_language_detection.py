import datetime

from factories import make_document

from briefgen.language.tags import Language
from briefgen.reading.language import detect
from briefgen.reading.understand import understand

TODAY = datetime.date(2026, 11, 20)


def test_languages_are_told_apart():
    assert detect("Le port rouvre", "La mairie a annoncé la réouverture.")[0].tag == "fr"
    assert detect("Der Hafen öffnet", "Die Stadt hat es angekündigt.")[0].tag == "de"
    assert detect("Порт открыт", "Мэрия объявила об этом вчера.")[0].tag == "ru"


def test_only_allowed_languages_come_out():
    allowed = (Language("fr"), Language("pt-BR"))
    assert detect("Il porto", "Il sindaco ha detto.", allowed=allowed)[0] in allowed


def test_what_is_stated_is_believed():
    assert detect("Hello", "world", stated=Language("br"))[0].tag == "br"


def test_no_letters_no_language():
    assert detect("12", "…")[0].tag == "und"


def test_a_quotation_is_no_switch():
    quotation = "« We will open the port next week. »"
    body = f"Le maire a répondu en anglais. {quotation} Puis il est parti en voiture."
    assert detect("Le port rouvre", body)[0].tag == "fr"


GERMAN = "Die Stadt hat am Dienstag angekündigt, dass der Hafen nach dem Sturm wieder öffnet."
SPANISH = "El ayuntamiento anunció el martes que el puerto reabrirá después de la tormenta."


def test_what_is_clearly_another_language_stays_so():
    french = (Language("fr"),)
    assert detect("Der Hafen öffnet", GERMAN, allowed=french)[0].tag == "de"
    assert detect("El puerto", SPANISH, allowed=french)[0].tag == "es"
    assert detect("Le port rouvre", "La mairie l'a annoncé.", allowed=french)[0].tag == "fr"


def test_close_kin_and_scraps_are_what_is_allowed():
    assert detect("Hafen offen", "", allowed=(Language("fr"),))[0].tag == "fr"
    galician = "O concello anunciou o martes que o porto abrirá de novo despois da tormenta forte."
    assert detect("O porto", galician, allowed=(Language("pt"),))[0].tag == "pt"


def test_an_article_in_a_language_nobody_named_is_a_problem():
    document = make_document(f"Der Hafen öffnet\n\n{GERMAN}\n")
    (article,), problems = understand(document, allowed=(Language("fr"),), today=TODAY)
    assert article.language.tag == "de"
    (problem,) = [one for one in problems if "languages:" in one.message]
    assert "is in German" in problem.message
    assert problem.code == "unexpected-language"
    assert understand(document, allowed=(Language("de"),), today=TODAY)[1] == ()
