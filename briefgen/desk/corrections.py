"""`corrections.yml`: what people put right by hand; applied last, shown as edited.

- article: 4f3a2b1c           # the id in its permanent address
  title: A better headline
  published: 2023-09-13
  source: Le Monde
  story: kim-putin            # articles with the same word are one story
  reason: Misread by the machine.
- article: 4f3a2b1c
  original: "La phrase telle qu'elle est."
  english: The sentence as it should be.
- article: 99aa88bb
  leave_out: true
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

import yaml

from briefgen import yaml_values
from briefgen.model import Article, Problem, Published, Sentence, Summary, quoted, shortened
from briefgen.yaml_values import Reader


@dataclass(frozen=True, slots=True)
class Correction:
    """One entry; None where it changes nothing."""

    line: int
    article: str
    original: str | None = None
    english: str | None = None
    title: str | None = None
    published: Published | None = None
    source: str | None = None
    story: str | None = None
    reason: str | None = None
    leave_out: bool = False

    def __str__(self) -> str:
        changed = ", ".join(self.changes) or "nothing"
        return f"{self.article}: {changed}" + (f" ({self.reason})" if self.reason else "")

    @property
    def changes(self) -> tuple[str, ...]:
        """Name what the entry changes."""
        named = ("english", "title", "published", "source", "story")
        found = tuple(name for name in named if getattr(self, name) is not None)
        return (*found, "left out") if self.leave_out else found


def _published(node: yaml.Node, *, today: date) -> Published:
    when = yaml_values.date(node, today=today)
    return Published(when, yaml_values.text(node), "corrected by hand")


READERS: dict[str, Reader[Any]] = {
    "article": yaml_values.text,
    "original": yaml_values.text,
    "english": yaml_values.text,
    "title": yaml_values.text,
    "source": yaml_values.text,
    "story": yaml_values.text,
    "reason": yaml_values.text,
    "leave_out": yaml_values.flag,
}


def schema() -> yaml_values.Schema:
    """Give the JSON Schema of the file."""
    known = {name: read.schema for name, read in READERS.items()}
    entry = {
        "type": "object",
        "required": ["article"],
        "additionalProperties": False,
        "properties": known | {"published": yaml_values.DATE},
        "dependentRequired": {"original": ["english"], "english": ["original"]},
    }
    return {"type": ["array", "null"], "items": entry}


def parse(
    content: str, file: str, *, today: date
) -> tuple[tuple[Correction, ...], tuple[Problem, ...]]:
    """Read the entries; what is wrong is left out and reported. Nothing is dated after today."""
    root, problems = yaml_values.parse(content, file)
    if root is None:
        return (), problems
    if not isinstance(root, yaml.SequenceNode):
        what = f"the file is {yaml_values.shorten(root)}, not a list of corrections."
        return (), (Problem(file, 1, what, "Begin each with - article: and its id."),)
    readers: dict[str, Callable[[yaml.Node], Any]] = {
        **READERS,
        "published": partial(_published, today=today),
    }
    found: list[Correction] = []
    wrong: list[Problem] = []
    for node in root.value:
        values, more = yaml_values.entries(node, readers, file)
        wrong += more
        line = yaml_values.line_of(node)
        if "article" not in values:
            wrong.append(
                Problem(file, line, "the entry names no article.", "Add article: and its id.")
            )
        elif ("original" in values) != ("english" in values):
            what = "original and english belong together; one of them is missing."
            wrong.append(Problem(file, line, what, "Add the other."))
        else:
            found.append(Correction(line, **values))
    return tuple(found), tuple(wrong)


def proposal(article: str, original: str, english: str, doubts: Sequence[str]) -> str:
    """Write an entry that waits for a person: each line a comment, so that it changes nothing.

    Whoever takes the # away vouches for the English, mended or as it is.
    """
    lines = [*(f"  # {doubt}" for doubt in doubts), f"- article: {article}"]
    lines += [f"  original: {_quoted(original)}", f"  english: {_quoted(english)}"]
    return "".join(f"# {' '.join(line.splitlines())}\n" for line in lines)


def _quoted(text: str) -> str:
    """Write a text between double quotes, as JSON and YAML both read it."""
    return json.dumps(text, ensure_ascii=False)


def correct(
    summaries: Sequence[Summary], corrections: Sequence[Correction], file: str
) -> tuple[tuple[Summary, ...], tuple[Problem, ...]]:
    """Apply all corrections; one that finds nothing to correct is a problem."""
    by_article: dict[str, list[Correction]] = defaultdict(list)
    for one in corrections:
        by_article[one.article].append(one)
    known = {summary.article.id for summary in summaries}
    problems = [
        _stale(one, file, f"there is no article {shortened(one.article)}")
        for one in corrections
        if one.article not in known
    ]
    kept = []
    for summary in summaries:
        mine = by_article.get(summary.article.id, [])
        changed, more = _correct_one(summary, mine, file)
        problems += more
        if not any(one.leave_out for one in mine):
            kept.append(changed)
    return tuple(kept), tuple(problems)


def left_out(corrections: Iterable[Correction]) -> frozenset[str]:
    """Give the ids of the articles that are not to be shown."""
    return frozenset(one.article for one in corrections if one.leave_out)


def _correct_one(
    summary: Summary, corrections: Sequence[Correction], file: str
) -> tuple[Summary, list[Problem]]:
    problems = []
    for one in corrections:
        if one.original is not None and one.english is not None:
            wanted = {_plain(one.original): one.english}
            texts = [_plain(s.original) for s in (summary.article.title, *summary.sentences)]
            if _plain(one.original) not in texts:
                what = f"no sentence shown of article {one.article} is {quoted(one.original)}"
                problems.append(_stale(one, file, what))
            summary = _with_sentences(summary, wanted)
        summary = replace(summary, article=_corrected_article(summary, one))
    return summary, problems


def _stale(one: Correction, file: str, what: str) -> Problem:
    remedy = "Mend the entry, or remove it when it is no longer needed."
    return Problem(file, one.line, f"stale correction: {what}.", remedy)


def _plain(text: str) -> str:
    return " ".join(text.split()).replace("’", "'")


def _with_sentences(summary: Summary, wanted: Mapping[str, str]) -> Summary:
    return summary.with_lines(_edit(sentence, wanted) for sentence in summary.lines)


def _edit(sentence: Sentence, wanted: Mapping[str, str]) -> Sentence:
    english = wanted.get(_plain(sentence.original))
    return _by_hand(sentence, english) if english is not None else sentence


def _by_hand(sentence: Sentence, english: str) -> Sentence:
    """Take a person's words: no check doubts them, no model has a score for them."""
    return replace(
        sentence,
        translation=english,
        shown="translation",
        marks=(),
        score=None,
        doubt=None,
        edited=True,
    )


def _corrected_article(summary: Summary, one: Correction) -> Article:
    article = summary.article
    if one.title is not None:
        article = replace(article, title=_by_hand(article.title, one.title))
    changed = tuple(name for name in one.changes if name in {"published", "source", "story"})
    return replace(
        article,
        published=one.published or article.published,
        source=one.source or article.source,
        story=one.story or article.story,
        edited=tuple(dict.fromkeys((*article.edited, *changed))),
    )
