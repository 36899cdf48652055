import pytest

from briefgen.reading.boundaries import find_boundaries
from briefgen.reading.boundary_signs import read_text, weigh_lines
from briefgen.reading.lines import read_lines

PORT = "Le port de Brest a perdu trois bateaux de pêche dans la tempête, et les marins réparent."
VINE = "La vigne d'Alsace donne un raisin sucré, et les vignerons remplissent leurs cuves."


def subject_text(sentence, count):
    return "\n\n".join([sentence] * count)


def cuts(text):
    lines = read_lines(text, 0, len(text), "text")
    return [text[lines[i].start : lines[i].end] for i, _ in find_boundaries(text, lines)]


def test_a_change_of_vocabulary_alone_is_a_boundary():
    assert cuts(f"{subject_text(PORT, 12)}\n\n{subject_text(VINE, 12)}") == [VINE]


def test_one_subject_is_one_article():
    assert cuts(subject_text(PORT, 30)) == []


def test_evidence_adds_up_to_more_than_nothing():
    text = f"{subject_text(PORT, 6)}\n\nAvec AFP\n\nLa vigne est belle\n\n{subject_text(VINE, 6)}"
    lines = read_lines(text, 0, len(text), "text")
    ((index, evidence),) = find_boundaries(text, lines)
    assert text[lines[index].start : lines[index].end] == "La vigne est belle"
    assert sum(one.weight for one in evidence) > 0
    assert {"signature before", "change of subject"} <= {one.kind for one in evidence}
    signature = next(one for one in evidence if one.kind == "signature before")
    assert text[signature.start : signature.end] == signature.text == "Avec AFP"


def test_a_byline_under_a_headline_ends_nothing():
    text = f"La mer monte\n\nPar Anne Roy\n\n{PORT}\n\n{PORT}"
    lines = read_lines(text, 0, len(text), "text")
    signs = dict(weigh_lines(read_text(text, lines)))
    assert "signature before" not in signs[2]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "mot\n" * 3000,
        "TOUT EST EN CAPITALES ET RIEN NE FINIT\n\n" * 300,
        "🚢🌊 Le port rouvre 🎉\n\n" * 200,
        "مدينة Brest والميناء\n\n" * 200,
        "x" * 300_000,
    ],
)
def test_strange_texts_are_survived(text):
    lines = read_lines(text, 0, len(text), "text")
    assert all(0 < index < len(lines) for index, _ in find_boundaries(text, lines))
