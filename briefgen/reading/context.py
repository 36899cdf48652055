"""What a line is beside its neighbours: its looks alone do not tell a question from a headline."""

from __future__ import annotations

from collections.abc import Sequence

_SHORT_ANSWER = 4  # words; such an answer says nothing without its question
_ASKS = "?？؟"


def settle(kinds: Sequence[str], texts: Sequence[str]) -> list[str]:
    """Correct the kinds of lines by their place; nothing is put out that prose stands around."""
    prose = [i for i, kind in enumerate(kinds) if kind == "text"]
    return [
        "text" if _is_text_here(i, kinds, texts, prose) else kind for i, kind in enumerate(kinds)
    ]


def _is_text_here(i: int, kinds: Sequence[str], texts: Sequence[str], prose: Sequence[int]) -> bool:
    if not prose:
        return False
    if kinds[i] == "contributors":  # those who helped are named before the prose or after it
        return prose[0] < i < prose[-1]
    if kinds[i] != "heading":
        return False
    if i > prose[-1]:  # a question after the last paragraph heads nothing: it ends the text
        return texts[i].rstrip()[-1:] in "?!…"
    return texts[i].rstrip()[-1:] in _ASKS and _is_answered_shortly(i, kinds, texts)


def _is_answered_shortly(i: int, kinds: Sequence[str], texts: Sequence[str]) -> bool:
    """Tell whether a question is followed by an answer that leans on it, such as "Non."."""
    if i + 1 >= len(kinds) or kinds[i + 1] != "text":
        return False
    return len(texts[i + 1].split()) <= _SHORT_ANSWER and len(texts[i + 1]) <= 12 * _SHORT_ANSWER
