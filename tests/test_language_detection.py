from briefgen.language.tags import Language
from briefgen.reading.language import detect


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
