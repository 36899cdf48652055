"""Run in a copy of the package with `cy.yml` in it: says what it knows of Welsh, as JSON."""

import json
import sys
from datetime import date

import briefgen
from briefgen.language.sentences import split_sentences
from briefgen.language.tags import ENGLISH, Language
from briefgen.model import Document, Metadata, Part, Sentence
from briefgen.reading import understand
from briefgen.reading.repair import join_lines
from briefgen.translating.checks import check

WELSH = Language("cy")
TEXT = """Agorodd y porthladd yn Abertawe

Gan Gwen Morgan Prys

Cyhoeddwyd 3 Mehefin 2024

Agorodd y porthladd ei ddrysau yn Abertawe eto, meddai Mr. Huws heddiw.

Darllenwch hefyd: Y farchnad newydd
"""


def marks(original, translation):
    sentence = Sentence(original, 0, len(original), translation=translation)
    return [mark.check for mark in check(sentence, source=WELSH, target=ENGLISH)]


part = Part(0, len(TEXT), Metadata(language=WELSH))
(article,), _ = understand(Document("a.txt", TEXT, "text", (part,)), today=date(2026, 11, 20))
json.dump(
    {
        "package": briefgen.__file__,
        "published": str(article.published.date),
        "author": article.author,
        "removed": sorted(one.kind for one in article.removed),
        "sentences": [one.original for one in article.sentences],
        "ordinal": len(split_sentences("Ar 3. Mehefin daeth.", WELSH)),
        "joined": join_lines("Tal-\nac eto", "Tal"),
        "number": marks("Daeth saith llong i mewn.", "Eight ships came in."),
        "unit": marks("Mae'n costio 5 ewro.", "It costs 5 dollars."),
        "denial": marks("Nid yw'r bont ar agor.", "The bridge is open."),
    },
    sys.stdout,
)
