from factories import make_article

from briefgen.model import Published
from briefgen.reading.undated import undated
from briefgen.reading.understand import _with_lines


def test_sentences_know_their_line_whatever_ends_the_lines():
    article = make_article()
    text = "T\r\n\n" + " " * article.sentences[1].start
    lined = _with_lines(article, text)
    assert lined.title.line == 1
    assert [sentence.line for sentence in lined.sentences] == [3, 3, 3]


def test_a_message_shows_the_beginning_of_a_long_title():
    long = make_article(title="a: " * 5000, published=Published())
    (problem,) = undated([long])
    assert "“a: a:" in str(problem)
    assert len(str(problem)) < 200
