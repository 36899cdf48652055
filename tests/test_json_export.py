import json

from papers import make_paper

from briefgen.publishing.json_export import export


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
        "published", "added", "package", "duplicates", "summary",
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
