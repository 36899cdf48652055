"""What people write down beside the articles: terms, corrections, outlets."""

from __future__ import annotations

from dataclasses import dataclass

from briefgen import corrections, glossary, read, sources
from briefgen.config import Config
from briefgen.model import Problem


@dataclass(frozen=True, slots=True)
class Desk:
    """The three files, read; `problems` says what of them could not be used."""

    glossary: glossary.Glossary
    corrections: tuple[corrections.Correction, ...]
    outlets: dict[str, sources.Outlet]
    problems: tuple[Problem, ...]


def open_desk(config: Config) -> Desk:
    """Read the glossary, the corrections and the outlets; a missing file is an empty one."""
    texts = [read.read_beside(f) for f in (config.glossary, config.corrections, config.sources)]
    terms, wrong_terms = glossary.parse(texts[0], config.glossary.name)
    edits, wrong_edits = corrections.parse(texts[1], config.corrections.name)
    outlets, wrong_outlets = sources.parse(texts[2], config.sources.name)
    return Desk(terms, edits, outlets, (*wrong_terms, *wrong_edits, *wrong_outlets))
