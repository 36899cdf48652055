"""Outlets are known by domain or by name; the unknown ones are listed once."""

from factories import make_article

from briefgen.desk import outlets

TEXT = """
lemonde.fr: {name: Le Monde, country: France, language: fr, kind: newspaper}
tass.ru: {name: TASS, country: Russia, kind: state agency}
"""


def name(*articles):
    return outlets.name_sources(articles, outlets.parse(TEXT, "sources.yml")[0])


def test_outlets_get_their_name_and_badges():
    (by_domain, by_name, stranger), unknown = name(
        make_article(url="https://abonnes.lemonde.fr/a"),
        make_article(source="Tass"),
        make_article(url="https://example.org/a"),
    )
    assert (by_domain.source, by_domain.badges) == ("Le Monde", ("France", "newspaper"))
    assert (by_name.source, by_name.badges) == ("Tass", ("Russia", "state agency"))
    assert stranger.badges == ()
    assert unknown == ("example.org",)


def test_a_named_source_is_not_described_by_another_address():
    (one,), unknown = name(make_article(source="Le Large", url="https://lemonde.fr/a"))
    assert (one.source, one.badges) == ("Le Large", ())
    assert unknown == ("Le Large",)


def test_unknown_sources_are_one_warning():
    [problem] = outlets.unknown_sources(("a.org", "b.org"), "sources.yml")
    assert problem.severity == "warning"
    assert "a.org, b.org" in problem.message
    assert outlets.unknown_sources((), "sources.yml") == ()


def test_without_the_file_nobody_is_unknown():
    articles = (make_article(url="https://example.org/a"),)
    assert outlets.name_sources(articles, {}) == (articles, ())


def test_wrong_entries_are_named():
    known, problems = outlets.parse(
        "a.org: {nam: x}\nb.org: {language: French}\na.org: {name: y}\n", "sources.yml"
    )
    assert [problem.line for problem in problems] == [1, 2, 3]
    assert set(known) == {"a.org", "b.org"}
    assert outlets.parse("- a", "sources.yml")[1]
    assert outlets.parse("a: [", "sources.yml")[1]
