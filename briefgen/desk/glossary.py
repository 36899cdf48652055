"""`glossary.yml`: terms and names with the English wanted for them.

    terms:
      NATO: {fr: [OTAN], ru: [НАТО]}
      United States: {also: [US, U.S., American*], fr: [États-Unis, Etats-Unis], ru: [США]}
    keep: [Le Monde]        # stays as it is

A form that ends with * stands for every word that begins so; a form without capitals is found
with them too. Finding and placing are pure; `translating.retry` enforces.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

import yaml

from briefgen import yaml_values
from briefgen.language.tags import Language
from briefgen.model import Problem

KEEP = "*"  # the language of forms that hold in all languages
KEPT = yaml_values.many(yaml_values.text)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Term:
    """The wanted rendering, what is accepted beside it, and the forms it has in a language."""

    wanted: str
    also: tuple[str, ...]
    forms: tuple[tuple[str, tuple[str, ...]], ...]  # (language, forms), sorted

    def forms_in(self, language: Language) -> tuple[str, ...]:
        """Give the forms of a language, and those of all languages."""
        fitting = {language.primary, language.tag, KEEP}
        return tuple(one for tag, forms in self.forms if tag in fitting for one in forms)


_Index = dict[str, tuple[tuple[re.Pattern[str], Term], ...]]  # by the beginning of the first word


@dataclass(frozen=True, slots=True)
class Hit:
    """A term standing in a text."""

    term: Term
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Glossary:
    """All terms; an empty one changes nothing."""

    terms: tuple[Term, ...] = ()
    # Patterns by language: kept here, since to hash all terms for each sentence costs more.
    _indices: dict[Language, _Index] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def find(self, text: str, language: Language) -> tuple[Hit, ...]:
        """Give the terms of a text in order, longer forms before shorter ones, none overlapping."""
        index = self._index(language)
        hits: list[Hit] = []
        for word in _WORD.finditer(text) if index else ():
            if hits and word.start() < hits[-1].end:
                continue
            for pattern, term in index.get(_key(word[0]), ()):
                found = pattern.match(text, word.start())
                if found:
                    hits.append(Hit(term, *found.span()))
                    break
        return tuple(hits)

    def _index(self, language: Language) -> _Index:
        if language not in self._indices:
            self._indices[language] = _by_beginning(self.terms, language)
        return self._indices[language]


EMPTY = Glossary()


def missing(hits: tuple[Hit, ...], translation: str) -> tuple[str, ...]:
    """Give the wanted renderings that do not stand in a translation, each once."""
    terms = dict.fromkeys(hit.term for hit in hits)
    return tuple(term.wanted for term in terms if not is_placed(term, translation))


def is_placed(term: Term, translation: str) -> bool:
    """Say whether a rendering of the term stands in a translation."""
    return any(_form(one).search(translation) for one in (term.wanted, *term.also))


@cache
def _form(form: str) -> re.Pattern[str]:
    return re.compile(_as_pattern(form), re.IGNORECASE)


def _as_pattern(form: str) -> str:
    stem = form.removesuffix("*")
    ending = r"\w*" if form.endswith("*") else r"(?!\w)"
    words = r"[\s\u00a0]+".join(re.escape(word) for word in stem.split())
    cased = "|".join(_as_written(stem, words)) if stem != stem.lower() else f"(?i:{words})"
    cased = f"(?:{cased})"
    return rf"(?<!\w){cased}{ending}".replace("'", "['’]")


def _as_written(stem: str, words: str) -> tuple[str, ...]:
    """Give the ways of writing a form with capitals: as it is, shouted; OTAN also Otan, O.T.A.N."""
    if _is_abbreviation(stem):
        return words, re.escape(stem.title()), r"\.".join(stem) + r"\.?"
    return words, r"[\s\u00a0]+".join(re.escape(word.upper()) for word in stem.split())


def _is_abbreviation(form: str) -> bool:
    return form.isupper() and form.isalpha() and len(form) > 2  # noqa: PLR2004 - "Ue" is no word


def _keys(form: str) -> tuple[str, ...]:
    """Give the beginnings a form may have in a text; O.T.A.N. begins with one letter."""
    key = _key(_WORD.search(form)[0])  # type: ignore[index]
    return (key, key[:1]) if _is_abbreviation(form) else (key,)


def _key(word: str) -> str:
    """Give what a form and the word it is found at have in common."""
    return word[:2].casefold()


def _by_beginning(terms: Sequence[Term], language: Language) -> _Index:
    """Give the patterns of a language by the beginning of their first word, longest first."""
    by_key: dict[str, list[tuple[str, Term]]] = {}
    for term in terms:
        for form in term.forms_in(language):
            for key in _keys(form):
                by_key.setdefault(key, []).append((form, term))
    return {
        key: tuple(
            (re.compile(_as_pattern(form)), term)
            for form, term in sorted(forms, key=lambda pair: (-len(pair[0]), pair[0]))
        )
        for key, forms in by_key.items()
    }


def schema() -> yaml_values.Schema:
    """Give the JSON Schema of the file."""
    forms = yaml_values.texts.schema
    term = {
        "type": ["object", "null"],
        "additionalProperties": False,
        "properties": {"also": forms},
        "patternProperties": {yaml_values.TAG["pattern"]: forms},
    }
    return {
        "type": ["object", "null"],
        "additionalProperties": False,
        "properties": {
            "terms": {"type": ["object", "null"], "additionalProperties": term},
            "keep": KEPT.schema,
        },
    }


def parse(content: str, file: str) -> tuple[Glossary, tuple[Problem, ...]]:
    """Read a glossary; what is wrong in it is left out and reported."""
    root, broken = yaml_values.parse(content, file)
    if root is None:
        return EMPTY, broken
    found, problems = yaml_values.entries(root, {"terms": _mapping, "keep": KEPT}, file)
    terms = [Term(word, (), ((KEEP, (word,)),)) for word in found.get("keep", ())]
    wrong = list(problems)
    for key, value in found.get("terms", ()):
        term, more = _read_term(key, value, file)
        wrong += more
        terms += [term] if term else []
    return Glossary(tuple(terms)), tuple(wrong)


def _mapping(node: yaml.Node) -> tuple[tuple[yaml.Node, yaml.Node], ...]:
    if not isinstance(node, yaml.MappingNode):
        raise yaml_values.WrongValueError("a list of terms", "Write NATO: {fr: [OTAN]}.", node)
    return tuple(node.value)


def _read_term(
    key: yaml.Node, value: yaml.Node, file: str
) -> tuple[Term | None, tuple[Problem, ...]]:
    forms: dict[str, tuple[str, ...]] = {}
    problems = []
    for tag, node in value.value if isinstance(value, yaml.MappingNode) else ():
        try:
            name = yaml_values.text(tag)
            forms["also" if name == "also" else yaml_values.language(tag).tag] = yaml_values.texts(
                node
            )
        except yaml_values.WrongValueError as wrong:
            seen = wrong.node or node
            what = f"{yaml_values.shorten(key)}: {yaml_values.shorten(seen)} is not {wrong.wanted}."
            problems.append(Problem(file, yaml_values.line_of(seen), what, wrong.remedy))
    also = forms.pop("also", ())
    if not forms and not problems:
        what = f"{yaml_values.shorten(key)} has no form in any language."
        problems = [
            Problem(file, yaml_values.line_of(key), what, "Add one, for example fr: [OTAN].")
        ]
    term = Term(yaml_values.shorten(key), also, tuple(sorted(forms.items()))) if forms else None
    return term, tuple(problems)
