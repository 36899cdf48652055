from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen.language.tags import Language
from briefgen.model import (
    UNDATED,
    Article,
    Briefing,
    Paragraph,
    Published,
    Sentence,
    Summary,
)
from briefgen.partial_date import PartialDate
from briefgen.stories.group import group

FLOOD = (
    "The river Varenne burst its banks in Saint-Loup on Tuesday and 240 people left their homes.",
    "Mayor Claire Ondrin asked the army for boats after the Varenne flooded Saint-Loup.",
)
DAM = (
    "The Varenne flood in Saint-Loup has killed 3 people, Mayor Claire Ondrin said.",
    "240 people of Saint-Loup still cannot go home after the Varenne burst its banks.",
)
CHESS = (
    "Grandmaster Pavel Idrissov won the chess open of Tromstad with 9 points out of 11.",
    "Idrissov drew the last game at Tromstad against Lena Quist.",
)
LONG = " ".join(f"mot{i} suit mot{i + 1} et porte le sens numéro {i}." for i in range(30))


def published(date: str | None) -> Published:
    if date is None:
        return UNDATED
    return Published(PartialDate.parse(date))


def account(  # noqa: PLR0913  a builder
    ident: str,
    sentences: tuple[str, ...] = FLOOD,
    *,
    date: str | None = "2024-03-05",
    title: str = "Flood in Saint-Loup",
    body: str = "",
    added: str | None = None,
    language: str = "fr",
    url: str | None = None,
) -> Summary:
    told = tuple(Sentence(s, None, None, translation=s, shown="translation") for s in sentences)
    article = Article(
        id=ident,
        file=f"{ident}.txt",
        start=0,
        end=1,
        title=Sentence(title, None, None, translation=title, shown="translation"),
        paragraphs=(Paragraph(body or f"{ident} " + " ".join(sentences), 0, 1),),
        sentences=told,
        language=Language(language),
        published=published(date),
        added=added,
        url=url,
    )
    return Summary(article, told)


def members(briefings: tuple[Briefing, ...]) -> list[str]:
    """Give every article id and duplicate id, sorted."""
    return sorted(
        ident
        for briefing in briefings
        for story in briefing.stories
        for summary in story.summaries
        for ident in (summary.article.id, *(d.id for d in summary.duplicates))
    )


def shape(briefings: tuple[Briefing, ...]) -> list[tuple[str | None, list[list[str]]]]:
    return [
        (
            str(b.date) if b.date else None,
            [[s.article.id for s in story.summaries] for story in b.stories],
        )
        for b in briefings
    ]


def test_nothing_in_nothing_out():
    assert group([]) == ()


def test_one_event_is_one_story():
    found = group(
        [account("a"), account("b", DAM, title="Three dead"), account("c", CHESS, title="Chess")]
    )
    assert sorted(map(sorted, shape(found)[0][1])) == [["a", "b"], ["c"]]


def test_a_story_of_several_days_keeps_its_id_and_knows_its_days():
    found = group(
        [
            account("a", added="2024-03-09"),
            account("b", DAM, date="2024-03-06", title="Three dead", added="2024-03-08"),
        ]
    )
    assert [str(b.date) for b in found] == ["2024-03-06", "2024-03-05"]
    assert {s.id for b in found for s in b.stories} == {"b"}
    assert {tuple(map(str, s.days)) for b in found for s in b.stories} == {
        ("2024-03-05", "2024-03-06")
    }
    assert len({s.title for b in found for s in b.stories}) == 1


def test_the_same_words_years_later_are_another_story():
    found = group([account("a"), account("b", DAM, date="2026-03-05")])
    assert {s.id for b in found for s in b.stories} == {"a", "b"}


def test_an_undated_article_joins_the_story_it_belongs_to():
    found = group([account("a"), account("b", (*FLOOD, DAM[0]), date=None, body=LONG)])
    assert [(date, sorted(stories[0])) for date, stories in shape(found)] == [
        ("2024-03-05", ["a", "b"])
    ]
    shown = [s.article.published for s in found[0].stories[0].summaries]
    assert UNDATED in shown


def test_an_undated_article_of_its_own_comes_last():
    found = group([account("a", CHESS, date=None, title="Chess"), account("b")])
    assert [(str(b.date), b.precision) for b in found] == [
        ("2024-03-05", "day"),
        ("None", "unknown"),
    ]


def test_coarse_dates_have_their_own_briefings():
    found = group([account("a", date="2024-03"), account("b", CHESS, date="2023", title="Chess")])
    assert [(str(b.date), b.precision) for b in found] == [("2024-03", "month"), ("2023", "year")]


def test_copies_merge_and_the_dated_one_is_shown():
    cut = LONG[: len(LONG) * 3 // 4]
    found = group(
        [
            account("a", body=cut, date=None),
            account("b", body=LONG, title="Another headline", url="https://example.org/b"),
            account("c", body=LONG + " Et une phrase de plus."),
        ]
    )
    (story,) = found[0].stories
    assert [s.article.id for s in story.summaries] == ["b"]
    assert [d.id for d in story.summaries[0].duplicates] == ["a", "c"]


def test_a_copy_in_another_language_is_no_copy():
    found = group([account("a", body=LONG), account("b", body=LONG, language="de")])
    assert sorted(map(len, shape(found)[0][1])) == [2]


SPANISH = (
    "El río Varenne se desbordó el martes en Saint-Loup y 240 personas dejaron sus casas.",
    "La alcaldesa Claire Ondrin pidió barcas al ejército tras la crecida del Varenne.",
)
RUSSIAN = ("Сегодня в Москве Владимир Путин принял 35 послов и говорил с ними о Пекине.",)
GERMAN = ("Am Montag sprach Wladimir Putin in Moskau mit 35 Botschaftern über Peking.",)


def untranslated(ident: str, sentences: tuple[str, ...], language: str, title: str) -> Summary:
    made = account(ident, sentences, language=language, title=title)
    plain = tuple(Sentence(s, None, None) for s in sentences)
    article = replace(made.article, title=Sentence(title, None, None), sentences=plain)
    return replace(made, article=article, sentences=plain)


def test_names_and_numbers_join_accounts_in_languages_without_a_package():
    spanish = untranslated("b", SPANISH, "es", "Crecida en Saint-Loup")
    found = group([account("a"), spanish, account("c", CHESS, title="Chess")])
    assert sorted(map(sorted, shape(found)[0][1])) == [["a", "b"], ["c"]]


def test_names_join_accounts_in_two_alphabets():
    russian = untranslated("a", RUSSIAN, "ru", "Путин принял послов")
    german = untranslated("b", GERMAN, "de", "Putin empfängt Botschafter")
    assert sorted(map(sorted, shape(group([russian, german]))[0][1])) == [["a", "b"]]


@pytest.mark.parametrize("poor", ["What happened in Saint-Loup?", "Flood: the first…", ""])
def test_a_poor_headline_gives_way(poor: str):
    found = group([account("a", title=poor), account("b", DAM, title="Saint-Loup flood kills 3")])
    assert found[0].stories[0].title == "Saint-Loup flood kills 3"


def test_an_original_headline_keeps_its_language():
    lone = account("a")
    title = Sentence("Crue à Saint-Loup", None, None)
    lone = replace(lone, article=replace(lone.article, title=title))
    (story,) = group([lone])[0].stories
    assert (story.title, story.title_language) == ("Crue à Saint-Loup", Language("fr"))


def test_a_story_says_nothing_twice():
    found = group([account("a"), account("b", (FLOOD[0], DAM[0]), title="Three dead")])
    (story,) = found[0].stories
    by_id = {s.article.id: s for s in story.summaries}
    told = [by_id[ref.article].sentences[ref.sentence].text for ref in story.summary]
    assert sorted(told) == sorted(set(told))
    assert len(told) >= 2


def in_story(summary: Summary, name: str) -> Summary:
    return replace(summary, article=replace(summary.article, story=name))


def test_articles_joined_by_hand_are_one_story_under_the_id_of_the_first():
    flood = account("b", added="2024-03-05")
    chess = account("a", CHESS, title="Chess", date="2024-06-01", added="2024-06-01")
    found = group([in_story(flood, "mayor"), in_story(chess, "mayor"), account("c", DAM)])
    assert {
        s.article.id: story.id for b in found for story in b.stories for s in story.summaries
    } == {
        "a": "b",
        "b": "b",
        "c": "c",  # the flood's other account stays behind: nobody named it
    }


def test_the_story_named_for_a_copy_holds_for_the_one_shown():
    shown = account("a", body=LONG)
    copy = in_story(account("b", body=LONG, date="2024-03-06"), "mayor")
    other = in_story(account("c", CHESS, title="Chess"), "mayor")
    (story,) = group([shown, copy, other])[0].stories
    assert sorted(s.article.id for s in story.summaries) == ["a", "c"]


Drawn = tuple[tuple[str, ...], str | None, str, str]
ACCOUNTS = st.lists(
    st.tuples(
        st.sampled_from([FLOOD, DAM, CHESS, (FLOOD[0],), (CHESS[1], DAM[1])]),
        st.sampled_from(["2024-03-05", "2024-03-06", "2024-03-20", "2024-03", None]),
        st.sampled_from(["", LONG, LONG[:900]]),
        st.sampled_from(["fr", "de"]),
    ),
    max_size=9,
)


@settings(deadline=None)
@given(ACCOUNTS, st.randoms(use_true_random=False))
def test_grouping_is_a_partition_and_ignores_input_order(
    drawn: list[tuple[tuple[str, ...], str | None, str, str]], random: Random
):
    made = [
        account(f"a{i}", told, date=date, body=body and f"{i} {body}", language=language)
        for i, (told, date, body, language) in enumerate(drawn)
    ]
    found = group(made)
    assert members(found) == [f"a{i}" for i in range(len(made))]
    random.shuffle(made)
    assert group(made) == found
