"""Turn the articles of `../shared/eval/articles.jsonl.xz` into summaries without translation."""

from __future__ import annotations

import re
from collections.abc import Iterable

from briefgen.choosing.choose import choose
from briefgen.engines.sumy import SumySummarizer
from briefgen.language.sentences import split_sentences
from briefgen.language.tags import Language
from briefgen.model import Article, Paragraph, Published, Sentence, Summary
from briefgen.partial_date import PartialDate

# The articles lost their paragraph breaks: a stop with a capital right behind it was one.
BREAK = re.compile(r"(?<=[a-zà-ÿ0-9)»\"][.!?])(?=[\"«A-ZÀ-Ý])|(?<=[.!?][\"»])(?=[\"«A-ZÀ-Ý])")


def article(record: dict[str, str]) -> Article:
    text = BREAK.sub("\n", f"{record['heading']}\n{record['article']}")
    sentences = (Sentence(text[a:b], a, b) for a, b in split_sentences(text, Language("fr")))
    return Article(
        id=record["id"],
        file=f"{record['id']}.txt",
        start=0,
        end=len(text),
        title=Sentence(record["title"].strip(), None, None),
        paragraphs=(Paragraph(text, 0, len(text)),),
        sentences=tuple(sentences),
        language=Language("fr"),
        published=Published(PartialDate.parse(record["date"])),
    )


def summaries(records: Iterable[dict[str, str]]) -> list[Summary]:
    summarizer = SumySummarizer()
    found = []
    for record in records:
        made = article(record)
        chosen = choose(made, summarizer)
        found.append(Summary(made, tuple(made.sentences[i] for i in chosen)))
    return found
