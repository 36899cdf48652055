import pytest

from briefgen.reading.lines import author_of, line_kind, read_lines


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Le port rouvre après la tempête", "heading"),
        ("La mairie a annoncé la réouverture du port.", "text"),
        ("Avec AFP", "agency"),
        ("(AFP)", "agency"),
        ("Avec AFP et Reuters", "agency"),
        ("Jeanne Martin avec AFP", "byline"),
        ("Par Jeanne Martin", "byline"),
        ("– Jean-Gabriel Morel", "byline"),
        ("Yara EL KHOURY", "byline"),
        ("Le port de Brest, le 3 mai 2024 ( POOL / Paul MOREL )", "caption"),
        ("Un bateau quitte le port. (Photo by Paul MOREL / POOL / AFP)", "caption"),
        ("Lire aussi : la tempête a fait trois blessés", "related"),
        ("Leia também: o porto reabre", "related"),
        ("Europe", "section"),
        ("Abonnez-vous à notre lettre", "chrome"),
        ("iPhone : le prix monte", "heading"),
        ("Laisser un commentaire", "chrome"),
        ("Accueil > Culture > Patrimoine", "chrome"),
        ("Paris > Brest : la course la plus longue", "heading"),
        ("Les journalistes Anne Roy et Paul Morel ont apporté leur contribution.", "contributors"),
        ("___", "rule"),
        ("https://example.org/a", "address"),
    ],
)
def test_kinds(line, kind):
    assert line_kind(line) == kind


def test_authors():
    assert author_of("Par Jeanne Martin avec AFP") == "Jeanne Martin"
    assert author_of("Avec AFP") is None


def test_wrapped_lines_are_one_and_single_lines_are_many():
    wrapped = "La mairie a annoncé hier\nla réouverture du port\naprès la tempête."
    single = "La mairie a parlé.\nLe port a rouvert.\nLa mer est calme."
    assert len(read_lines(wrapped, 0, len(wrapped), "text")) == 1
    assert len(read_lines(single, 0, len(single), "text")) == 3


def test_carriage_returns():
    text = "Un.\r\n\r\nDeux.\r\n"
    assert [text[one.start : one.end] for one in read_lines(text, 0, len(text), "text")] == [
        "Un.",
        "Deux.",
    ]
