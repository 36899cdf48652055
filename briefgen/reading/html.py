"""Raw HTML → blocks of text in which every character knows its place in the markup."""

from __future__ import annotations

import html as entities
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from briefgen.reading import containers, raised

_RAW_TAGS = "script style template svg textarea iframe noscript object math select"
_RAW = frozenset(_RAW_TAGS.split())  # their content is no text for readers
_SILENT = {"script", "style"}  # ... and these hold no text at all
_BLOCK_TAGS = """p div h1 h2 h3 h4 h5 h6 li ul ol td th tr table section article aside header footer
    nav figure figcaption blockquote pre form main dl dt dd hr title body head html address details
    summary"""
_BLOCK = frozenset(_BLOCK_TAGS.split())
_APART = {"time", "button", "label", "option"}  # inline, but a label of its own beside a word
_VOID = {"hr", "br"}
LONGEST_TAG = 8000  # characters; longer are data, not markup
_DEEPEST = 400  # nesting beyond this is followed no further
_NAME = re.compile(r"[a-zA-Z][a-zA-Z0-9:-]*")
# A quotation mark quotes only after "=": <p title=l'eau>. Possessive, so that it is linear.
_TAG_REST = re.compile(r"(?:[^>=]|=\s*+(?:\"[^\"]*\"|'[^']*')?)*+>")
# "&amp;#8217;" was escaped twice: it is read as what it was before the first time.
_TOKEN = re.compile(
    r"&(?:amp;)?(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});"
    r"|&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31})|\s+|.",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Block:
    """The text of one block of markup; character i of `text` stands at `spans[i]`."""

    text: str
    spans: tuple[tuple[int, int], ...]
    within: tuple[str, ...]  # the open block elements, outermost first
    container: str | None = None  # the kind of furniture it stands in: "comments", "consent", …
    linked: int = 0  # characters that lead elsewhere

    @property
    def tag(self) -> str:
        """The innermost block element."""
        return self.within[-1] if self.within else ""

    @property
    def place(self) -> tuple[int, int]:
        """The range of the file it stands at."""
        return self.spans[0][0], self.spans[-1][1]


@dataclass(frozen=True, slots=True)
class Element:
    """An open block element and the kind of furniture it holds, if any."""

    tag: str
    start: int
    container: str | None


@dataclass(frozen=True, slots=True)
class Aside:
    """Text that is not for reading: a footnote mark, what stands in a form or a fallback."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Outermost:
    """An outermost `<article>` element and the furniture it stands in, if any."""

    start: int
    end: int
    container: str | None


@dataclass(frozen=True, slots=True)
class Markup:
    """All that was read of a stretch of markup."""

    blocks: tuple[Block, ...]
    asides: tuple[Aside, ...]
    articles: tuple[Outermost, ...]


@dataclass(slots=True)
class _Reader:
    """What has been read so far."""

    html: str
    blocks: list[Block] = field(default_factory=list)
    asides: list[Aside] = field(default_factory=list)
    articles: list[Outermost] = field(default_factory=list)
    stack: list[Element] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)
    unclosed: set[str] = field(default_factory=set)  # raw elements known to have no end any more
    raised_at: int | None = None  # where the open <sup> begins in `text`
    links: int = 0  # open <a> elements
    linked: int = 0

    def flush(self) -> None:
        if self.text and self.text[-1] == " ":
            self.text.pop()
            self.spans.pop()
        if self.text:
            tags = tuple(element.tag for element in self.stack)
            inner = next((one.container for one in self.stack if one.container), None)
            text, spans = "".join(self.text), tuple(self.spans)
            self.blocks.append(Block(text, spans, tags, inner, self.linked))
        self.text, self.spans, self.raised_at, self.linked = [], [], None, 0

    def space(self, start: int, end: int) -> None:
        if self.text and self.text[-1] != " ":
            self.text.append(" ")
            self.spans.append((start, end))

    def read_text(self, start: int, end: int) -> None:
        for match in _TOKEN.finditer(self.html, start, end):
            token = match.group()
            plain = unescape(token) if token[0] == "&" else token
            if plain.isspace():
                self.space(*match.span())
                continue
            for character in plain:
                self.text.append(character)
                self.spans.append(match.span())
            self.linked += len(plain) if self.links else 0

    def open(self, tag: str, at: int, attributes: str) -> None:
        self.flush()
        if self.stack and self.stack[-1].tag == "p":
            self.stack.pop()  # a block ends an open paragraph
        if tag not in _VOID and len(self.stack) < _DEEPEST:
            self.stack.append(Element(tag, at, containers.kind_of(tag, attributes)))

    def close(self, tag: str, end: int) -> None:
        self.flush()
        if not any(element.tag == tag for element in self.stack):
            return
        while (element := self.stack.pop()).tag != tag:
            pass
        if tag == "article" and not any(one.tag == "article" for one in self.stack):
            around = next((one.container for one in self.stack if one.container), None)
            self.articles.append(Outermost(element.start, end, element.container or around))

    def close_raised(self) -> None:
        """Read a raised figure as a power, or as the mark of a footnote, which is no text."""
        if self.raised_at is None or self.raised_at > len(self.text):
            return
        at, self.raised_at = self.raised_at, None
        before, own = "".join(self.text[max(0, at - 12) : at]), "".join(self.text[at:])
        power = raised.power(before, own)
        if power is not None:
            self.text[at:] = power
        elif raised.is_footnote_mark(before, own) and self.spans[at:]:
            self.asides.append(Aside("footnote mark", self.spans[at][0], self.spans[-1][1]))
            del self.text[at:], self.spans[at:]


def unescape(token: str) -> str:
    """Read a character reference, be it escaped twice; an unknown one stays as it is."""
    plain = entities.unescape(token)
    return entities.unescape(plain) if plain.startswith("&") and len(plain) > 1 else plain


_REFERENCE = re.compile(r"&#(?:[xX]([0-9a-fA-F]{1,10})|([0-9]{1,10}));?")
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def tamed(html: str) -> str:
    """Put a space where markup holds or names a character that XML forbids: libraries refuse it.

    An end of line goes before text that begins with an address: libraries would fetch that.
    """
    plain = _shorter_tags(_NO_TEXT.sub(" ", _REFERENCE.sub(_tame, html)))
    return plain if plain.startswith("<") else f"\n{plain}"


_OPENING = re.compile(r"<[a-zA-Z]")


def _shorter_tags(html: str) -> str:
    """Cut what stands in endless tags: parsers compare each attribute with all others."""
    kept, at = [], 0
    for match in _OPENING.finditer(html):
        close = html.find(">", match.start(), match.start() + LONGEST_TAG)
        if match.start() < at or close >= 0:
            continue
        after = _tag_end(html, match.end(), len(html))
        if after - match.start() > LONGEST_TAG:
            kept += [html[at : match.start() + LONGEST_TAG // 2], '">']
            at = after
    return "".join([*kept, html[at:]])


def _tame(reference: re.Match[str]) -> str:
    code = int(reference[1], 16) if reference[1] else int(reference[2])
    forbidden = code > 0x10FFFF or _NO_TEXT.match(chr(code))  # noqa: PLR2004  # the last character
    return " " if forbidden else reference[0]


def read_blocks(html: str, start: int = 0, end: int | None = None) -> tuple[Block, ...]:
    """Give the blocks of text of `html[start:end]`, in order, however broken the markup is."""
    return read_markup(html, start, end).blocks


def read_markup(html: str, start: int = 0, end: int | None = None) -> Markup:
    """Give blocks of text, what is not for reading, and articles of a stretch of a page."""
    whole = _read_page(html)
    end = len(html) if end is None else end
    if (start, end) == (0, len(html)):
        return whole
    return Markup(
        tuple(_clipped(whole.blocks, start, end)),
        tuple(one for one in whole.asides if start <= one.start and one.end <= end),
        tuple(one for one in whole.articles if start <= one.start and one.end <= end),
    )


@lru_cache(maxsize=2)  # whoever splits, cleans and dates a page asks for it in turn
def _read_page(html: str) -> Markup:
    """Read a page, once."""
    reader, at, end = _Reader(html), 0, len(html)
    while at < end:
        less = html.find("<", at, end)
        if less < 0:
            less = end
        reader.read_text(at, less)
        at = _read_tag(reader, less, end) if less < end else end
    reader.flush()
    return Markup(tuple(reader.blocks), tuple(reader.asides), tuple(reader.articles))


def _clipped(blocks: Sequence[Block], start: int, end: int) -> Iterator[Block]:
    """Give what of some blocks lies in a stretch of the page."""
    first = bisect_left(blocks, start, key=lambda block: block.place[1])
    for block in blocks[first:]:
        if block.place[0] >= end:
            return
        if start <= block.place[0] and block.place[1] <= end:
            yield block
            continue
        inside = [i for i, span in enumerate(block.spans) if start <= span[0] and span[1] <= end]
        if inside:
            a, b = inside[0], inside[-1] + 1
            yield replace(block, text=block.text[a:b], spans=block.spans[a:b])


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
        if closing:
            reader.close(tag, after)
        else:
            reader.open(tag, at, html[name.end() : after])
    elif tag in _RAW and not closing and html[after - 2 : after] != "/>":
        return _after_raw(reader, tag, after, end)
    else:
        _read_inline(reader, tag, closing=closing, at=at, after=after)
    return after


def _read_inline(reader: _Reader, tag: str, *, closing: bool, at: int, after: int) -> None:
    """Mind the inline elements that change what their text is."""
    if tag == "a":
        reader.links = max(0, reader.links + (-1 if closing else 1))
    elif tag == "sup" and not closing:
        reader.raised_at = len(reader.text)
    elif tag == "sup":
        reader.close_raised()
    elif tag in _APART and reader.text and reader.text[-1].isalnum():
        beside = reader.html[after : after + 1] if closing else "a"
        if beside.isalnum() or beside == "<":
            reader.space(at, after)


def _line_break(reader: _Reader, start: int, end: int) -> None:
    """Read a `<br>` as a space, and a second one in a row as the end of the block."""
    if (
        reader.text
        and reader.text[-1] == " "
        and reader.html[slice(*reader.spans[-1])].startswith("<br")
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
    rest = _TAG_REST.match(html, at, end)
    return rest.end() if rest else end


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
        return at
    if tag not in _SILENT and reader.html[at : found.start()].strip():
        reader.asides.append(Aside(f"content of <{tag}>", at, found.start()))
    return found.end()
