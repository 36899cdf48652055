from hypothesis import given
from hypothesis import strategies as st

from briefgen.model import Document, Metadata, Part
from briefgen.reading.split import split

PORT = """Le port de Brest rouvre après la tempête de mardi

La mairie a annoncé mercredi la réouverture du port aux bateaux de pêche.

Les pêcheurs attendaient cette décision depuis une semaine entière.

Une attente

La tempête avait coulé trois bateaux et blessé deux marins.
"""
VINE = """Les vignerons d'Alsace vendangent plus tôt que jamais cette année

La chaleur de l'été a mûri le raisin avec trois semaines d'avance.

Les cuves sont pleines et les caves manquent de place.
"""


def document(text, kind="text", metadata=None):
    return Document("a.txt", text, kind, (Part(0, len(text), metadata or Metadata()),))


def titles(text, **more):
    return [
        text[slice(*piece.title)] if piece.title else None
        for piece in split(document(text, **more))
    ]


def test_an_inter_title_is_no_boundary():
    assert titles(PORT) == ["Le port de Brest rouvre après la tempête de mardi"]


def test_a_signature_and_a_headline_are_a_boundary():
    text = f"{PORT}\nAvec AFP\n\n{VINE}"
    assert titles(text) == [PORT.splitlines()[0], VINE.splitlines()[0]]
    first, second = split(document(text))
    assert (first.start, first.end, second.end) == (0, second.start, len(text))
    assert "signature before" in {one.kind for one in second.evidence}


def test_a_stated_title_keeps_the_file_whole():
    assert len(split(document(f"{PORT}\nAvec AFP\n\n{VINE}", metadata=Metadata(title="T")))) == 1


def test_article_elements_are_articles():
    body = "<p>" + "Une phrase assez longue pour compter. " * 20 + "</p>"
    html = (
        f"<body><article><h1>Un</h1>{body}</article><article><h1>Deux</h1>{body}</article></body>"
    )
    assert len(split(document(html, kind="html"))) == 2


def test_a_text_and_its_translation_are_two_articles():
    french = "Le port de pêche rouvre après la tempête, et la mairie remercie les marins.\n\n" * 12
    english = "The fishing harbour opens after the storm, the town thanks its sailors.\n\n" * 12
    pieces = split(document(french + english))
    assert [piece.start for piece in pieces] == [0, len(french)]


@given(
    st.lists(
        st.sampled_from([*PORT.split("\n\n"), *VINE.split("\n\n"), "Avec AFP", "___"]), max_size=20
    )
)
def test_pieces_cover_the_text_in_order(lines):
    text = "\n\n".join(lines)
    pieces = split(document(text))
    assert [piece.start for piece in pieces[1:]] == [piece.end for piece in pieces[:-1]]
    assert (pieces[0].start, pieces[-1].end) == (0, len(text))
    for piece in pieces:
        assert piece.title is None or piece.start <= piece.title[0] < piece.title[1] <= piece.end
