"""What people put right is applied last, shown as theirs, and reported when stale."""

from datetime import date

from factories import ENGLISH, FRENCH, make_summary

from briefgen.desk import corrections

TODAY = date(2026, 11, 25)


def apply(text, *summaries):
    found, wrong = corrections.parse(text, "corrections.yml", today=TODAY)
    done, stale = corrections.correct(summaries or (make_summary(),), found, "corrections.yml")
    return done, [str(problem) for problem in (*wrong, *stale)]


def test_a_sentence_and_a_title_are_put_right():
    [done], problems = apply(
        f"- article: a1b2c3d4\n  original: {FRENCH[1]}\n  english: Twelve million for the ports.\n"
        "- {article: a1b2c3d4, title: Help for fishing}\n"
    )
    assert problems == []
    assert [s.text for s in done.sentences] == [
        ENGLISH[0],
        "Twelve million for the ports.",
        ENGLISH[2],
    ]
    assert [s.edited for s in done.sentences] == [False, True, False]
    assert done.article.title.text == "Help for fishing"
    assert done.article.title.edited


def test_date_source_and_story_are_put_right():
    [done], problems = apply(
        "- {article: a1b2c3d4, published: 2023-10, source: Le Large, story: fishing}"
    )
    assert problems == []
    assert (str(done.article.day), done.article.published.precision) == ("2023-10", "month")
    assert (done.article.source, done.article.story) == ("Le Large", "fishing")
    assert done.article.edited == ("published", "source", "story")


def test_an_article_may_be_left_out():
    done, problems = apply(
        "- {article: a1b2c3d4, leave_out: true}", make_summary(), make_summary(id="other")
    )
    assert [summary.article.id for summary in done] == ["other"]
    assert problems == []


def test_stale_entries_are_problems():
    [done], problems = apply(
        "- {article: gone, title: x}\n- {article: a1b2c3d4, original: Perdu., english: Lost.}\n"
    )
    assert done == make_summary()
    assert problems == [
        (
            "corrections.yml:1: stale correction: there is no article gone. "
            "Mend the entry, or remove it when it is no longer needed."
        ),
        (
            "corrections.yml:2: stale correction: "
            "no sentence shown of article a1b2c3d4 is “Perdu.”. "
            "Mend the entry, or remove it when it is no longer needed."
        ),
    ]


def test_wrong_entries_are_named():
    _, problems = apply(
        "- {title: x}\n- {article: a, original: b}\n- {article: a1b2c3d4, published: soon}\n"
        "- {article: a1b2c3d4, published: 2023-13}\n- {article: a1b2c3d4, titel: y}\n"
    )
    assert [problem.split(":")[1] for problem in problems] == ["1", "2", "3", "4", "5"]
    assert apply("a: b")[1]
    assert apply("a: [")[1]
    assert apply("")[1] == []


def test_an_entry_says_what_it_changes():
    written = "- {article: a1, title: x, reason: Misread.}"
    [one], _ = corrections.parse(written, "c.yml", today=TODAY)
    assert str(one) == "a1: title (Misread.)"
    [two], _ = corrections.parse("- {article: a1, leave_out: true}", "c.yml", today=TODAY)
    assert str(two) == "a1: left out"


def test_a_date_to_come_is_refused():
    found, [problem] = corrections.parse("- {article: a1, published: 2099}", "c.yml", today=TODAY)
    assert found[0].published is None
    assert "published is 2099, not a date of publication: it is in the future." in str(problem)
