"""YAML nodes, which know their lines, → values; a wrong one says what was wanted and the remedy."""

from __future__ import annotations

import datetime
import difflib
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar
from urllib.parse import urlsplit

import yaml

from briefgen import plain_files
from briefgen.errors import InputError
from briefgen.language.tags import Language
from briefgen.model import Problem
from briefgen.partial_date import PartialDate, example

MOST = 2_000_000  # characters; nobody writes more by hand, and parsing them takes seconds
DEEPEST = 40  # levels; ours have four
_NO_TEXT = re.compile("[\x00\ud800-\udfff]")
_READABLE = "Save it as UTF-8 text that may be read."
_BOOL = "tag:yaml.org,2002:bool"
_FLAGS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
Value = TypeVar("Value")
Schema = dict[str, Any]
_WHOLE = re.compile(r"[+-]?[0-9]{1,18}")


class WrongValueError(Exception):
    """A value is not what the setting wants: `wanted` completes "is X, not …"."""

    def __init__(self, wanted: str, remedy: str, node: yaml.Node | None = None) -> None:
        super().__init__(wanted)
        self.wanted, self.remedy, self.node = wanted, remedy, node


@dataclass(frozen=True, slots=True)
class Reader(Generic[Value]):
    """Makes a value of a node; `schema` tells editors what it takes, as JSON Schema.

    A schema never refuses what the reader takes; what it cannot say, the reader checks.
    """

    read: Callable[[yaml.Node], Value]
    schema: Schema

    def __call__(self, node: yaml.Node) -> Value:
        """Read a node. Raises WrongValueError."""
        return self.read(node)


def takes(schema: Schema) -> Callable[[Callable[[yaml.Node], Value]], Reader[Value]]:
    """Make a reader of a function."""
    return lambda read: Reader(read, schema)


class _Loader(yaml.SafeLoader):
    """Composes nodes within limits; no value is ever constructed but by the readers below."""

    def __init__(self, stream: str) -> None:
        super().__init__(stream)
        self.depth = 0
        self.open: list[str | None] = []  # anchors of the nodes around this one

    def compose_node(self, parent: yaml.Node | None, index: object) -> yaml.Node | None:
        """Compose a node, not deeper than anybody writes by hand."""
        self.depth += 1
        event = self.peek_event()  # type: ignore[no-untyped-call]
        anchor = event.anchor if isinstance(event, yaml.NodeEvent) else None
        circular = isinstance(event, yaml.AliasEvent) and anchor in self.open
        try:
            if self.depth > DEEPEST or circular:
                what = "in itself" if circular else f"deeper than {DEEPEST} levels"
                raise yaml.MarkedYAMLError(
                    problem=f"it is nested {what}", problem_mark=event.start_mark
                )
            self.open.append(anchor)
            node: yaml.Node | None = super().compose_node(parent, index)  # type: ignore[arg-type]
            self.open.pop()
        finally:
            self.depth -= 1
        if isinstance(node, yaml.ScalarNode) and _NO_TEXT.search(node.value):
            what = "it holds a NUL or half a character (a lone surrogate)"
            raise yaml.MarkedYAMLError(problem=what, problem_mark=node.start_mark)
        return node


def compose(content: str) -> yaml.Node | None:
    """Parse YAML into nodes, which know their lines; None for nothing. Raises yaml.YAMLError only.

    The one way in for all YAML that others wrote: nothing is built from its tags.
    """
    if len(content) > MOST:
        raise yaml.YAMLError(f"it has more than {MOST:,} characters")
    try:
        return yaml.compose(content, _Loader)
    except yaml.YAMLError:
        raise
    except (ValueError, TypeError, LookupError, RecursionError) as error:  # of the parser itself
        raise yaml.YAMLError(f"{type(error).__name__}: {error}") from error


SCALAR: Schema = {"type": ["string", "number", "boolean"]}
# YAML 1.2, which editors speak, takes these for words.
FLAG: Schema = {"anyOf": [{"type": "boolean"}, {"enum": ["yes", "no", "on", "off"]}]}
TAG: Schema = {"type": "string", "pattern": r"^\s*[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*\s*$"}
DATE: Schema = {"type": ["string", "integer"], "pattern": r"^\s*\d{4}(-\d{2}(-\d{2})?)?\s*$"}


@takes(SCALAR)
def text(node: yaml.Node) -> str:
    """Read a scalar as it is written, so that `no` stays Norwegian."""
    if not isinstance(node, yaml.ScalarNode):
        raise WrongValueError("a single text", "Write it on one line.", node)
    return str(node.value).strip()


@takes(FLAG)
def flag(node: yaml.Node) -> bool:
    """Read true or false."""
    value = node.value.lower() if isinstance(node, yaml.ScalarNode) else ""
    if node.tag != _BOOL or value not in _FLAGS:
        raise WrongValueError("true or false", "Write true or false.", node)
    return _FLAGS[value]


def whole(least: int, most: int) -> Reader[int]:
    """Make a reader of whole numbers in a range."""

    def read(node: yaml.Node) -> int:
        written = node.value if isinstance(node, yaml.ScalarNode) else ""
        if not _WHOLE.fullmatch(written) or not least <= int(written) <= most:
            wanted = f"a whole number from {least} to {most}"
            raise WrongValueError(wanted, f"Write for example {least}.", node)
        return int(written)

    return Reader(read, {"type": "integer", "minimum": least, "maximum": most})


def one_of(*choices: str) -> Reader[str]:
    """Make a reader of one of some words."""

    def read(node: yaml.Node) -> str:
        value = text(node)
        if value not in choices:
            wanted = f"one of {', '.join(choices)}"
            remedy = f"Write {nearest(value, choices) or choices[0]}."
            raise WrongValueError(wanted, remedy, node)
        return value

    return Reader(read, {"enum": [*choices]})


def many(read_one: Reader[Any]) -> Reader[tuple[Any, ...]]:
    """Make a reader of lists."""

    def read(node: yaml.Node) -> tuple[Any, ...]:
        if not isinstance(node, yaml.SequenceNode):
            raise WrongValueError("a list", f"Write [{shorten(node)}].", node)
        return tuple(read_one(item) for item in node.value)

    return Reader(read, {"type": "array", "items": read_one.schema})


@takes({"anyOf": [SCALAR, {"type": "array", "items": SCALAR}]})
def texts(node: yaml.Node) -> tuple[str, ...]:
    """Read a list of words or phrases; a single one may stand without brackets."""
    found = (text(node),) if isinstance(node, yaml.ScalarNode) else many(text)(node)
    if not all(re.search(r"\w", one) for one in found):
        raise WrongValueError("a word", "Write [OTAN].", node)
    return found


def date(node: yaml.Node, *, today: datetime.date) -> PartialDate:
    """Read a date cut to its precision, not after `today`."""
    written = text(node)
    try:
        when = PartialDate.parse(written)
    except ValueError as error:
        remedy = f"Write it as {example(written, today)}."
        raise WrongValueError("a date", remedy, node) from error
    try:
        when.check(today)
    except ValueError as error:
        remedy = "Write the day, month or year it was published in."
        raise WrongValueError(f"a date of publication: it {error}", remedy, node) from error
    return when


@takes(TAG)
def language(node: yaml.Node) -> Language:
    """Read a BCP 47 language tag."""
    try:
        return Language.parse(text(node))
    except ValueError as error:
        remedy = "Write for example fr, ru or pt-BR."
        raise WrongValueError("a language tag", remedy, node) from error


def url(*schemes: str, ending: str = "") -> Reader[str]:
    """Make a reader of absolute addresses; `ending` is put behind them once."""

    def read(node: yaml.Node) -> str:
        value = text(node)
        if not is_url(value, schemes):
            remedy = f"Write for example {schemes[0]}://example.org/news/."
            raise WrongValueError("an absolute address", remedy, node)
        return value.rstrip("/") + ending if ending else value

    begins = "|".join("mailto:" if one == "mailto" else f"{one}://" for one in schemes)
    return Reader(read, {"type": "string", "pattern": rf"^\s*({begins})"})


def is_url(value: str, schemes: tuple[str, ...]) -> bool:
    """Tell whether a text is an absolute address of one of some schemes."""
    if re.search(r"[\s<>\"\\]", value):
        return False
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    if parts.scheme == "mailto":
        return "mailto" in schemes and "@" in parts.path
    return parts.scheme in schemes and bool(parts.hostname)


def line_of(node: yaml.Node) -> int:
    """Give the line a node begins on, from 1."""
    return int(node.start_mark.line) + 1


def is_null(node: yaml.Node) -> bool:
    """Say whether a value was left empty."""
    return bool(node.tag == "tag:yaml.org,2002:null")


def _flat(said: object) -> str:
    """Put what a parser says on one line, without where: that is told apart."""
    return " ".join(str(said).split())[:200]


def shorten(node: yaml.Node) -> str:
    """Show a value as written, in one short line."""
    if isinstance(node, yaml.ScalarNode):
        written = " ".join(str(node.value).split())
        return written if len(written) <= 60 else f"{written[:59]}…"  # noqa: PLR2004 - one line
    return "a list" if isinstance(node, yaml.SequenceNode) else "a group of settings"


def nearest(word: str, known: tuple[str, ...]) -> str | None:
    """Give the known word most like this one, if any is."""
    near = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    return near[0] if near else None


def read_file(path: Path) -> str:
    """Read a file people keep beside the settings; "" where there is none. Raises InputError."""
    try:
        return plain_files.read(path).decode("utf-8-sig") if os.path.lexists(path) else ""
    except OSError as error:
        why = error.strerror or str(error)
        raise InputError(f"cannot be read: {why}.", where=path.name, remedy=_READABLE) from error
    except UnicodeDecodeError as error:
        why = f"byte {error.start} is no UTF-8"
        raise InputError(f"cannot be read: {why}.", where=path.name, remedy=_READABLE) from error


def parse(
    content: str, file: str, *, broken: str = "the YAML is broken"
) -> tuple[yaml.Node | None, tuple[Problem, ...]]:
    """Parse a settings file; an empty one is None, a broken one is a problem."""
    try:
        return compose(content), ()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        what = f"{broken}: {_flat(error.problem or error.context or '')}."
        remedy = "Mind colons, quotes and indentation near that line."
        return None, (Problem(file, line, what, remedy),)
    except yaml.YAMLError as error:
        remedy = "Save it as plain UTF-8 text."
        return None, (Problem(file, 1, f"{broken}: {_flat(error)}.", remedy),)


def entries(
    node: yaml.Node, readers: Mapping[str, Callable[[yaml.Node], object]], file: str
) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """Read a mapping's known keys; what is wrong is left out and becomes a problem."""
    if not isinstance(node, yaml.MappingNode):
        what = f"{shorten(node)} is not a list of key: value lines."
        return {}, (Problem(file, line_of(node), what, f"Keys: {', '.join(readers)}."),)
    values: dict[str, Any] = {}
    problems = []
    for key, value in node.value:
        try:
            if not is_null(value):
                name = _known(key, tuple(readers))
                values[name] = readers[name](value)
        except WrongValueError as wrong:
            what = f"{shorten(key)} is {shorten(wrong.node or value)}, not {wrong.wanted}."
            problems.append(Problem(file, line_of(wrong.node or value), what, wrong.remedy))
        except KeyError:
            near = nearest(shorten(key), tuple(readers))
            remedy = f"Did you mean {near}?" if near else f"Known keys: {', '.join(readers)}."
            problems.append(Problem(file, line_of(key), f"unknown key {shorten(key)}.", remedy))
    return values, tuple(problems)


def _known(key: yaml.Node, known: tuple[str, ...]) -> str:
    if not isinstance(key, yaml.ScalarNode) or key.value not in known:
        raise KeyError(shorten(key))
    return str(key.value)
