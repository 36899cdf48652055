"""Shouted text is read as its calm twin."""

import pytest

from briefgen.language.tags import Language
from briefgen.translating.casing import unshout


@pytest.mark.parametrize(
    ("language", "shouted", "calm"),
    [
        (
            "fr",
            "LE PRÉSIDENT DU SÉNÉGAL ANNONCE SA DÉMISSION",
            "Le président du Sénégal annonce sa démission",
        ),
        ("fr", "INONDATIONS : TROIS MORTS À VALENCE", "Inondations : trois morts à Valence"),
        (
            "fr",
            "GUERRE EN UKRAINE : L'ARMÉE RUSSE BOMBARDE KIEV",
            "Guerre en Ukraine : l'armée russe bombarde Kiev",
        ),
        (
            "fr",
            "Trois morts à Lyon. ALERTE ROUGE maintenue.",
            "Trois morts à Lyon. Alerte rouge maintenue.",
        ),
        ("fr", "L'ONU ET L'UE S'INQUIÈTENT", "L'ONU et l'UE s'inquiètent"),
        ("de", "REGIERUNG TRITT ZURÜCK", "Regierung Tritt Zurück"),
        ("ru", "ПУТИН ПРИЕХАЛ В МИНСК", "Путин приехал в Минск"),
    ],
)
def test_shouted_text_is_calmed(language, shouted, calm):
    assert unshout(shouted, Language(language)) == calm


@pytest.mark.parametrize(
    "text",
    ["L'ONU et l'OTAN sont d'accord", "SNCF", "OTAN", "La SNCF RATP", "總統", "Le XIXe siècle", ""],
)
def test_abbreviations_are_not_shouted(text):
    assert unshout(text, Language("fr")) == text
