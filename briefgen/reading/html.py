"""Raw HTML → blocks of text in which every character knows its place in the markup."""

from __future__ import annotations

import html as entities
import re
from dataclasses import dataclass, field

_RAW_TAGS = "script style template svg textarea iframe noscript object math select"
_RAW = frozenset(_RAW_TAGS.split())  # their content is no text for readers
_BLOCK_TAGS = """p div h1 h2 h3 h4 h5 h6 li ul ol td th tr table section article aside header footer
    nav figure figcaption blockquote pre form main dl dt dd hr title body head html address details
    summary button time"""
_BLOCK = frozenset(_BLOCK_TAGS.split())
_VOID = {"hr", "br"}
_DEEPEST = 400  # nesting beyond this is followed no further
_NAME = re.compile(r"[a-zA-Z][a-zA-Z0-9:-]*")
_TOKEN = re.compile(
    r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});?|\s+|.", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Block:
    """The text of one block of markup; character i of `text` stands at `spans[i]`."""

    text: str
    spans: tuple[tuple[int, int], ...]
    within: tuple[str, ...]  # the open block elements, outermost first

    @property
    def tag(self) -> str:
        """The innermost block element."""
        return self.within[-1] if self.within else ""


@dataclass(slots=True)
class _Reader:
    """What has been read so far."""

    html: str
    blocks: list[Block] = field(default_factory=list)
    stack: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)
    unclosed: set[str] = field(default_factory=set)  # raw elements known to have no end any more

    def flush(self) -> None:
        if self.text and self.text[-1] == " ":
            self.text.pop()
            self.spans.pop()
        if self.text:
            self.blocks.append(Block("".join(self.text), tuple(self.spans), tuple(self.stack)))
        self.text, self.spans = [], []

    def space(self, start: int, end: int) -> None:
        if self.text and self.text[-1] != " ":
            self.text.append(" ")
            self.spans.append((start, end))

    def read_text(self, start: int, end: int) -> None:
        for match in _TOKEN.finditer(self.html, start, end):
            token = match.group()
            plain = entities.unescape(token) if token[0] == "&" else token
            if plain.isspace():
                self.space(*match.span())
                continue
            for character in plain:
                self.text.append(character)
                self.spans.append(match.span())

    def open(self, tag: str) -> None:
        self.flush()
        if self.stack and self.stack[-1] == "p":
            self.stack.pop()  # a block ends an open paragraph
        if tag not in _VOID and len(self.stack) < _DEEPEST:
            self.stack.append(tag)

    def close(self, tag: str) -> None:
        self.flush()
        if tag in self.stack:
            while self.stack.pop() != tag:
                pass


_REFERENCE = re.compile(r"&#(?:[xX]([0-9a-fA-F]{1,10})|([0-9]{1,10}));?")
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def tamed(html: str) -> str:
    """Put a space where markup holds or names a character that XML forbids: libraries refuse it.

    An end of line goes before text that begins with an address: libraries would fetch that.
    """
    plain = _NO_TEXT.sub(" ", _REFERENCE.sub(_tame, html))
    return plain if plain.startswith("<") else f"\n{plain}"


def _tame(reference: re.Match[str]) -> str:
    code = int(reference[1], 16) if reference[1] else int(reference[2])
    forbidden = code > 0x10FFFF or _NO_TEXT.match(chr(code))  # noqa: PLR2004  # the last character
    return " " if forbidden else reference[0]


def read_blocks(html: str, start: int = 0, end: int | None = None) -> tuple[Block, ...]:
    """Read `html[start:end]` into its blocks of text, in order, however broken the markup is."""
    end = len(html) if end is None else end
    reader, at = _Reader(html), start
    while at < end:
        less = html.find("<", at, end)
        if less < 0:
            less = end
        reader.read_text(at, less)
        at = _read_tag(reader, less, end) if less < end else end
    reader.flush()
    return tuple(reader.blocks)


def _read_tag(reader: _Reader, at: int, end: int) -> int:
    """Read the tag at `at`; give where reading goes on."""
    html = reader.html
    if html.startswith("<!--", at):
        return _after(html, "-->", at + 4, end)
    if html.startswith(("<!", "<?"), at):
        return _after(html, ">", at, end)
    closing = html.startswith("</", at)
    name = _NAME.match(html, at + 1 + closing)
    if not name:
        reader.read_text(at, at + 1)
        return at + 1
    tag, after = name.group().lower(), _tag_end(html, name.end(), end)
    if tag == "br":
        _line_break(reader, at, after)
    elif tag in _BLOCK:
        (reader.close if closing else reader.open)(tag)
    elif tag in _RAW and not closing and html[after - 2 : after] != "/>":
        return _after_raw(reader, tag, after, end)
    return after


def _line_break(reader: _Reader, start: int, end: int) -> None:
    """Read a `<br>` as a space, and a second one in a row as the end of the block."""
    if (
        reader.text
        and reader.text[-1] == " "
        and reader.html[slice(*reader.spans[-1])].startswith("<")
    ):
        reader.flush()
    elif reader.text:
        if reader.text[-1] == " ":
            reader.text.pop()
            reader.spans.pop()
        reader.text.append(" ")
        reader.spans.append((start, end))


def _tag_end(html: str, at: int, end: int) -> int:
    """Find the end of a tag, minding a ">" within quoted attributes."""
    close = html.find(">", at, end)
    for _ in range(8):
        if close < 0:
            return end
        attributes = html[at:close]
        if attributes.count('"') % 2 == 0 or close - at > 20_000:  # noqa: PLR2004 - no attribute is longer
            break
        close = html.find(">", close + 1, end)
    return end if close < 0 else close + 1


def _after(html: str, mark: str, at: int, end: int) -> int:
    found = html.find(mark, at, end)
    return end if found < 0 else found + len(mark)


def _after_raw(reader: _Reader, tag: str, at: int, end: int) -> int:
    """Find the end of an element whose content is no text for readers; unclosed, it has none."""
    if tag in reader.unclosed:
        return at
    found = re.compile(rf"</{tag}\s*>", re.IGNORECASE).search(reader.html, at, end)
    if not found:
        reader.unclosed.add(tag)
    return found.end() if found else at
