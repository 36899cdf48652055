import datetime

import pytest

from briefgen.reading.front_matter import read_parts

TODAY = datetime.date(2026, 11, 20)


def read(text):
    parts, problems = read_parts(text, "a.md", today=TODAY, always=True)
    return parts[-1].metadata, parts[-1], problems


@pytest.mark.parametrize(
    "front",
    [
        (
            'title: "Le port"\nsource: "https://www.example.org/port"\n'
            'author:\n  - "[[Anne Roy]]"\n'
            "published: 2024-03-05\ncreated: 2024-03-07\ntags:\n  - clippings"
        ),  # Obsidian
        (
            "title: Le port\ndate: 2024-03-05T10:00:00+01:00\nlastmod: 2024-03-06\ndraft: false\n"
            'authors: ["Anne Roy"]\nlink: https://www.example.org/port\nsite: example.org'
        ),  # Hugo
        (
            "layout: post\ntitle: Le port\ndate: 2024-03-05 10:00:00 -0500\ncategories: [a, b]\n"
            "author: Anne Roy\ncanonical_url: https://www.example.org/port\npublished: true\n"
            "publication: example.org"
        ),  # Jekyll
        (
            "title: Le port\ncreators: Anne Roy\nissued: 2024-03-05\nURL: https://www.example.org/port\n"
            "container-title: example.org\nitemType: newspaperArticle\naccessed: 2024-03-08"
        ),  # Zotero
    ],
)
def test_other_tools_are_understood(front):
    metadata, _, problems = read(f"---\n{front}\n---\nLa mer est calme.\n")
    assert problems == ()
    assert (metadata.title, metadata.author) == ("Le port", "Anne Roy")
    assert metadata.url == "https://www.example.org/port"
    assert metadata.source == "example.org"
    assert str(metadata.published.date) == "2024-03-05"


def test_our_own_key_counts_more():
    metadata, _, _ = read("---\ndate: 2024-01-01\npublished: 2024-03-05\nlang: fr\n---\nOui.\n")
    assert str(metadata.published.date) == "2024-03-05"
    assert metadata.language.tag == "fr"


def test_an_unknown_key_is_named_with_the_one_to_use():
    _, _, (problem,) = read("---\nlanguge: fr\n---\nOui.\n")
    assert "Did you mean language?" in str(problem)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_front_matter_left_open_is_a_problem_and_no_text(end):
    text = end.join(["---", "title: Le port", "date: 2024-03-05", "", "La mer est calme.", ""])
    metadata, part, (problem,) = read(text)
    assert (problem.line, metadata.title) == (1, "Le port")
    assert "not closed" in problem.message
    assert text[part.start : part.end].strip() == "La mer est calme."


def test_a_rule_is_no_front_matter():
    _, part, problems = read("---\n\nLa mer est calme : on part.\n")
    assert (part.start, problems) == (0, ())
