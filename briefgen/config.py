"""`briefgen.yml` → a frozen `Config`; every wrong setting is reported at once, with its line."""

from __future__ import annotations

import datetime
import difflib
import re
import zoneinfo
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import yaml

from briefgen.errors import ConfigError
from briefgen.model import Problem

FILE_NAME = "briefgen.yml"
MODELS = Path("models")
LANGUAGE_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
MAIL_ADDRESS = re.compile(r"[^\s@<>]+@[^\s@<>]+|[^<>\r\n]+ <[^\s@<>]+@[^\s@<>]+>")
SIZE = re.compile(r"(\d+)\s*(B|kB|KB|MB|GB)?")
SIZE_UNITS = {None: 1, "B": 1, "kB": 1000, "KB": 1000, "MB": 1000**2, "GB": 1000**3}

T = TypeVar("T")


class _WrongValueError(Exception):
    """A value is not what the setting wants: `wanted` completes "is X, not …"."""

    def __init__(self, wanted: str, remedy: str, node: yaml.Node | None = None) -> None:
        super().__init__(wanted)
        self.wanted, self.remedy, self.node = wanted, remedy, node


def _value(node: yaml.Node) -> object:
    """Give the plain Python value of a node."""
    return yaml.SafeLoader("").construct_document(node)


def _text(node: yaml.Node) -> str:
    """Read a scalar as it is written, so that `no` stays Norwegian."""
    if not isinstance(node, yaml.ScalarNode):
        raise _WrongValueError("a single text", "Write it on one line.", node)
    return str(node.value).strip()


def _flag(node: yaml.Node) -> bool:
    value = _value(node)
    if not isinstance(value, bool):
        raise _WrongValueError("true or false", "Write true or false.", node)
    return value


def _whole(least: int, most: int) -> Callable[[yaml.Node], int]:
    def read(node: yaml.Node) -> int:
        value = _value(node)
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            wanted = f"a whole number from {least} to {most}"
            raise _WrongValueError(wanted, f"Write for example {least}.", node)
        return value

    return read


def _one_of(*choices: str) -> Callable[[yaml.Node], str]:
    def read(node: yaml.Node) -> str:
        value = _text(node)
        if value not in choices:
            wanted = f"one of {', '.join(choices)}"
            remedy = f"Write {_nearest(value, choices) or choices[0]}."
            raise _WrongValueError(wanted, remedy, node)
        return value

    return read


def _many(read_one: Callable[[yaml.Node], object]) -> Callable[[yaml.Node], tuple[Any, ...]]:
    def read(node: yaml.Node) -> tuple[Any, ...]:
        if not isinstance(node, yaml.SequenceNode):
            raise _WrongValueError("a list", f"Write [{_shorten(node)}].", node)
        return tuple(read_one(item) for item in node.value)

    return read


def _language(node: yaml.Node) -> str:
    value = _text(node)
    if not LANGUAGE_TAG.fullmatch(value):
        remedy = "Write for example fr, ru or pt-BR."
        raise _WrongValueError("a language tag", remedy, node)
    return value


def _zone(node: yaml.Node) -> str:
    value = _text(node)
    try:
        _find_zone(value)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError) as error:
        remedy = "Write for example UTC or Europe/Paris."
        raise _WrongValueError("a known time zone", remedy, node) from error
    return value


def _find_zone(name: str) -> datetime.tzinfo:
    """Give the zone; UTC works without time zone data on the machine."""
    return datetime.UTC if name == "UTC" else zoneinfo.ZoneInfo(name)


def _url(*schemes: str, ending: str = "") -> Callable[[yaml.Node], str]:
    def read(node: yaml.Node) -> str:
        value = _text(node)
        if not _is_url(value, schemes):
            remedy = f"Write for example {schemes[0]}://example.org/news/."
            raise _WrongValueError("an absolute address", remedy, node)
        return value.rstrip("/") + ending if ending else value

    return read


def _is_url(value: str, schemes: tuple[str, ...]) -> bool:
    if re.search(r"[\s<>\"\\]", value):
        return False
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    if parts.scheme == "mailto":
        return "mailto" in schemes and "@" in parts.path
    return parts.scheme in schemes and bool(parts.hostname)


def _mail_address(node: yaml.Node) -> str:
    value = _text(node)
    if not MAIL_ADDRESS.fullmatch(value):
        remedy = "Write for example Morning desk <desk@example.org>."
        raise _WrongValueError("an e-mail address", remedy, node)
    return value


def _size(node: yaml.Node) -> int:
    found = SIZE.fullmatch(_text(node))
    if not found or not int(found[1]):
        raise _WrongValueError("a size", "Write for example 5 MB.", node)
    return int(found[1]) * SIZE_UNITS[found[2]]


def _path(node: yaml.Node) -> Path:
    value = _text(node)
    if not value:
        raise _WrongValueError("a folder", "Write for example articles.", node)
    return Path(value)


def _setting(default: T, read: Callable[[yaml.Node], object], key: str = "") -> T:
    """Declare a setting: its default, how its node is read, its key where a field cannot say it."""
    return field(default=default, metadata={"read": read, "key": key})


def _folder(name: str) -> Path:
    return _setting(Path(name), _path)


@dataclass(frozen=True, slots=True)
class SummaryConfig:
    """How sentences are chosen."""

    method: str = _setting("lexrank", _one_of("lexrank", "textrank", "lsa", "luhn", "lead"))
    at_least: int = _setting(1, _whole(1, 20))  # sentences per article
    at_most: int = _setting(4, _whole(1, 20))


@dataclass(frozen=True, slots=True)
class TranslationConfig:
    """How sentences are translated, and what happens when a check has doubts."""

    beam: int = _setting(2, _whole(1, 16))
    threads: int = _setting(0, _whole(0, 256))  # 0: as many as there are processors
    compute_type: str = _setting("auto", _one_of("auto", "int8", "int8_float32", "float32"))
    on_doubt: str = _setting("mark", _one_of("mark", "original"))


@dataclass(frozen=True, slots=True)
class DigestConfig:
    """The headers of the e-mail digests."""

    sender: str | None = _setting(None, _mail_address, "from")
    unsubscribe: str | None = _setting(None, _url("https", "mailto"))


@dataclass(frozen=True, slots=True)
class Config:
    """All settings; paths are absolute or relative to the working directory."""

    title: str = _setting("Foreign press in English", _text)
    description: str = _setting("English briefings of news in other languages.", _text)
    site_url: str | None = _setting(None, _url("https", "http", ending="/"))
    repo_url: str | None = _setting(None, _url("https", "http"))
    time_zone: str = _setting("UTC", _zone)
    target: str = _setting("en", _language)
    languages: tuple[str, ...] = _setting((), _many(_language))  # (): any
    articles: Path = _folder("articles")
    docs: Path = _folder("docs")
    site: Path = _folder("site")
    templates: Path = _folder("templates")
    packages: tuple[Path, ...] = _setting((MODELS,), _many(_path))
    package_index: str = _setting(
        "https://raw.githubusercontent.com/argosopentech/argospm-index/main/index.json",
        _url("https", "http"),
    )
    max_file_size: int = _setting(5_000_000, _size)  # bytes
    story_window_days: int = _setting(3, _whole(0, 60))
    watch: tuple[str, ...] = _setting((), _many(_text))
    noindex: bool = _setting(default=False, read=_flag)
    strict: bool = _setting(default=False, read=_flag)
    summary: SummaryConfig = field(default=SummaryConfig())
    translation: TranslationConfig = field(default=TranslationConfig())
    digest: DigestConfig = field(default=DigestConfig())

    @property
    def zone(self) -> datetime.tzinfo:
        """The time zone as an object."""
        return _find_zone(self.time_zone)


def load(path: Path | None) -> Config:
    """Read the settings; without a file all have their defaults. Raises ConfigError for any fault.

    Relative paths in the file are meant from the folder the file lies in.
    """
    if path is None or not path.exists():
        return Config()
    root = _compose(path)
    problems: list[Problem] = []
    values = _read_section(root, Config, "", path.name, problems) if root else {}
    problems += _contradictions(values, root, path.name)
    if problems:
        raise _all_wrong(problems)
    return _from_folder(Config(**values), path.parent)


def _compose(path: Path) -> yaml.Node | None:
    """Parse the file into YAML nodes, which know their lines."""
    try:
        return yaml.compose(path.read_text("utf-8-sig"), yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        what = f"not YAML: {error.problem or error.context}."
        remedy = "Mind colons, quotes and indentation near that line."
        raise ConfigError(what, where=f"{path.name}:{line}", remedy=remedy) from error
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        remedy = "Save it as UTF-8 text that may be read."
        raise ConfigError(f"cannot be read: {error}.", where=path.name, remedy=remedy) from error


def _read_section(
    node: yaml.Node, section: type, prefix: str, file: str, problems: list[Problem]
) -> dict[str, Any]:
    """Give the valid settings of a section by field name; add what is wrong to `problems`."""
    if not isinstance(node, yaml.MappingNode):
        what = f"{prefix.rstrip('.') or 'the file'} is {_shorten(node)}, not a list of settings."
        problems.append(Problem(file, _line(node), what, "Write key: value lines."))
        return {}
    known = {_key(one): one for one in fields(section)}
    values: dict[str, Any] = {}
    for key_node, value_node in node.value:
        problem = _check_key(key_node, known, values, prefix, file)
        if problem:
            problems.append(problem)
        elif not _is_null(value_node):
            one = known[key_node.value]
            if is_dataclass(one.default):
                group: Any = type(one.default)
                inner = _read_section(value_node, group, f"{prefix}{_key(one)}.", file, problems)
                values[one.name] = group(**inner)
            else:
                values |= _read_setting(one, value_node, prefix, file, problems)
    return values


def _read_setting(
    one: Any,  # noqa: ANN401 - dataclasses.Field of any type
    node: yaml.Node,
    prefix: str,
    file: str,
    problems: list[Problem],
) -> dict[str, Any]:
    try:
        return {one.name: one.metadata["read"](node)}
    except _WrongValueError as wrong:
        seen = wrong.node or node
        what = f"{prefix}{_key(one)} is {_shorten(seen)}, not {wrong.wanted}."
        problems.append(Problem(file, _line(seen), what, wrong.remedy))
        return {}


def _check_key(
    node: yaml.Node, known: Mapping[str, Any], seen: Mapping[str, Any], prefix: str, file: str
) -> Problem | None:
    key = _shorten(node)
    if key not in known:
        near = _nearest(key, tuple(known))
        remedy = f"Did you mean {prefix}{near}?" if near else f"Known: {', '.join(sorted(known))}."
        return Problem(file, _line(node), f"{prefix}{key} is no setting.", remedy)
    if known[key].name in seen:
        return Problem(file, _line(node), f"{prefix}{key} is set twice.", "Remove one of them.")
    return None


def _contradictions(
    values: Mapping[str, Any], root: yaml.Node | None, file: str
) -> Iterator[Problem]:
    """Find settings that are fine alone but not together."""
    summary = values.get("summary", SummaryConfig())
    if summary.at_least > summary.at_most and root:
        line = next(_line(key) for key, _ in root.value if key.value == "summary")
        what = f"summary.at_least is {summary.at_least}, more than at_most ({summary.at_most})."
        yield Problem(file, line, what, "Raise at_most or lower at_least.")


def _all_wrong(problems: list[Problem]) -> ConfigError:
    if len(problems) == 1:
        one = problems[0]
        return ConfigError(one.message, where=f"{one.file}:{one.line}", remedy=one.remedy)
    lines = "\n".join(f"  {problem}" for problem in sorted(problems))
    return ConfigError(f"{len(problems)} settings are wrong:\n{lines}", where=problems[0].file)


def _key(one: Any) -> str:  # noqa: ANN401 - dataclasses.Field of any type
    return str(one.metadata.get("key") or one.name)


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _is_null(node: yaml.Node) -> bool:
    return bool(node.tag == "tag:yaml.org,2002:null")


def _shorten(node: yaml.Node) -> str:
    """Show a value as written, in one short line."""
    if isinstance(node, yaml.ScalarNode):
        text = str(node.value)
        return text if len(text) <= 60 else f"{text[:59]}…"  # noqa: PLR2004 - one line
    return "a list" if isinstance(node, yaml.SequenceNode) else "a group of settings"


def _nearest(word: str, known: tuple[str, ...]) -> str | None:
    near = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    return near[0] if near else None


def _from_folder(config: Config, folder: Path) -> Config:
    """Anchor all relative paths, defaults too, in the folder of the settings file."""
    return replace(
        config,
        articles=folder / config.articles,
        docs=folder / config.docs,
        site=folder / config.site,
        templates=folder / config.templates,
        packages=tuple(folder / one for one in config.packages),
    )
