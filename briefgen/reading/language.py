"""Text → language tag and confidence."""

from __future__ import annotations

from functools import cache
from typing import Any

from briefgen.model import Language

_UNKNOWN = Language("und", 0.0)
_LEAST_LETTERS = 3  # fewer say nothing
_HEAD, _TAIL = 1600, 400  # characters read: enough to be certain, and a megabyte costs no more


def detect(
    title: str, body: str, *, allowed: tuple[str, ...] = (), stated: str | None = None
) -> Language:
    """Detect the language of an article; what is `stated` is believed.

    `allowed` limits the answer to these tags (their primary subtags are compared). The title is
    read with the body, so that a quotation in another language is outweighed.
    """
    if stated:
        return Language(stated, 1.0)
    text = _sample(f"{title}\n{body}" if title not in body[: len(title)] else body)
    if sum(character.isalpha() for character in text) < _LEAST_LETTERS:
        return _UNKNOWN
    tags = {tag.split("-")[0].lower(): tag for tag in reversed(allowed)}
    identifier = _identifier(tuple(sorted(tags)))
    tag, confidence = identifier.classify(text)
    return Language(tags.get(tag, tag), round(float(confidence), 4))


def _sample(text: str) -> str:
    if len(text) <= _HEAD + _TAIL:
        return text
    return f"{text[:_HEAD]}\n{text[-_TAIL:]}"


@cache
def _identifier(tags: tuple[str, ...]) -> Any:  # noqa: ANN401 - py3langid carries no types
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    known = [tag for tag in tags if tag in set(identifier.labels)]
    if known:
        identifier.set_languages(known)
    return identifier
