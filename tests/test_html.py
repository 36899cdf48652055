from hypothesis import given
from hypothesis import strategies as st

from briefgen.reading.html import read_blocks


def texts(html):
    return [block.text for block in read_blocks(html)]


def test_blocks_keep_their_place():
    script = "<script>if (a<b) {}</script>"
    html = f"<p>Un <b>&eacute;t&eacute;</b>\n chaud</p>{script}<div>Fin<br>douce</div>"
    blocks = read_blocks(html)
    assert [block.text for block in blocks] == ["Un été chaud", "Fin douce"]
    start, end = blocks[0].spans[3][0], blocks[0].spans[5][1]
    assert html[start:end] == "&eacute;t&eacute;"


def test_two_line_breaks_end_a_block():
    assert texts("Un<br>deux<br><br>trois") == ["Un deux", "trois"]


def test_broken_markup_is_read_all_the_same():
    assert texts("a < b <!-- x") == ["a < b"]
    assert texts('<p title="a>b">Un<p>Deux</div></p>') == ["Un", "Deux"]


@given(st.text(alphabet="<>/pb&amp; ;\"'!-é\n", max_size=60))
def test_every_character_knows_its_markup(html):
    for block in read_blocks(html):
        assert len(block.text) == len(block.spans)
        assert list(block.spans) == sorted(block.spans)
