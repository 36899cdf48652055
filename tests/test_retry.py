"""Doubtful sentences are tried again, the best by the checks wins, the others stay."""

from dataclasses import dataclass, field

from briefgen.desk import glossary
from briefgen.language.tags import Language
from briefgen.model import Sentence
from briefgen.translating import retry
from briefgen.translating.translate import Candidate

TERMS, _ = glossary.parse("terms: {Shoigu: {fr: [Choïgou]}}\nkeep: [Le Large]", "g.yml")


@dataclass
class Scripted:
    """Translates by a table that may depend on the beam; remembers what it was asked."""

    table: dict
    package: str = "test"
    source: str = "fr"
    target: str = "en"
    asked: list = field(default_factory=list)

    def translate(self, texts, decoding):
        self.asked += [(text, decoding.beam) for text in texts]
        return [Candidate(self._one(text, decoding), -0.5) for text in texts]

    def _one(self, text, decoding):
        return self.table.get((text, decoding.beam), self.table.get(text, text))


def run(original, translation, table, terms=glossary.EMPTY):
    translator = Scripted(table)
    sentence = Sentence(original, 0, len(original), translation=translation, shown="translation")
    [done] = retry.mend([sentence], (translator,), retry.Judge(Language("fr"), glossary=terms))
    return done, translator.asked


def test_a_good_translation_is_left_alone():
    done, asked = run("Il pleut depuis lundi.", "It has rained since Monday.", {})
    assert done.translation == "It has rained since Monday."
    assert asked == []


def test_another_decoding_may_mend():
    table = {("Il pleut depuis 12 jours.", 1): "It has rained for 12 days."}
    done, _ = run("Il pleut depuis 12 jours.", "It has rained for for for days.", table)
    assert (done.translation, done.marks) == ("It has rained for 12 days.", ())


def test_what_cannot_be_mended_keeps_its_marks():
    done, _ = run("Il pleut depuis 12 jours.", "It has rained for 21 days.", {})
    assert done.translation == "It has rained for 21 days."
    assert {mark.check for mark in done.marks} == {"number"}


def test_clauses_are_translated_alone_and_joined():
    original = "Le ministre a parlé longtemps hier, les syndicats ont refusé le plan."
    table = {
        "Le ministre a parlé longtemps hier,": "The minister spoke for a long time yesterday,",
        "les syndicats ont refusé le plan.": "The unions refused the plan.",
    }
    done, _ = run(original, "The minister spoke spoke spoke", table)
    assert done.translation == (
        "The minister spoke for a long time yesterday, the unions refused the plan."
    )


def test_figures_are_given_in_english_spelling():
    table = {"On compte 7,183 cas lundi.": "There are 7,183 cases on Monday."}
    done, _ = run("On compte 7.183 cas lundi.", "There are 7.183 cases on Monday.", table)
    assert done.translation == "There are 7,183 cases on Monday."
    assert retry.english_figures("1,5 million et 3 %") == "1.5 million et 3 %"


def test_terms_are_written_into_the_original():
    table = {"Shoigu a parlé lundi.": "Shoigu spoke on Monday."}
    done, _ = run("Choïgou a parlé lundi.", "Cabbage spoke on Monday.", table, TERMS)
    assert (done.translation, done.marks) == ("Shoigu spoke on Monday.", ())


def test_a_stand_in_carries_a_term_the_model_would_break():
    table = {"Paris a parlé lundi.": "Paris spoke on Monday."}
    done, _ = run("Choïgou a parlé lundi.", "Cabbage spoke on Monday.", table, TERMS)
    assert done.translation == "Shoigu spoke on Monday."


def test_a_term_is_put_back_to_the_letter():
    terms, _ = glossary.parse(r"terms: {'A\1 B-C (D)': {fr: [Abécé]}}", "g.yml")
    table = {"Paris a parlé lundi.": "Paris spoke on Monday."}
    done, _ = run("Abécé a parlé lundi.", "Cabbage spoke on Monday.", table, terms)
    assert done.translation == r"A\1 B-C (D) spoke on Monday."


def test_a_term_that_cannot_be_placed_marks_the_sentence():
    table = {"Shoigu a parlé lundi.": "Choux spoke.", "Paris a parlé lundi.": "He spoke on Monday."}
    done, _ = run("Choïgou a parlé lundi.", "He spoke on Monday.", table, TERMS)
    assert "glossary" in [mark.check for mark in done.marks]


def test_a_lost_name_is_carried_by_one_that_every_model_knows():
    table = {"Hier, Martin a parlé au maire.": "Yesterday Martin spoke to the mayor."}
    original = "Hier, Dmitri Peskov a parlé au maire."
    done, _ = run(original, "Yesterday, Colorado Peskov spoke to the mayor.", table)
    assert done.translation == "Yesterday Dmitri Peskov spoke to the mayor."
    assert done.marks == ()


def test_a_lost_name_that_english_spells_otherwise_has_no_stand_in():
    done, asked = run("Il va en Écosse lundi.", "He goes to Paris on Monday.", {})
    assert [text for text, _ in asked if "Écosse" not in text] == []
    assert done.marks
