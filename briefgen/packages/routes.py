"""From a language to the target: which packages to apply in turn, each loaded once, when needed."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import product

from briefgen.engines.argos import ArgosTranslator, engine_name
from briefgen.errors import BriefgenError
from briefgen.language.tags import ENGLISH, Language
from briefgen.model import Problem
from briefgen.packages.found import Package
from briefgen.translating.second_opinion import RememberingScorer, Scorer
from briefgen.translating.translate import Memory, Remembering, Translator


@dataclass(slots=True)
class Routes:
    """Finds the way from a language to the target, loading each package once, when needed.

    A package that cannot be loaded becomes a problem and its language has no route.
    """

    packages: tuple[Package, ...]
    threads: int
    compute_type: str
    cache: Memory | None
    target: Language = ENGLISH
    problems: list[Problem] = field(default_factory=list)
    _loaded: dict[str, ArgosTranslator] = field(default_factory=dict)
    _found: dict[Language, tuple[Translator, ...]] = field(default_factory=dict)

    def __call__(self, language: Language) -> tuple[Translator, ...]:
        """Give the translators to apply in turn; none when there is no way."""
        if language not in self._found:
            self._found[language] = self._find(language)
        return self._found[language]

    def reverse(self, language: Language) -> Scorer | None:
        """Give the package to ask for a second opinion on translations from a language."""
        package = choose_reverse(self.packages, language, self.target)
        if package is None:
            return None
        try:
            scorer = self._load_engine(package)
        except BriefgenError as error:
            self.problems.append(Problem(error.where, 0, error.message, error.remedy))
            return None
        return RememberingScorer(scorer, self.cache, package.sha256) if self.cache else scorer

    @property
    def used(self) -> tuple[Package, ...]:
        """The packages that some route led over."""
        return tuple(p for p in self.packages if p.sha256 in self._loaded)

    def _find(self, language: Language) -> tuple[Translator, ...]:
        try:
            return tuple(self._load(p) for p in choose_route(self.packages, language, self.target))
        except BriefgenError as error:
            self.problems.append(Problem(error.where, 0, error.message, error.remedy))
            return ()

    def _load(self, package: Package) -> Translator:
        engine = self._load_engine(package)
        return Remembering(engine, self.cache, package.sha256) if self.cache else engine

    def _load_engine(self, package: Package) -> ArgosTranslator:
        if package.sha256 not in self._loaded:
            engine = _engine(package, self.threads, self.compute_type)
            _load_once(engine, package)
            self._loaded[package.sha256] = engine
        return self._loaded[package.sha256]


def _load_once(engine: ArgosTranslator, package: Package) -> None:
    """Load a package now, unless it is known to load: then a build of known text need not wait."""
    if package.folder == package.origin:
        engine.load()
        return
    proof = package.folder.with_name(f"{package.folder.name}.loads")
    if not proof.is_file() or proof.read_bytes() != engine_name().encode():
        engine.load()
        with suppress(OSError):  # a cache that cannot be written only costs time
            proof.write_text(engine_name(), encoding="utf-8")


def load(package: Package) -> ArgosTranslator:
    """Load a package. Raises PackageError when its tokeniser or model is broken."""
    engine = _engine(package, 0, "auto")
    engine.load()
    return engine


def _engine(package: Package, threads: int, compute_type: str) -> ArgosTranslator:
    return ArgosTranslator(
        package.folder,
        package=package.title,
        source=package.source,
        target=package.target,
        threads=threads,
        compute_type=compute_type,
    )


def routes(
    packages: Sequence[Package],
    *,
    threads: int = 0,
    compute_type: str = "auto",
    cache: Memory | None = None,
    target: Language = ENGLISH,
) -> Routes:
    """Make the function that finds a route for a language tag."""
    return Routes(tuple(packages), threads, compute_type, cache, target)


# Codes Argos uses that are not the BCP 47 tag.
_ARGOS_CODES = {
    "zh-hant": "zt",
    "zh-tw": "zt",
    "zh-hk": "zt",
    "zh-mo": "zt",
    "pt-br": "pb",
    "no": "nb",
    "fil": "tl",
}


def argos_codes(language: Language) -> tuple[str, ...]:
    """Give the codes a package for this language may carry, the closest first."""
    lower = language.tag.lower()
    exact = [code for start, code in _ARGOS_CODES.items() if f"{lower}-".startswith(f"{start}-")]
    return tuple(dict.fromkeys((lower, *exact, language.primary)))


def choose_route(
    packages: Sequence[Package], language: Language, target: Language
) -> tuple[Package, ...]:
    """Choose the package, or two over a pivot, that lead from `language` to `target`."""
    packages = [package for package in packages if not package.asked_only]
    for code in argos_codes(language):
        if direct := best(packages, code, target.primary):
            return (direct,)
    for code in argos_codes(language):
        pivots = sorted({p.target for p in packages if p.source.lower() == code})
        for pivot in pivots:
            first, second = best(packages, code, pivot), best(packages, pivot, target.primary)
            if first and second:
                return first, second
    return ()


def choose_reverse(
    packages: Sequence[Package], language: Language, target: Language
) -> Package | None:
    """Choose the package that translates back, from the target into the language."""
    pairs = product(argos_codes(target), argos_codes(language))
    backs = (best(packages, start, end) for start, end in pairs)
    return next((package for package in backs if package), None)


def best(packages: Sequence[Package], source: str, target: str) -> Package | None:
    """Choose among packages for one pair: the user's before the bundled, then the newest."""
    fitting = [p for p in packages if p.source.lower() == source and p.target.lower() == target]
    return max(
        fitting, key=lambda p: (not p.bundled, version_key(p.version), p.sha256), default=None
    )


def version_key(version: str) -> tuple[tuple[int, str], ...]:
    """Make "1.10" sort after "1.9"."""
    parts = version.replace("-", ".").split(".")
    return tuple((int(part), "") if part.isdecimal() else (-1, part) for part in parts)
