"""The digest: a mail that opens as a draft, stays small, and cannot be taken over by a title."""

import email
import email.policy
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from factories import (
    make_briefing,
    make_sentence,
    make_site,
    make_story,
    make_summary,
    make_untranslated,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefgen.model import Duplicate, Mark, Published
from briefgen.partial_date import PartialDate
from briefgen.publishing import digest, templating
from briefgen.publishing.plaintext import columns

TEMPLATES = (templating.CHECKOUT,)
INJECTION = "Peace\r\nBcc: victim@example.org\r\n\r\n<script>alert(1)</script>"


def build(*briefings, sender=None, unsubscribe=None, **site):
    pages = digest.digests(
        briefings, make_site(**site), templates=TEMPLATES, sender=sender, unsubscribe=unsubscribe
    )
    return {page.path.rsplit(".", 1)[1]: page.content for page in pages}


def parse(mail):
    return email.message_from_bytes(mail, policy=email.policy.default)


def story(number=1, **changes):
    texts = {key: changes.pop(key) for key in ("texts", "translations") if key in changes}
    title = changes.get("title", "A plan for fishing")
    summary = make_summary(**texts, **({"id": f"id{number:06}", "title": title} | changes))
    return make_story(summary, id=f"st{number:06}", title=title)


class Tags(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags, self.attributes = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs


def test_no_site_address_no_digest():
    assert digest.digests([make_briefing()], make_site(url=None), templates=TEMPLATES) == ()


@pytest.mark.parametrize("when", [PartialDate(2023, 9), PartialDate(2023), None])
def test_only_days_become_mails(when):
    summary = make_summary(published=Published(when))
    assert build(make_briefing(make_story(summary))) == {}


def test_text_comes_first_and_both_parts_equal_the_files():
    pages = build(make_briefing())
    mail = parse(pages["eml"])
    assert mail.get_content_type() == "multipart/alternative"
    text, html = mail.iter_parts()
    assert text.get_content().replace("\r\n", "\n") == pages["txt"]
    assert html.get_content().replace("\r\n", "\n") == pages["html"]
    assert [part.get_content_type() for part in (text, html)] == ["text/plain", "text/html"]


def test_the_headers_come_from_the_briefing():
    mail = parse(build(make_briefing())["eml"])
    assert mail["Date"] == "Wed, 13 Sep 2023 12:00:00 +0000"
    assert re.fullmatch(r"<2023-09-13\.[0-9a-f]{16}@briefings\.example\.org>", mail["Message-ID"])
    assert mail["X-Unsent"] == "1"
    assert mail["Subject"] == "Briefings, 13 September 2023: A plan for fishing"
    assert mail["From"] is None


def test_equal_briefings_give_equal_bytes_and_others_other_ids():
    first, again = build(make_briefing())["eml"], build(make_briefing())["eml"]
    other = build(make_briefing(story(title="Another plan")))["eml"]
    assert first == again
    assert parse(first)["Message-ID"] != parse(other)["Message-ID"]


def test_a_configured_sender_and_unsubscribe_address_are_used():
    address = "https://example.org/stop?id=1"
    pages = build(make_briefing(), sender="Desk <desk@example.org>", unsubscribe=address)
    mail = parse(pages["eml"])
    assert mail["From"] == "Desk <desk@example.org>"
    assert mail["List-Unsubscribe"] == f"<{address}>"
    assert mail["List-Unsubscribe-Post"] is None  # that address is everybody's
    assert address in pages["txt"]
    assert f'href="{address}"' in pages["html"]


def test_one_click_is_only_promised_for_https():
    mail = parse(build(make_briefing(), unsubscribe="mailto:stop@example.org")["eml"])
    assert mail["List-Unsubscribe"] == "<mailto:stop@example.org>"
    assert mail["List-Unsubscribe-Post"] is None


def test_nothing_is_said_of_unsubscribing_unless_configured():
    pages = build(make_briefing())
    assert parse(pages["eml"])["List-Unsubscribe"] is None
    assert "nsubscribe" not in pages["txt"] + pages["html"]


def test_the_first_line_is_the_date_and_the_count():
    first = build(make_briefing(story(1), story(2)))["txt"].splitlines()[0]
    assert first == "Wednesday 13 September 2023: 2 stories from 2 articles"


def test_every_story_has_title_sentence_sources_and_permanent_link():
    copies = (Duplicate("zz", "La Rade", None, "b.txt"),)
    pages = build(make_briefing(story(source="Le Quai", duplicates=copies)))
    for kind in ("txt", "html"):
        assert "A plan for fishing" in pages[kind]
        assert "The government announced a support plan" in pages[kind]
        assert "Le Quai, La Rade" in pages[kind]
        assert "https://briefings.example.org/s/id000001/" in pages[kind]


def test_marks_are_words():
    sentence = make_sentence(translation="Ten.", marks=(Mark("numbers", "12 is missing"),))
    pages = build(make_briefing(make_story(make_summary(sentences=(sentence,)))))
    assert "[check: 12 is missing]" in pages["txt"]
    assert "[check: 12 is missing]" in pages["html"]


def test_doubts_about_the_headline_are_said_too():
    summary = make_summary()
    title = replace(summary.article.title, marks=(Mark("names", "“Lirac” is missing"),))
    doubted = replace(summary, article=replace(summary.article, title=title))
    pages = build(make_briefing(make_story(doubted)))
    assert "1. A plan for fishing\n   [check: “Lirac” is missing]" in pages["txt"]
    assert "[check: “Lirac” is missing]" in pages["html"]


def test_what_was_not_translated_is_said():
    russian = make_untranslated("Снег.", "Зима", "ru", source="Газета")
    text = build(make_briefing(make_story(make_summary()), russian))["txt"]
    assert "Газета (in Russian, not translated)" in text
    assert "Translated by machine from French (test-fr-en 0.1); the original" in text
    assert "Not translated: Russian." in text


def test_right_to_left_blocks_say_so():
    html = build(make_briefing(make_untranslated("نص.", "عنوان", "ar")))["html"]
    assert re.search(r'class="head" lang="ar" dir="rtl" style="[^"]*text-align:right', html)
    assert re.search(r'class="text" lang="ar" dir="rtl" style="[^"]*text-align:right', html)


def test_a_title_cannot_add_a_header_or_a_tag():
    pages = build(make_briefing(story(title=INJECTION)), title=INJECTION, sender=INJECTION)
    mail = parse(pages["eml"])
    assert mail["Bcc"] is None
    assert len(list(mail.iter_parts())) == 2
    assert set(Tags(pages["html"]).tags) == set(Tags(build(make_briefing())["html"]).tags)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=300), st.text(max_size=60), st.text(max_size=40))
def test_no_text_can_act(title, sentence, source):
    changes = {"title": title, "source": source or None}
    hostile = story(texts=(sentence,), translations=(sentence,), **changes)
    pages = build(make_briefing(hostile), title=title)
    quiet = build(make_briefing(story(texts=("x",), translations=("x",))))
    mail, expected = parse(pages["eml"]), parse(quiet["eml"])
    assert mail.keys() == expected.keys()
    assert not mail.defects
    assert Tags(pages["html"]).tags == Tags(quiet["html"]).tags
    names = sorted(name for name, _ in Tags(pages["html"]).attributes)
    assert names == sorted(name for name, _ in Tags(quiet["html"]).attributes)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(alphabet=st.characters(exclude_categories=["C"]), max_size=300))
def test_no_line_of_the_text_is_wider_than_76_columns(title):
    text = build(make_briefing(story(title=title)))["txt"]
    wide = [line for line in text.split("\n") if columns(line) > digest.COLUMNS]
    assert all("://" in line for line in wide)


@pytest.mark.parametrize("title", ["Ein sehr langer Titel " * 23, "x" * 500, "嫦娥六号" * 125])
def test_three_hundred_stories_with_endless_titles_stay_under_the_limit(title):
    day = make_briefing(*(story(number, title=title[:500]) for number in range(300)))
    pages = build(day)
    assert len(pages["html"].encode()) < 102_000
    shown = pages["html"].count("/s/id")
    assert f"{300 - shown} more stories on the site" in pages["html"]
    assert shown >= 40
    assert pages["txt"].count("/s/id") == 300
    assert len(parse(pages["eml"])["Subject"]) <= digest.SUBJECT_LIMIT


def test_a_full_day_that_fits_is_not_shortened():
    html = build(make_briefing(*(story(number) for number in range(30))))["html"]
    assert html.count('class="text"') == 30
    assert "more stories" not in html


@given(
    st.lists(st.tuples(st.integers(50, 3000), st.integers(10, 50)), max_size=60),
    st.integers(0, 50_000),
)
def test_fitting_never_exceeds_the_limit_and_shortens_from_the_end(sizes, limit):
    full, brief = [size for size, _ in sizes], [size for _, size in sizes]
    kept = digest.fit(full, brief, limit)
    assert sum(full[i] if whole else brief[i] for i, whole in enumerate(kept)) <= limit
    assert list(kept) == sorted(kept, reverse=True)
    if sum(full) <= limit:
        assert kept == (True,) * len(sizes)


def test_nothing_in_the_mail_is_fetched_or_run():
    html = build(make_briefing())["html"]
    assert not re.search(r"<(img|script|link|iframe|form)\b|url\(|@import|src=", html)
    links = [value for name, value in Tags(html).attributes if name == "href"]
    assert links
    assert all(value.startswith("https://") and "#" not in value for value in links)
