"""JSON Schemas of the files people write and of the report, so that editors help with them.

They are made from the code that reads and writes those files, and laid into `.briefgen/schemas/`,
where the line `# yaml-language-server: $schema=…` of the starter files finds them without network.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from briefgen.yaml_values import Schema

FOLDER = "schemas"
DIALECT = "https://json-schema.org/draft/2020-12/schema"
_KEY = re.compile(r"(?:# )?([a-z_]+):(?: |$)")


def lay(work: Path) -> None:
    """Write the schemas of this version where they differ."""
    from briefgen.state.write import write_file, writing

    folder = work / FOLDER
    with writing(folder):
        for name, schema in schemas().items():
            text = json.dumps(schema, indent=1, ensure_ascii=False)
            write_file(folder / f"{name}.json", f"{text}\n".encode())


def schemas() -> dict[str, Schema]:
    """Give each schema by the name of its file."""
    from briefgen import config
    from briefgen.commands.build import report_schema
    from briefgen.desk import corrections, glossary, outlets, topics

    made = {
        "briefgen": _described(config.schema()),
        "glossary": glossary.schema(),
        "corrections": corrections.schema(),
        "sources": outlets.schema(),
        "topics": topics.schema(),
        "report": report_schema(),
    }
    return {name: {"$schema": DIALECT, "title": name, **one} for name, one in made.items()}


def _described(schema: Schema) -> Schema:
    """Put the comments of our settings file to its settings."""
    from briefgen.commands.init import packed

    file = packed("briefgen.yml")
    known = dict(comments(file.read_text(encoding="utf-8"))) if file.is_file() else {}
    properties: dict[str, Any] = {
        key: {"description": known[key], **one} if key in known else one
        for key, one in schema["properties"].items()
    }
    return {**schema, "properties": properties}


def comments(settings: str) -> Iterator[tuple[str, str]]:
    """Give each setting with the comment above it; several may stand below one."""
    said: list[str] = []
    for line in settings.splitlines():
        found = _KEY.match(line)
        if found and said:
            yield found[1], " ".join(said)
        elif line.startswith("# ") and not line.startswith("#   "):
            said.append(line[2:])
        elif not line.strip():
            said = []
