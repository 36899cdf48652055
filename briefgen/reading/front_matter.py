"""Front matter and sidecars → Metadata, with a Problem for every key that cannot be used."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime
from typing import Any

import yaml

from briefgen import yaml_values
from briefgen.language.tags import Language
from briefgen.model import Metadata, Part, Problem, Published, shortened
from briefgen.partial_date import example
from briefgen.reading import encodings, other_keys, toml_matter
from briefgen.reading.dates import parse_published
from briefgen.reading.lines import line_at, one_newline
from briefgen.urls import domain, is_valid_id

_EMPTY = re.compile(r"\n[^\S\n]*\n")
_FENCE = re.compile(r"^---[ \t]*\r?$", re.MULTILINE)
_KEY = re.compile(r"\s*(?:#[^\n]*\n\s*)*[\"']?([A-Za-z_-]+)[\"']?[ \t]*:(?:\s|$)")
_BRACE = re.compile(r"\s*\{\s*\"([\w-]+)\"\s*:")
_BRACE_END = re.compile(r"^\}[ \t]*$", re.MULTILINE)
_ADDRESS = re.compile(r"https?://[^\s/]+\S*$", re.IGNORECASE)
_EPOCH = re.compile(r"1\d{9}(?:\d{3})?")  # a time since September 2001
_EPOCH_SECONDS = 10  # figures
_NAME_PARTS = (("firstName", "given"), ("lastName", "family"))
_SWITCHES = {"true", "false", "yes", "no"}  # Jekyll's `published: false` is no date
_MOST_ROWS = 60  # lines a front matter may have


@dataclass(frozen=True, slots=True)
class _Value:
    """A value of a mapping, as written, with its place."""

    text: str
    line: int
    start: int
    end: int


def read_parts(
    text: str, file: str, *, today: date, always: bool
) -> tuple[tuple[Part, ...], tuple[Problem, ...]]:
    """Find the stretches of a text under front matters; without any, the whole is one part.

    `always`: a first fence on line 1 is front matter even when no key is known (Markdown).
    """
    text = one_newline(text)
    toml = toml_matter.find(text)
    if toml:
        return _read_toml(text, file, toml, today)
    matters = [*_json_matter(text), *_front_matters(text, always=always)]
    parts: list[Part] = []
    problems: list[Problem] = []
    unclosed = _unclosed(text) if not matters else None
    if unclosed:
        matters = [unclosed]
        problems.append(_left_open(text, unclosed[0], file, "---"))
    begins = [start for start, _, _ in matters]
    if not matters or text[: begins[0]].strip():
        first = begins[0] if begins else len(text)
        parts.append(Part(0, first, Metadata()))
    for i, (_, inner, body) in enumerate(matters):
        end = begins[i + 1] if i + 1 < len(matters) else len(text)
        found, wrong = read_mapping(text, file, today=today, method="front matter", span=inner)
        parts.append(Part(min(body, end), end, found))
        problems += wrong
    return tuple(parts), tuple(problems)


def _read_toml(
    text: str, file: str, found: tuple[int, tuple[int, int], int, bool], today: date
) -> tuple[tuple[Part, ...], tuple[Problem, ...]]:
    """Read a front matter in TOML; the rest of the file is its one part."""
    start, inner, body, closed = found
    line = line_at(text, inner[0])
    problems = () if closed else (_left_open(text, start, file, "+++"),)
    try:
        values = {
            key: _Value(told, line + row, a, b)
            for key, told, row, a, b in toml_matter.values(text[slice(*inner)])
        }
    except tomllib.TOMLDecodeError as error:
        what = str(error).split(" (at ")[0].rstrip(".").lower()
        remedy = 'Write one `key = "value"` per line.'
        wrong = Problem(
            file, line + toml_matter.line_of(error), f"the TOML is broken: {what}.", remedy
        )
        return (Part(body, len(text), Metadata()),), (*problems, wrong)
    metadata, wrong_keys = _understand(values, file, today, "front matter", inner[0])
    return (Part(body, len(text), metadata),), (*problems, *wrong_keys)


def _left_open(text: str, start: int, file: str, fence: str) -> Problem:
    message = "the front matter is not closed; it was read up to the first empty line."
    line = line_at(text, start)
    return Problem(file, line, message, f"Write a line {fence} after its last key.")


def _json_matter(text: str) -> Iterator[tuple[int, tuple[int, int], int]]:
    """Find a front matter in JSON at the head of a text, which YAML reads as well."""
    opened = _BRACE.match(text)
    closed = _BRACE_END.search(text, opened.end()) if opened else None
    if opened and closed and other_keys.own_key(opened[1]) in _READERS:
        yield opened.start(), (opened.start(), closed.end()), closed.end()


def read_mapping(
    text: str, file: str, *, today: date, method: str, span: tuple[int, int] | None = None
) -> tuple[Metadata, tuple[Problem, ...]]:
    """Read the YAML keys of a sidecar, or those at `span` of an article's own text."""
    offset = span[0] if span else None
    line = line_at(text, offset or 0)
    text = text[slice(*span)] if span else text
    try:
        values = dict(_values(text, line))
    except yaml.YAMLError as error:
        return Metadata(), (_broken(error, file, line),)
    return _understand(values, file, today, method, offset)


def _understand(
    values: Mapping[str, _Value], file: str, today: date, method: str, offset: int | None
) -> tuple[Metadata, tuple[Problem, ...]]:
    """Read the values of known keys, with a problem for every key that cannot be used."""
    known: dict[str, Any] = {}
    problems = []
    for key, value in _translated(values).items():
        if key not in _READERS:
            if not other_keys.is_theirs(key):
                problems.append(_unknown(key, value, file))
            continue
        try:
            known[key] = _READERS[key](value, today, method, offset) or None
        except ValueError as error:
            problems.append(Problem(file, value.line, f"{key} {error}", _remedy(key, value, today)))
    return Metadata(**known), tuple(problems)


def _translated(values: Mapping[str, _Value]) -> dict[str, _Value]:
    """Give values our keys; our own keys count more, and an address in `source` is the url."""
    own = {
        key: value
        for key, value in values.items()
        if key in _READERS and not (key == "published" and value.text.lower() in _SWITCHES)
    }
    for key, value in values.items():
        if key not in _READERS:
            own.setdefault(other_keys.own_key(key), value)
    source = own.get("source")
    if source is not None and _ADDRESS.match(source.text):
        own.setdefault("url", source)
        own["source"] = replace(source, text=domain(source.text) or source.text)
    return own


def _broken(error: yaml.YAMLError, file: str, line: int) -> Problem:
    mark = getattr(error, "problem_mark", None)
    what = str(getattr(error, "problem", None) or error).split("\n", maxsplit=1)[0]
    remedy = "Write one `key: value` per line, with quotes round values that hold a colon."
    return Problem(file, line + (mark.line if mark else 0), f"the YAML is broken: {what}.", remedy)


def merge(upper: Metadata, lower: Metadata) -> Metadata:
    """Fill what `upper` is silent about from `lower`."""
    values = {field.name: getattr(upper, field.name) for field in fields(Metadata)}
    return replace(lower, **{key: value for key, value in values.items() if value is not None})


def _front_matters(text: str, *, always: bool) -> Iterator[tuple[int, tuple[int, int], int]]:
    """Give each front matter: where it starts, the range of its YAML, where its body starts."""
    fences = [match.span() for match in _FENCE.finditer(text)]
    blank = len(text) - len(text.lstrip())
    i = 0
    while i + 1 < len(fences):
        (start, inner), (close, body) = fences[i], fences[i + 1]
        first = start <= blank
        looks = _KEY.match(text[inner:close])
        stated = looks is not None and looks[1] in _READERS
        short = text.count("\n", inner, close) <= _MOST_ROWS
        if short and (stated or (first and looks is not None) or (first and always)):
            yield start, (min(inner + 1, close), close), body
            i += 2
        else:
            i += 1


def _unclosed(text: str) -> tuple[int, tuple[int, int], int] | None:
    """Find a front matter that has no second fence: keys of ours up to an empty line."""
    fence = _FENCE.search(text)
    if fence is None or text[: fence.start()].strip():
        return None
    looks = _KEY.match(text, fence.end())
    if looks is None or other_keys.own_key(looks[1]) not in _READERS:
        return None
    empty = _EMPTY.search(text, fence.end() + 1)
    end = empty.start() if empty else len(text)
    return fence.start(), (min(fence.end() + 1, end), end), end


def _values(text: str, line: int) -> Iterator[tuple[str, _Value]]:
    node = yaml_values.compose(text)
    if node is None:
        return
    if not isinstance(node, yaml.MappingNode):
        raise yaml.MarkedYAMLError(problem="it holds no keys", problem_mark=node.start_mark)
    for key, value in node.value:
        place = (line + key.start_mark.line, value.start_mark.index, value.end_mark.index)
        is_text = isinstance(value, yaml.ScalarNode)
        written = value.value if is_text else _listed(value)
        null = is_text and value.tag == "tag:yaml.org,2002:null"
        yield _listed(key).strip(), _Value("" if null else str(written).strip(), *place)


def _listed(node: yaml.Node) -> str:
    """Write a list as its members with commas: several authors."""
    if isinstance(node, yaml.ScalarNode):
        return str(node.value)
    if isinstance(node, yaml.MappingNode):
        return _named({_listed(key): _listed(value) for key, value in node.value})
    members = node.value if isinstance(node, yaml.SequenceNode) else []
    return ", ".join(filter(None, map(_listed, members)))


def _named(told: Mapping[str, str]) -> str:
    """Write a name told in parts, as Zotero and CSL do, the given one first."""
    parts = [told.get(one) or told.get(other) for one, other in _NAME_PARTS]
    return " ".join(filter(None, parts)) or told.get("name") or " ".join(told.values())


def _unknown(key: str, value: _Value, file: str) -> Problem:
    near = difflib.get_close_matches(key.lower(), list(_READERS), n=1, cutoff=0.5)
    remedy = f"Did you mean {near[0]}?" if near else f"Known keys: {', '.join(_READERS)}."
    return Problem(file, value.line, f'unknown key "{shortened(key)}", left out.', remedy)


def _remedy(key: str, value: _Value, today: date) -> str:
    if key in {"published", "added"}:
        return f"Write it as {example(value.text, today)}."
    return {
        "language": "Write a language tag such as fr or pt-BR.",
        "id": "Use lower-case letters, digits and hyphens inside, at most 64; not con or nul.",
        "encoding": "Write it in the sidecar, as in `encoding: windows-1251`.",
        "url": "Write the full address, beginning with https://.",
    }.get(key, "Write it on one line.")


_Reader = Callable[[_Value, date, str, int | None], "str | Published | Language | None"]


def _read_text(value: _Value, _today: date, _method: str, _offset: int | None) -> str:
    return " ".join(other_keys.plain(value.text).split())


def _read_published(value: _Value, today: date, method: str, offset: int | None) -> str | Published:
    if not value.text:
        return ""
    found = parse_published(_of_epoch(value.text), today=today, method=method)
    if offset is None:
        return found
    return replace(found, start=offset + value.start, end=offset + value.end)


def _of_epoch(text: str) -> str:
    """Write seconds or milliseconds since 1970, as Pocket counts, as a day (UTC)."""
    if not _EPOCH.fullmatch(text):
        return text
    return datetime.fromtimestamp(int(text[:_EPOCH_SECONDS]), tz=UTC).date().isoformat()


def _read_added(value: _Value, today: date, method: str, _offset: int | None) -> str:
    if not value.text:
        return ""
    found = parse_published(_of_epoch(value.text), today=today, method=method)
    if found.date is None or not found.date.is_day:
        raise ValueError(f'is "{shortened(value.text)}", not a day.')
    return str(found.date)


def _read_language(
    value: _Value, _today: date, _method: str, _offset: int | None
) -> Language | None:
    if not value.text:
        return None
    try:
        return Language.parse(value.text)
    except ValueError as error:
        raise ValueError(f'is "{shortened(value.text)}", not a language tag.') from error


def _read_id(value: _Value, _today: date, _method: str, _offset: int | None) -> str:
    if value.text and not is_valid_id(value.text):
        raise ValueError(f'is "{shortened(value.text)}", which cannot stand in a link.')
    return value.text


def _read_url(value: _Value, _today: date, _method: str, _offset: int | None) -> str:
    if value.text and not _ADDRESS.match(value.text):
        raise ValueError(f'is "{shortened(value.text)}", not a web address.')
    return value.text


def _read_encoding(value: _Value, _today: date, _method: str, offset: int | None) -> str:
    if offset is not None:
        raise ValueError("cannot stand in the file it is about.")
    found = encodings.codec(value.text) if value.text else ""
    if found is None:
        raise ValueError(f'is "{shortened(value.text)}", not an encoding.')
    return found


# Every key there is; a new one is a reader here and a field of Metadata.
_READERS: dict[str, _Reader] = {
    "title": _read_text,
    "url": _read_url,
    "source": _read_text,
    "published": _read_published,
    "language": _read_language,
    "author": _read_text,
    "id": _read_id,
    "added": _read_added,
    "encoding": _read_encoding,
}
