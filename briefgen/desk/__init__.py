"""What people write down beside the articles: terms, corrections, outlets, topics."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from briefgen import yaml_values
from briefgen.desk import corrections, glossary, outlets, topics
from briefgen.model import Problem, Topic

PACKAGED = Path(__file__).parent / "_glossary.yml"  # in the wheel
CHECKOUT = Path(__file__).parents[2] / "glossary.yml"  # beside the package in a clone


@dataclass(frozen=True, slots=True)
class Desk:
    """The four files, read; `problems` says what of them could not be used."""

    glossary: glossary.Glossary
    corrections: tuple[corrections.Correction, ...]
    outlets: dict[str, outlets.Outlet]
    problems: tuple[Problem, ...]
    topics: tuple[Topic, ...] = ()


def open_desk(
    glossary_file: Path,
    corrections_file: Path,
    outlets_file: Path,
    topics_file: Path | None = None,
    *,
    today: date,
) -> Desk:
    """Read glossary, corrections, outlets and topics; a missing file is an empty one.

    For a missing glossary stands the one that comes with briefgen.
    """
    if not os.path.lexists(glossary_file):
        glossary_file = PACKAGED if PACKAGED.is_file() else CHECKOUT
    files = (glossary_file, corrections_file, outlets_file)
    texts = [yaml_values.read_file(file) for file in files]
    terms, wrong_terms = glossary.parse(texts[0], glossary_file.name)
    edits, wrong_edits = corrections.parse(texts[1], corrections_file.name, today=today)
    known, wrong_outlets = outlets.parse(texts[2], outlets_file.name)
    subjects, wrong_topics = (
        topics.parse(yaml_values.read_file(topics_file), topics_file.name)
        if topics_file
        else ((), ())
    )
    problems = (*wrong_terms, *wrong_edits, *wrong_outlets, *wrong_topics)
    return Desk(terms, edits, known, problems, subjects)
