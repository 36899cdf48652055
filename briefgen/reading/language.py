"""Text → language tag and confidence."""

from __future__ import annotations

from functools import cache
from typing import Any

from briefgen.language.tags import UNKNOWN, Language

_LEAST_LETTERS = 3  # fewer say nothing
_CLEAR = 0.9
_ENOUGH_LETTERS = 60  # a headline and a sentence
# Languages the identifier takes for each other in running text.
_KIN = tuple(
    frozenset(group.split())
    for group in (
        "es gl an ast", "pt gl", "ca oc an", "it co sc", "da nb nn no", "bs hr sr sl", "cs sk",
        "bg mk", "id ms jv", "de lb", "nl af", "hi mr ne",
    )
)  # fmt: skip
_HEAD, _TAIL = 1600, 400  # characters read: enough to be certain, and a megabyte costs no more


def detect(
    title: str,
    body: str,
    *,
    allowed: tuple[Language, ...] = (),
    stated: Language | None = None,
) -> tuple[Language, float]:
    """Detect the language of an article, with the confidence, 0 to 1; what is `stated` is sure.

    `allowed` limits the answer to these languages (primary ones are compared), but for text that
    is clearly in another. The title is read with the body, so that a quotation in another
    language is outweighed.
    """
    if stated:
        return stated, 1.0
    text = _sample(f"{title}\n{body}" if title not in body[: len(title)] else body)
    if sum(character.isalpha() for character in text) < _LEAST_LETTERS:
        return UNKNOWN, 0.0
    tags = {language.primary: language for language in reversed(allowed)}
    tag, confidence = _identifier(tuple(sorted(tags))).classify(text)
    other, sure = _identifier(()).classify(text) if tags else (tag, confidence)
    if other not in tags and _is_clear(other, float(sure), text, tag):
        tag, confidence = other, sure
    return tags.get(tag) or Language(tag), round(float(confidence), 4)


def _is_clear(other: str, confidence: float, text: str, allowed: str) -> bool:
    """Say whether a text is in another language beyond doubt: long enough, and no close kin."""
    letters = sum(character.isalpha() for character in text)
    kin = any({other, allowed} <= group for group in _KIN)
    return confidence >= _CLEAR and letters >= _ENOUGH_LETTERS and not kin


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
