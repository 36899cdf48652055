import json
import re
from pathlib import Path

from papers import make_paper

from briefgen.publishing.json_export import export

ROOT = Path(__file__).parent.parent


def exported():
    return {page.path: json.loads(page.content) for page in export(make_paper())}


def test_one_file_per_briefing_a_list_and_the_schema():
    assert sorted(exported()) == [
        "briefings/2023/08.json",
        "briefings/2023/09/12.json",
        "briefings/2023/09/13.json",
        "briefings/briefings.json",
        "briefings/schema.json",
        "briefings/undated.json",
    ]


def test_the_list_counts():
    listed = exported()["briefings/briefings.json"]["briefings"]
    assert listed[0] == {
        "date": "2023-09-13",
        "precision": "day",
        "json": "briefings/2023/09/13.json",
        "stories": 2,
        "articles": 3,
    }


def test_fields_are_the_promised_ones():
    article = exported()["briefings/2023/09/13.json"]["stories"][0]["articles"][0]
    promised = {
        "id", "url", "source", "file", "start", "end", "language", "language_confidence", "title",
        "published", "added", "changed", "package", "duplicates", "summary",
    }  # fmt: skip
    assert promised <= set(article)
    sentence = {
        "original", "repaired", "translation", "shown", "start", "end", "fragment_url", "anchor",
        "marks", "score", "edited", "doubt",
    }  # fmt: skip
    assert set(article["summary"][2]) == sentence
    assert article["summary"][2]["marks"] == [{"check": "name", "detail": "“Syndicats” is missing"}]
    assert article["duplicates"][0] == {
        "id": "a1b", "source": "Boursier", "url": None, "file": "copy.txt",
    }  # fmt: skip


def test_every_briefing_obeys_the_schema():
    pages = exported()
    schema = pages.pop("briefings/schema.json")
    del pages["briefings/briefings.json"]
    for page in pages.values():
        assert_matches(page, schema, schema)


def assert_matches(value, rule, schema):
    """The part of JSON Schema our schema uses."""
    if "$ref" in rule:
        rule = schema["$defs"][rule["$ref"].rpartition("/")[2]]
    if "enum" in rule:
        assert value in rule["enum"]
        return
    kinds = [rule["type"]] if isinstance(rule["type"], str) else rule["type"]
    assert any(isinstance(value, TYPES[kind]) for kind in kinds), (value, kinds)
    if isinstance(value, dict):
        assert set(rule["required"]) <= set(value) <= set(rule["properties"])
        for key, item in value.items():
            assert_matches(item, rule["properties"][key], schema)
    if isinstance(value, list):
        for item in value:
            assert_matches(item, rule["items"], schema)


TYPES = {
    "object": dict,
    "array": list,
    "boolean": bool,
    "string": str,
    "integer": int,
    "number": (int, float),
    "null": type(None),
}


def test_the_docs_name_every_field_and_no_other():
    schema = json.loads((ROOT / "briefgen/publishing/briefing.schema.json").read_text("utf-8"))
    text = (ROOT / "docs" / "json.md").read_text("utf-8")
    known = set(schema["properties"])
    for definition in schema["$defs"].values():
        known |= set(definition.get("properties", {}))
    missing = {name for name in known if f"`{name}`" not in text}
    assert missing == set()
    rows = [line for line in text.splitlines() if line.startswith("| `") and ".json" not in line]
    named = {name for row in rows for name in re.findall(r"`([a-z_]+)`", row.split("|")[1])}
    assert named <= known
    assert len(named) > 30


def test_the_example_of_the_docs_runs(tmp_path, monkeypatch, capsys):
    for page in export(make_paper()):
        file = tmp_path / "site" / page.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(page.content, "utf-8")
    monkeypatch.chdir(tmp_path)
    text = (ROOT / "docs" / "json.md").read_text("utf-8")
    (example,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    exec(compile(example, "json.md", "exec"), {})  # noqa: S102  # our own page
    lines = capsys.readouterr().out.splitlines()
    assert lines
    assert all(line.startswith("s/") and "/#s-" in line for line in lines)
