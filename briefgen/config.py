"""`briefgen.yml` → a frozen `Config`; every wrong setting is reported at once, with its line."""

from __future__ import annotations

import datetime
import os
import re
import zoneinfo
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, TypeVar, get_args

import yaml

from briefgen import yaml_values
from briefgen.choosing.choose import LONGEST
from briefgen.engines.sumy import METHODS
from briefgen.errors import ConfigError, InputError
from briefgen.language.tags import ENGLISH, Language
from briefgen.model import Code, Problem
from briefgen.reading.folder import MOST_FILES
from briefgen.yaml_values import Reader, Schema, takes

FILE_NAME = "briefgen.yml"
MODELS = Path("models")
AUTO = "auto"  # the method of summarising is ours to choose
MAIL_ADDRESS = re.compile(r"[^\s@<>]+@[^\s@<>]+|[^<>\r\n]+ <[^\s@<>]+@[^\s@<>]+>")
SIZE = re.compile(r"([0-9]{1,12})\s*(B|kB|KB|MB|GB)?")
SIZE_UNITS = {None: 1, "B": 1, "kB": 1000, "KB": 1000, "MB": 1000**2, "GB": 1000**3}

# What readers need not know: said on every page, or only about the machine that builds.
UNTOLD = frozenset(
    {
        *("title", "description", "package_index", "scheduler", "strict"),
        *("max_file_size", "max_files", "threads"),
    }
)

SCHEDULERS = ("tcp", "tls")  # how Dask's are spoken to

T = TypeVar("T")


@takes(yaml_values.SCALAR)
def _zone(node: yaml.Node) -> str:
    value = yaml_values.text(node)
    try:
        _find_zone(value)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError) as error:
        remedy = "Write for example UTC or Europe/Paris."
        raise yaml_values.WrongValueError("a known time zone", remedy, node) from error
    return value


def _find_zone(name: str) -> datetime.tzinfo:
    """Give the zone; UTC works without time zone data on the machine."""
    return datetime.UTC if name == "UTC" else zoneinfo.ZoneInfo(name)


_CODES = yaml_values.many(yaml_values.one_of(*get_args(Code)))


@takes({"anyOf": [yaml_values.FLAG, _CODES.schema]})
def _strict(node: yaml.Node) -> bool | tuple[str, ...]:
    """Read true, false, or the codes of the problems that are fatal."""
    if isinstance(node, yaml.ScalarNode):
        return yaml_values.flag(node)
    return _CODES(node)


@takes({"type": "string", "pattern": MAIL_ADDRESS.pattern})
def _mail_address(node: yaml.Node) -> str:
    value = yaml_values.text(node)
    if not MAIL_ADDRESS.fullmatch(value):
        remedy = "Write for example Morning desk <desk@example.org>."
        raise yaml_values.WrongValueError("an e-mail address", remedy, node)
    return value


@takes({"type": ["string", "integer"], "pattern": rf"^\s*({SIZE.pattern})\s*$"})
def _size(node: yaml.Node) -> int:
    found = SIZE.fullmatch(yaml_values.text(node))
    if not found or not int(found[1]):
        raise yaml_values.WrongValueError("a size", "Write for example 5 MB.", node)
    return int(found[1]) * SIZE_UNITS[found[2]]


@takes(yaml_values.SCALAR)
def _path(node: yaml.Node) -> Path:
    value = yaml_values.text(node)
    if not value or "\0" in value:
        raise yaml_values.WrongValueError("a folder", "Write for example articles.", node)
    return Path(value)


def _setting(default: T, read: Reader[Any], key: str = "") -> T:
    """Declare a setting: its default, how its node is read, its key where a field cannot say it."""
    return field(default=default, metadata={"read": read, "key": key})


def _folder(name: str) -> Path:
    return _setting(Path(name), _path)


@dataclass(frozen=True, slots=True)
class SummaryConfig:
    """How sentences are chosen."""

    method: str = _setting(AUTO, yaml_values.one_of(AUTO, *METHODS))
    at_least: int = _setting(1, yaml_values.whole(1, LONGEST))  # sentences per article
    at_most: int = _setting(4, yaml_values.whole(1, LONGEST))


@dataclass(frozen=True, slots=True)
class TranslationConfig:
    """How sentences are translated, and what happens when a check has doubts."""

    beam: int = _setting(4, yaml_values.whole(1, 16))
    threads: int = _setting(0, yaml_values.whole(0, 256))  # 0: as many as there are processors
    compute_type: str = _setting(
        "auto", yaml_values.one_of("auto", "int8", "int8_float32", "float32")
    )
    on_doubt: str = _setting("mark", yaml_values.one_of("mark", "original"))
    second_opinion: bool = _setting(True, yaml_values.flag)  # noqa: FBT003 - a default


@dataclass(frozen=True, slots=True)
class DigestConfig:
    """The headers of the e-mail digests."""

    sender: str | None = _setting(None, _mail_address, "from")
    unsubscribe: str | None = _setting(None, yaml_values.url("https", "mailto"))


@dataclass(frozen=True, slots=True)
class AboutConfig:
    """What "About this briefing" tells readers beside how it is made."""

    settings: bool = _setting(False, yaml_values.flag)  # noqa: FBT003 - a default
    problems: bool = _setting(False, yaml_values.flag)  # noqa: FBT003 - a default


SECTIONS = (SummaryConfig, TranslationConfig, DigestConfig, AboutConfig)


@dataclass(frozen=True, slots=True)
class Config:
    """All settings; paths are absolute or relative to the working directory."""

    title: str = _setting("Foreign press in English", yaml_values.text)
    description: str = _setting("English briefings of news in other languages.", yaml_values.text)
    site_url: str | None = _setting(None, yaml_values.url("https", "http", ending="/"))
    repo_url: str | None = _setting(None, yaml_values.url("https", "http"))
    time_zone: str = _setting("UTC", _zone)
    target: Language = _setting(ENGLISH, yaml_values.language)
    languages: tuple[Language, ...] = _setting(
        (), yaml_values.many(yaml_values.language)
    )  # (): any
    articles: Path = _folder("articles")
    docs: Path = _folder("docs")
    site: Path = _folder("site")
    templates: Path = _folder("templates")
    glossary: Path = _folder("glossary.yml")
    corrections: Path = _folder("corrections.yml")
    sources: Path = _folder("sources.yml")
    topics: Path = _folder("topics.yml")
    packages: tuple[Path, ...] = _setting((MODELS,), yaml_values.many(_path))
    package_index: str = _setting(
        "https://raw.githubusercontent.com/argosopentech/argospm-index/main/index.json",
        yaml_values.url("https", "http"),
    )
    scheduler: str | None = _setting(None, yaml_values.url(*SCHEDULERS))
    max_file_size: int = _setting(5_000_000, _size)  # bytes
    max_files: int = _setting(MOST_FILES, yaml_values.whole(1, 10_000_000))
    story_window_days: int = _setting(3, yaml_values.whole(0, 60))
    watch: tuple[str, ...] = _setting((), yaml_values.many(yaml_values.text))
    git_dates: bool = _setting(default=False, read=yaml_values.flag)
    noindex: bool = _setting(default=False, read=yaml_values.flag)
    search_originals: bool = _setting(default=True, read=yaml_values.flag)
    strict: bool | tuple[str, ...] = _setting(default=False, read=_strict)  # codes of problems
    summary: SummaryConfig = field(default=SummaryConfig())
    translation: TranslationConfig = field(default=TranslationConfig())
    digest: DigestConfig = field(default=DigestConfig())
    about: AboutConfig = field(default=AboutConfig())

    @property
    def zone(self) -> datetime.tzinfo:
        """The time zone as an object."""
        return _find_zone(self.time_zone)


def schema(section: type = Config) -> Schema:
    """Give the JSON Schema of the settings file, or of a section of it."""
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {_key(one): _or_nothing(_schema_of(one)) for one in fields(section)},
    }


def _schema_of(one: Any) -> Schema:  # noqa: ANN401 - dataclasses.Field of any type
    if isinstance(one.default, SECTIONS):
        return schema(type(one.default))
    read: Reader[Any] = one.metadata["read"]
    return read.schema


def _or_nothing(taken: Schema) -> Schema:
    """Allow to leave a value empty, as for the default."""
    return {"anyOf": [taken, {"type": "null"}]}


def told(config: Config) -> tuple[tuple[str, str], ...]:
    """Give the settings that readers of the site may want to know, as (key, value in words).

    Folders and files stay out: they say where somebody's disk holds what. So does the sender.
    """
    groups = (("", config), ("summary.", config.summary), ("translation.", config.translation))
    return tuple(
        (f"{prefix}{_key(one)}", _words(getattr(section, one.name)))
        for prefix, section in groups
        for one in fields(section)
        if one.name not in UNTOLD and _is_telling(one.default)
    )


def _is_telling(default: object) -> bool:
    paths = default if isinstance(default, tuple) else (default,)
    return not (isinstance(default, SECTIONS) or any(isinstance(one, Path) for one in paths))


def _words(value: object) -> str:
    match value:
        case None:
            return "not set"
        case bool():
            return "yes" if value else "no"
        case tuple():
            return ", ".join(map(str, value)) or "none named"
        case _:
            return str(value)


def load(path: Path | None) -> Config:
    """Read the settings; without a file all have their defaults. Raises ConfigError for any fault.

    Relative paths in the file are meant from the folder the file lies in.
    """
    if path is None or not os.path.lexists(path):
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
        content = yaml_values.read_file(path)
    except InputError as error:
        raise ConfigError(error.message, where=error.where, remedy=error.remedy) from error
    root, problems = yaml_values.parse(content, path.name, broken="not YAML")
    if problems:
        raise _all_wrong(list(problems))
    return root


def _read_section(
    node: yaml.Node, section: type, prefix: str, file: str, problems: list[Problem]
) -> dict[str, Any]:
    """Give the valid settings of a section by field name; add what is wrong to `problems`."""
    if not isinstance(node, yaml.MappingNode):
        name = prefix.rstrip(".") or "the file"
        what = f"{name} is {yaml_values.shorten(node)}, not a list of settings."
        problems.append(Problem(file, yaml_values.line_of(node), what, "Write key: value lines."))
        return {}
    known = {_key(one): one for one in fields(section)}
    values: dict[str, Any] = {}
    for key_node, value_node in node.value:
        problem = _check_key(key_node, known, values, prefix, file)
        if problem:
            problems.append(problem)
        elif not yaml_values.is_null(value_node):
            one = known[key_node.value]
            if isinstance(one.default, SECTIONS):
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
    except yaml_values.WrongValueError as wrong:
        seen = wrong.node or node
        what = f"{prefix}{_key(one)} is {yaml_values.shorten(seen)}, not {wrong.wanted}."
        problems.append(Problem(file, yaml_values.line_of(seen), what, wrong.remedy))
        return {}


def _check_key(
    node: yaml.Node, known: Mapping[str, Any], seen: Mapping[str, Any], prefix: str, file: str
) -> Problem | None:
    key = yaml_values.shorten(node)
    if key not in known:
        near = yaml_values.nearest(key, tuple(known))
        remedy = f"Did you mean {prefix}{near}?" if near else f"Known: {', '.join(sorted(known))}."
        return Problem(file, yaml_values.line_of(node), f"{prefix}{key} is no setting.", remedy)
    if known[key].name in seen:
        return Problem(
            file, yaml_values.line_of(node), f"{prefix}{key} is set twice.", "Remove one of them."
        )
    return None


def _contradictions(
    values: Mapping[str, Any], root: yaml.Node | None, file: str
) -> Iterator[Problem]:
    """Find settings that are fine alone but not together."""
    summary = values.get("summary", SummaryConfig())
    if summary.at_least > summary.at_most and root:
        line = next(yaml_values.line_of(key) for key, _ in root.value if key.value == "summary")
        what = f"summary.at_least is {summary.at_least}, more than at_most ({summary.at_most})."
        yield Problem(file, line, what, "Raise at_most or lower at_least.")


def _all_wrong(problems: list[Problem]) -> ConfigError:
    if len(problems) == 1:
        one = problems[0]
        return ConfigError(one.message, where=f"{one.file}:{one.line}", remedy=one.remedy)
    lines = [f"  {problem}" for problem in sorted(problems)]
    return ConfigError(f"{len(problems)} settings are wrong:", where=problems[0].file, lines=lines)


def _key(one: Any) -> str:  # noqa: ANN401 - dataclasses.Field of any type
    return str(one.metadata.get("key") or one.name)


def _from_folder(config: Config, folder: Path) -> Config:
    """Anchor all relative paths, defaults too, in the folder of the settings file."""
    return replace(
        config,
        articles=folder / config.articles,
        docs=folder / config.docs,
        site=folder / config.site,
        templates=folder / config.templates,
        glossary=folder / config.glossary,
        corrections=folder / config.corrections,
        sources=folder / config.sources,
        topics=folder / config.topics,
        packages=tuple(folder / one for one in config.packages),
    )
