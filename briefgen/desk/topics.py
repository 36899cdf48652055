"""`topics.yml`: subjects that get a page and a feed, by the terms that tell of them.

    Energy: [pipeline*, gazoduc*, OPEC, газопровод*]

A term that ends with * stands for every word that begins so; case does not matter.
"""

from __future__ import annotations

import yaml

from briefgen import yaml_values
from briefgen.model import Problem, Topic


def schema() -> yaml_values.Schema:
    """Give the JSON Schema of the file."""
    return {"type": ["object", "null"], "additionalProperties": yaml_values.texts.schema}


def parse(content: str, file: str) -> tuple[tuple[Topic, ...], tuple[Problem, ...]]:
    """Read the topics in their order; what is wrong is left out and reported."""
    root, problems = yaml_values.parse(content, file)
    if root is None:
        return (), problems
    if not isinstance(root, yaml.MappingNode):
        what = f"the file is {yaml_values.shorten(root)}, not a list of topics."
        return (), (Problem(file, 1, what, "Write Energy: [pipeline*, OPEC]."),)
    topics: dict[str, Topic] = {}
    wrong: list[Problem] = []
    for key, value in root.value:
        try:
            topic = Topic(yaml_values.text(key), yaml_values.texts(value))
            known = topics.setdefault(topic.title.casefold(), topic)
            if known is not topic:
                remedy = "Write all its terms in one line."
                wrong.append(
                    Problem(file, yaml_values.line_of(key), f"{topic.title} stands twice.", remedy)
                )
        except yaml_values.WrongValueError as error:
            seen = error.node or value
            what = f"{yaml_values.shorten(seen)} is not {error.wanted}."
            wrong.append(Problem(file, yaml_values.line_of(seen), what, error.remedy))
    return tuple(topics.values()), tuple(wrong)
