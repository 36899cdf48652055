"""What is known of names beforehand: the glossary, and what CLDR calls countries, per language."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from briefgen.desk.glossary import KEEP, Glossary, Term
from briefgen.language import word_lists
from briefgen.language.scripts import CURLY_SCRIPTS, UNSTOPPED_SCRIPTS
from briefgen.language.spelling import light
from briefgen.language.tags import Language

_COUNTRY = re.compile(r"[A-Z]{2}")
_IN_BRACKETS = re.compile(r"\s*[(（].*")
_OF_A_COUNTRY = re.compile(r"(?:ese|ish|tch|ench|iss|ic|ai|ech)\Z")  # Chinese is no name of China
_RUN_ON_SCRIPTS = CURLY_SCRIPTS - {"Kore"} | UNSTOPPED_SCRIPTS  # no spaces between words
_LEAST = 2  # letters of a form; "US" is one, "M" is none


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms of one language: by first word, and by the beginning of a word that may go on."""

    whole: dict[str, tuple[tuple[tuple[str, ...], str], ...]]  # first word → (words, wanted)
    stems: dict[str, tuple[tuple[str, str], ...]]  # two letters → (stem, wanted)

    def match(self, words: Sequence[str]) -> tuple[str, int] | None:
        """Give what stands at the beginning of some words, as (wanted, number of words)."""
        plain = tuple(map(light, words))
        for form, wanted in self.whole.get(plain[0], ()):
            if plain[: len(form)] == form:
                return wanted, len(form)
        for stem, wanted in self.stems.get(plain[0][:2], ()):
            if plain[0].startswith(stem):
                return wanted, 1
        return None


@dataclass(frozen=True)
class Gazetteer:
    """Names with the spelling wanted in `target`."""

    glossary: Glossary
    target: Language
    _forms: dict[str, Forms] = field(default_factory=dict, init=False, repr=False, compare=False)
    _written: dict[str, dict[str, str]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def forms(self, language: Language) -> Forms:
        """Give the forms of a language."""
        if language.primary not in self._forms:
            self._forms[language.primary] = _sorted(self._all(language))
        return self._forms[language.primary]

    def has_form(self, wanted: str, language: Language) -> bool:
        """Tell whether it is known how a name is written in a language."""
        forms = self.forms(language)
        known = {name for pairs in forms.whole.values() for _, name in pairs}
        return wanted in known or any(
            name == wanted for pairs in forms.stems.values() for _, name in pairs
        )

    def find(self, text: str, language: Language) -> Iterator[str]:
        """Give the wanted names of forms that stand in a text without capitals."""
        wanted = self.uncased(language)
        if wanted:
            for found in self._pattern(language).finditer(text):
                yield wanted[found[1]]

    def uncased(self, language: Language) -> dict[str, str]:
        """Give the wanted name by the form as written, for a script without capitals."""
        if language.primary not in self._written:
            self._written[language.primary] = {
                form.removesuffix("*"): wanted
                for form, wanted in reversed(tuple(self._all(language)))
                if len(form) >= _LEAST
            }
        return self._written[language.primary]

    def _pattern(self, language: Language) -> re.Pattern[str]:
        forms = sorted(self.uncased(language), key=lambda form: (-len(form), form))
        alternatives = "|".join(map(re.escape, forms))
        if language.script in _RUN_ON_SCRIPTS:
            return re.compile(f"({alternatives})")
        attached = "".join(word_lists.load(language).name_prefixes)
        before = f"[{attached}]?" if attached else ""
        return re.compile(rf"(?<!\w){before}({alternatives})(?!\w)")

    @cached_property
    def demonyms(self) -> frozenset[str]:
        """Give the words of the target language for what is of a country: "russian"."""
        also = (form for term in self.glossary.terms for form in term.also)
        return frozenset(
            light(form.removesuffix("*"))
            for form in also
            if form.endswith("*") or _OF_A_COUNTRY.search(form)
        )

    @cached_property
    def spellings(self) -> dict[str, str]:
        """Give the wanted name by every right spelling of it in the target language."""
        found = {light(name): name for name in self._countries(self.target).values()}
        for term in self._terms:
            for form in (*_other_names(term), term.wanted):
                found[light(form)] = self.whole_name(term.wanted)
        return found

    def whole_name(self, wanted: str) -> str:
        """Give the longest name of the same: Putin is Vladimir Putin, UN the United Nations."""
        return self._whole.get(wanted, wanted)

    @cached_property
    def _whole(self) -> dict[str, str]:
        known = {term.wanted for term in self._terms}
        found: dict[str, str] = {}
        for term in self._terms:
            for other in term.also:
                if other in known and len(other) < len(term.wanted):
                    found[other] = term.wanted
        return found

    @cached_property
    def _terms(self) -> tuple[Term, ...]:
        """Give the terms that are names: each of their long words has a capital."""
        return tuple(
            term
            for term in self.glossary.terms
            if all(w[0].isupper() for w in term.wanted.split() if len(w) > 3)  # noqa: PLR2004 - "of"
            and term.wanted[0].isupper()
        )

    def _all(self, language: Language) -> Iterator[tuple[str, str]]:
        """Give (form, wanted) of a language, the glossary first."""
        for term in self._terms:
            wanted = self.whole_name(term.wanted)
            yield from ((form, wanted) for form in _forms_in(term, language))
            if language.is_same_as(self.target):
                yield from ((form, wanted) for form in (term.wanted, *_other_names(term)))
        ours = self._countries(self.target)
        for code, form in self._countries(language).items():
            if code in ours:
                yield form, self.spellings.get(light(ours[code]), ours[code])

    def _countries(self, language: Language) -> dict[str, str]:
        from babel import Locale, UnknownLocaleError  # late: CLDR's tables take 20 ms

        try:
            named = Locale.parse(language.primary).territories
        except (UnknownLocaleError, ValueError):
            return {}
        return {
            code: _IN_BRACKETS.sub("", str(name))
            for code, name in sorted(named.items())
            if _COUNTRY.fullmatch(code) and code not in {"EU", "UN", "ZZ", "EZ"}
        }


def _forms_in(term: Term, language: Language) -> tuple[str, ...]:
    return tuple(
        form
        for tag, forms in term.forms
        if tag in {language.tag, language.primary, KEEP}
        for form in forms
    )


def _other_names(term: Term) -> Iterator[str]:
    """Give the renderings beside the wanted one that are names, not what is of a country."""
    for form in term.also:
        if form[0].isupper() and not form.endswith("*") and not _OF_A_COUNTRY.search(form):
            yield form


def _sorted(pairs: Iterator[tuple[str, str]]) -> Forms:
    whole: dict[str, dict[tuple[str, ...], str]] = defaultdict(dict)
    stems: dict[str, dict[str, str]] = defaultdict(dict)
    for form, wanted in pairs:
        if form.endswith("*") and " " not in form:
            stem = light(form.removesuffix("*"))
            stems[stem[:2]].setdefault(stem, wanted)
        elif len(form) >= _LEAST:
            words = tuple(map(light, form.removesuffix("*").split()))
            whole[words[0]].setdefault(words, wanted)
    return Forms(
        {first: tuple(sorted(f.items(), key=lambda p: -len(p[0]))) for first, f in whole.items()},
        {
            two: tuple(sorted(found.items(), key=lambda p: -len(p[0])))
            for two, found in stems.items()
        },
    )
