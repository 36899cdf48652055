"""Terms are found in every listed form and looked for in every accepted rendering."""

from pathlib import Path

from briefgen.desk import glossary
from briefgen.language.tags import Language

TEXT = """
terms:
  NATO: {fr: [OTAN], ru: [НАТО]}
  United States: {also: [US, American*], fr: [États-Unis, Etats-Unis]}
  Shoigu: {fr: Choïgou, ru: [Шойгу]}
  ceasefire: {also: [cease-fire], fr: [cessez-le-feu], ru: [перемири*]}
  Security Council: {fr: [Conseil de sécurité]}
  Council: {fr: [Conseil]}
keep: [Le Monde]
"""


def read(text=TEXT):
    return glossary.parse(text, "glossary.yml")


def found(text, language="fr"):
    return [hit.term.wanted for hit in read()[0].find(text, Language(language))]


def test_terms_are_found_in_order_longest_first():
    assert read()[1] == ()
    text = "L'OTAN et les Etats-Unis, selon Le Monde, saisissent le Conseil de sécurité."
    assert found(text) == ["NATO", "United States", "Le Monde", "Security Council"]


def test_forms_end_where_words_end():
    assert found("Le Cessez-le-feu tient.") == ["ceasefire"]
    assert found("Les OTANs et le conseil.") == []
    assert found("Шойгу объявил о перемирии.", "ru-RU") == ["Shoigu", "ceasefire"]
    assert found("L'OTAN.", "de") == []


def test_any_accepted_rendering_will_do():
    hits = read()[0].find("Les États-Unis et l'OTAN", Language("fr"))
    assert glossary.missing(hits, "Americans and Nato") == ()
    assert glossary.missing(hits, "The US and others, usable") == ("NATO",)


def test_an_empty_glossary_finds_nothing():
    assert glossary.EMPTY.find("L'OTAN", Language("fr")) == ()
    assert read("")[0] == read("terms:\nkeep:\n")[0] == glossary.EMPTY


def test_wrong_entries_are_named_and_the_others_work():
    terms, problems = read(
        "terms:\n  NATO: {fr: [OTAN], French: [x]}\n  UN: {}\n  EU: {fr: {a: b}}\nkeeep: [a]\n"
    )
    assert [term.wanted for term in terms.terms] == ["NATO"]
    assert [problem.line for problem in problems] == [5, 2, 3, 4]
    assert "French is not a language tag" in problems[1].message
    assert "no form in any language" in problems[2].message
    assert read("terms: [a]")[1]
    assert read("a: [")[1]


def test_the_starter_glossary_is_sound():
    file = Path(__file__).resolve().parent.parent / "glossary.yml"
    terms, problems = read(file.read_text("utf-8"))
    assert problems == ()
    assert len(terms.terms) > 200
    assert len({term.wanted for term in terms.terms}) == len(terms.terms)
    for language in ("fr", "ru"):
        forms = [form for term in terms.terms for form in term.forms_in(Language(language))]
        assert len(set(forms)) == len(forms), language
