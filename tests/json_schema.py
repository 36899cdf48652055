"""The part of JSON Schema that our schemas use."""

import re
from collections.abc import Iterator

TYPES = {
    "object": dict,
    "array": list,
    "string": str,
    "boolean": bool,
    "null": type(None),
    "integer": int,
    "number": (int, float),
}
KNOWN = {
    "$schema", "title", "description", "type", "enum", "anyOf", "properties", "items", "minimum",
    "maximum", "pattern", "patternProperties", "additionalProperties", "required",
    "dependentRequired",
}  # fmt: skip


def faults(value: object, rule: dict, where: str = "$") -> list[str]:
    """Say what is wrong with a value; a rule we do not know is a fault of ours."""
    assert set(rule) <= KNOWN, set(rule) - KNOWN
    return list(_faults(value, rule, where))


def _faults(value, rule, where) -> Iterator[str]:
    if "anyOf" in rule:
        tried = [faults(value, one, where) for one in rule["anyOf"]]
        if all(tried):
            yield from min(tried, key=len)
    if "type" in rule and not _is(value, rule["type"]):
        yield f"{where} is no {rule['type']}"
        return
    if "enum" in rule and value not in rule["enum"]:
        yield f"{where} is none of {rule['enum']}"
    if isinstance(value, str) and not re.search(rule.get("pattern", ""), value):
        yield f"{where} does not match {rule['pattern']}"
    if _is(value, "number") and not (
        rule.get("minimum", value) <= value <= rule.get("maximum", value)
    ):
        yield f"{where} is out of range"
    for number, item in enumerate(value if isinstance(value, list) else ()):
        yield from faults(item, rule.get("items", {}), f"{where}[{number}]")
    if isinstance(value, dict):
        yield from _faults_of_keys(value, rule, where)


def _faults_of_keys(value, rule, where) -> Iterator[str]:
    needed = set(rule.get("required", ()))
    for key in value:
        needed |= set(rule.get("dependentRequired", {}).get(key, ()))
    yield from (f"{where} lacks {key}" for key in sorted(needed - set(value)))
    for key, inner in value.items():
        rules = [rule["properties"][key]] if key in rule.get("properties", {}) else []
        patterns = rule.get("patternProperties", {})
        rules += [one for pattern, one in patterns.items() if re.search(pattern, str(key))]
        rest = rule.get("additionalProperties", True)
        if not rules and rest is False:
            yield f"{where} may not have {key}"
        for one in rules or ([rest] if isinstance(rest, dict) else []):
            yield from faults(inner, one, f"{where}.{key}")


def _is(value, kinds) -> bool:
    kinds = [kinds] if isinstance(kinds, str) else kinds
    plain = isinstance(value, bool)  # true is no number
    return any(
        isinstance(value, TYPES[kind]) and (not plain or kind == "boolean") for kind in kinds
    )
