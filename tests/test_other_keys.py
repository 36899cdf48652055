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


TOML = """+++
title = "Le port"
date = 2024-03-05T10:00:00+01:00
draft = false
authors = ["Anne Roy", "Jean Petit"]
link = "https://www.example.org/port"

[taxonomies]
tags = ["mer"]
+++
La mer est calme.
"""


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_front_matter_in_toml(end):  # Hugo, Zola
    text = TOML.replace("\n", end)
    metadata, part, problems = read(text)
    assert problems == ()
    assert (metadata.title, metadata.author) == ("Le port", "Anne Roy, Jean Petit")
    assert metadata.url == "https://www.example.org/port"
    assert str(metadata.published.date) == "2024-03-05"
    start, end = metadata.published.start, metadata.published.end
    assert text[start:end] == "2024-03-05T10:00:00+01:00"
    assert text[part.start :].strip() == "La mer est calme."


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ('+++\ntitle = "Le port"\ndate = mardi\n+++\nOui.\n', 3, "the TOML is broken"),
        ('+++\ntitle = "Le port"\n\nLa mer est calme.\n', 1, "not closed"),
        ('+++\ntitle = "Le port"\nlangage = "fr"\n+++\nOui.\n', 3, 'unknown key "langage"'),
        ('+++\ntitle = "a"\ndate = "31/12"\n+++\nOui.\n', 3, 'published is "31/12"'),
    ],
)
def test_what_is_wrong_with_toml_is_told_with_its_line(text, line, message):
    _, part, (problem,) = read(text)
    assert message in problem.message
    assert problem.line == line
    assert "+++" not in text[part.start : part.end]


def test_a_row_of_plus_signs_is_no_front_matter():
    _, part, problems = read("+++\n\nLa mer est calme.\n\n+++\n")
    assert (part.start, problems) == (0, ()) or problems


def test_front_matter_in_json():  # Hugo
    text = '{\n  "title": "Le port",\n  "date": "2024-03-05",\n  "tags": ["mer"]\n}\nOui.\n'
    metadata, part, problems = read(text)
    assert (metadata.title, str(metadata.published.date)) == ("Le port", "2024-03-05")
    assert (text[part.start :].strip(), problems) == ("Oui.", ())


@pytest.mark.parametrize("seconds", ["1709632800", "1709632800000"])
def test_pocket_counts_seconds(seconds):
    metadata, _, problems = read(f"---\ntitle: Le port\ntime_added: {seconds}\n---\nOui.\n")
    assert (metadata.added, problems) == ("2024-03-05", ())


def test_a_message_shows_the_beginning_of_a_long_value():
    long = "très " * 2000
    _, _, problems = read(f"---\npublished: {long}\n{'x' * 900}: 1\nlanguage: {long}\n---\nOui.\n")
    assert len(problems) == 3
    assert all(len(str(problem)) < 300 for problem in problems)


def test_the_keys_of_zotero_in_camel_case():
    metadata, _, problems = read(
        "---\nitemType: newspaperArticle\ntitle: El puerto\ncreators:\n  - creatorType: author\n"
        "    lastName: Ruiz\n    firstName: Ana\n  - family: Sol\n    given: Eva\n"
        "publicationTitle: El Muelle\naccessDate: 2024-05-04T10:00:00Z\nlibraryCatalog: x\n"
        "---\nSí.\n"
    )
    assert problems == ()
    assert (metadata.author, metadata.source) == ("Ana Ruiz, Eva Sol", "El Muelle")
    assert metadata.added == "2024-05-04"


@pytest.mark.parametrize(
    "key", ["pubDate", "pubdate", "publishDate", "publish_date", "Date Published"]
)
def test_keys_are_read_however_they_are_written(key):
    metadata, _, problems = read(f"---\ntitle: a\n{key}: 2024-05-03\n---\nOui.\n")
    assert (str(metadata.published.date), problems) == ("2024-05-03", ())


def test_an_author_may_be_a_table():
    metadata, _, problems = read('+++\ntitle = "a"\n[author]\nname = "Anne Roy"\n+++\nOui.\n')
    assert (metadata.author, problems) == ("Anne Roy", ())


@pytest.mark.parametrize("front", ["author: {? [a] : {fr: [b]}}", "? [a, b]\n: 1", "? {a: 1}\n: 2"])
def test_a_key_that_is_no_word_is_no_fault(front):
    metadata, part, problems = read(f"---\ntitle: Le port\n{front}\n---\nLa mer est calme.\n")
    assert metadata.title == "Le port"
    assert all("fault" not in str(problem) for problem in problems)
    assert part is not None
