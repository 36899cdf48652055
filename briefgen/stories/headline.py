"""The title and summary of a story told by several articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from briefgen.language import word_lists
from briefgen.language.sentences import words
from briefgen.language.tags import Language
from briefgen.model import Sentence, SentenceRef, Summary, Told

LONGEST = 4  # sentences of a story's summary, unless one article has more
SAID = 0.5  # share of a sentence's content that makes it a repetition
GOOD_TITLE = (4, 14)  # words of content; fewer say too little, more are a sentence


# Doubts that leave a headline good enough to stand over a story: of form, or only told.
SLIGHT = frozenset({"quotes", "long"})


def title(summaries: Sequence[Summary], target: Language) -> Told:
    """Give the most informative headline; `summaries` stand by weight.

    A doubtful translation gives way to another article's; where all are doubtful, the original is
    shown with the doubts of its translation.
    """
    spread = Counter(word for summary in summaries for word in _told(summary, target))
    order = {id(summary): i for i, summary in enumerate(summaries)}
    best = min(
        summaries,
        key=lambda s: (*_faults(s, target), -_informative(s, spread, target), order[id(s)]),
    )
    sentence = best.article.title
    if not sentence.text and best.sentences:
        sentence = best.sentences[0]
    if is_doubtful(sentence):
        sentence = replace(sentence, shown="original")
    return best.told(sentence, target)


def is_doubtful(sentence: Sentence) -> bool:
    """Tell whether a check doubts more than the form of a translation that is shown."""
    shown = sentence.shown == "translation"
    return shown and any(mark.check not in SLIGHT for mark in sentence.marks)


def summary(summaries: Sequence[Summary], target: Language) -> tuple[SentenceRef, ...]:
    """Choose what to read of several articles: nothing twice, in order of time.

    Sentences in the target language come first; others are told only where there are none.
    """
    readable = [s for s in summaries if is_readable(s, target)] or summaries
    most = max([LONGEST, *(len(s.sentences) for s in summaries)])
    told: list[tuple[str, int, SentenceRef]] = []
    said: list[frozenset[str]] = []
    for place in range(max(len(s.sentences) for s in summaries)):
        for rank, one in enumerate(readable):
            if place < len(one.sentences) and len(told) < most:
                content = _content(one.sentences[place].text, target)
                if is_new(content, said):
                    said.append(content)
                    day = str(one.article.day or "9999")
                    told.append((day, rank, SentenceRef(one.article.id, place)))
    return tuple(ref for *_, ref in sorted(told, key=lambda t: (t[0], t[1], t[2].sentence)))


def is_readable(summary: Summary, target: Language) -> bool:
    """Tell whether an article has sentences in the target language."""
    return any(_in(sentence, summary, target) for sentence in summary.sentences)


def is_new(content: frozenset[str], said: Sequence[frozenset[str]]) -> bool:
    """Tell whether no sentence before has said half of this one."""
    return all(len(content & other) < SAID * max(1, len(content)) for other in said)


def _content(text: str, language: Language) -> frozenset[str]:
    stop = word_lists.load(language).stop_words
    return frozenset(word for word in words(text, language) if word not in stop)


def _told(summary: Summary, target: Language) -> frozenset[str]:
    text = " ".join(s.text for s in summary.lines)
    return _content(text, target)


def _in(sentence: Sentence, summary: Summary, target: Language) -> bool:
    return summary.told(sentence, target).language.is_same_as(target)


def _faults(summary: Summary, target: Language) -> tuple[bool, bool, bool, bool, bool, int]:
    head = summary.article.title
    open_end = head.text.rstrip(' »”"').endswith(("…", "...", "?"))
    endless = len(_content(head.text, target)) > GOOD_TITLE[1]
    foreign = not _in(head, summary, target)
    return not head.text, foreign, is_doubtful(head), open_end, endless, len(head.marks)


def _informative(summary: Summary, spread: Counter[str], target: Language) -> int:
    """Count how often the words of a headline come up in the story; odd lengths count less."""
    content = _content(summary.article.title.text, target)
    shared = sum(spread[word] - 1 for word in content)
    least, most = GOOD_TITLE
    return shared if least <= len(content) <= most else shared // 2
