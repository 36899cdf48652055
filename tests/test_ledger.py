import json
import re
from dataclasses import replace
from datetime import date
from itertools import permutations
from urllib.parse import parse_qs

import pytest
from factories import TEXT, make_article
from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen.desk.outlets import outlet_name
from briefgen.model import Paragraph, Published
from briefgen.partial_date import PartialDate
from briefgen.state.ledger import (
    current,
    name_articles,
    news,
    read_ledger,
    read_sketch,
    similarity,
    sketch,
    successors,
    write_sketch,
)
from briefgen.urls import canonical_url, fragment_url, is_valid_id, mailto, safe_url, slug

TODAY = date(2023, 9, 20)
LATER = date(2023, 9, 25)
OTHER = "Une panne a privé de courant trois quartiers de la ville pendant la nuit de samedi. " * 2


def article(text=TEXT, **changes):
    paragraphs = (Paragraph(text, 0, len(text)),)
    return make_article(**({"id": "", "paragraphs": paragraphs} | changes))


def name(articles, ledger=(), today=TODAY):
    named, lines = name_articles(articles, ledger, today=today)
    new = news(lines, named, ledger)
    return [a.id for a in named], (*ledger, *new)


@pytest.mark.parametrize(
    "url",
    [
        None, "", "javascript:alert(1)", " JaVaScript:alert(1)", "data:text/html,x", "ftp://a.b/",
        "//a.b/", "/x", "http:///x", "http://", "https://a b/", "https://a.b:99999/", "vbscript:x",
        "http://[::1", "https://" + "a" * 3000, "file:///etc/passwd", "java\nscript:alert(1)",
    ],
)  # fmt: skip
def test_unsafe_addresses_are_refused(url):
    assert safe_url(url) is None


def test_safe_addresses_are_ascii_and_cannot_leave_an_attribute():
    url = safe_url("https://exämple.org/é x?q=<a>&\"b\"='c'`#ü")
    assert url == ("https://xn--exmple-cua.org/%C3%A9%20x?q=%3Ca%3E&%22b%22=%27c%27%60#%C3%BC")


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60).map(lambda text: f"https://{text}") | st.text(max_size=60))
def test_whatever_comes_out_is_a_plain_web_address(text):
    url = safe_url(text)
    if url is not None:
        assert url.startswith(("http://", "https://"))
        assert url.isascii()
        assert not set(url) & set("<>\"'` \n\t\\{}|^")
        assert safe_url(url) == url


def test_canonical_address_forgets_what_does_not_change_the_page():
    same = {
        canonical_url("http://www.a.example/x/?utm_source=t&id=3#part"),
        canonical_url("https://a.example/x?id=3&fbclid=zz"),
    }
    assert same == {"https://a.example/x?id=3"}


def test_fragment_of_a_short_sentence_is_all_of_it():
    url = fragment_url("https://a.example/x#top", "Trop cher, dit-elle.")
    assert url == "https://a.example/x#top:~:text=Trop%20cher%2C%20dit%2Delle."


def test_fragment_of_a_long_sentence_is_its_two_ends():
    url = fragment_url("https://a.example/", " ".join(f"m{i}" for i in range(20)))
    assert url == "https://a.example/#:~:text=m0%20m1%20m2%20m3%20m4,m15%20m16%20m17%20m18%20m19"


def test_fragment_without_spaces_counts_characters():
    url = fragment_url("https://a.example/", "政府" * 40)
    assert url is not None
    assert len(url) < 400


def test_no_fragment_without_an_address():
    assert fragment_url("javascript:x", "Oui.") is None
    assert fragment_url(None, "Oui.") is None


def test_source_is_as_stated_else_the_domain_else_the_folder_never_the_file():
    stated = article(source="Le Soir", url="https://www.a.example/x")
    assert outlet_name(stated) == "Le Soir"
    assert outlet_name(replace(stated, source=None)) == "a.example"
    nameless = replace(stated, source=None, url=None)
    assert outlet_name(nameless) == "unknown outlet"
    assert outlet_name(replace(nameless, file="2023/09/13/a.txt")) == "unknown outlet"
    assert outlet_name(replace(nameless, file="le-monde/2023/a.txt")) == "le-monde"


def test_slugs_are_short_ascii_and_distinct():
    names = ["Le Monde", "le monde", "Ле Монд", "con", "a" * 99, "../../x", "", "fr", "zh-Hant"]
    slugs = [slug(name) for name in names]
    assert all(is_valid_id(made) for made in slugs)
    assert len(set(slugs)) == len(names)
    assert slug("fr") == "fr"


def test_ids_come_from_the_address_and_stay():
    (first,), ledger = name([article(url="https://a.example/x")])
    (moved,), _ = name([article(OTHER, url="http://www.a.example/x/", file="b.txt")], ledger)
    assert moved == first
    assert is_valid_id(first)


def test_an_edited_text_keeps_its_id():
    (first,), ledger = name([article()])
    typo = article(TEXT.replace("12 millions", "13 millions"), title="Autre titre")
    assert name([typo], ledger)[0] == [first]


def test_an_address_given_later_keeps_the_id():
    (first,), ledger = name([article()])
    (same,), ledger = name([article(url="https://a.example/x")], ledger)
    (again,), _ = name([article(OTHER, url="https://a.example/x")], ledger)
    assert first == same == again


def test_a_renamed_file_keeps_the_id():
    (first,), ledger = name([article()])
    assert name([article(file="other/b.md")], ledger)[0] == [first]


def test_another_article_in_the_place_of_a_deleted_one_gets_its_own_id():
    (first,), ledger = name([article()])
    assert name([article(OTHER)], ledger)[0] != [first]


def test_a_new_address_for_half_the_text_is_another_article():
    (first,), ledger = name([article(url="https://a.example/x")])
    half = article(TEXT[:90] + OTHER, url="https://a.example/y")
    assert name([half], ledger)[0] != [first]


def test_equal_texts_get_different_ids_that_do_not_swap():
    copies = [article(file="a.txt"), article(file="b.txt")]
    ids, ledger = name(copies)
    assert len(set(ids)) == 2
    assert name(copies[::-1], ledger)[0] == ids[::-1]
    assert name(copies[1:], ledger)[0] == ids[1:]


def test_pinned_ids_win_and_bad_pins_are_passed_over():
    ids, _ = name([article(pinned_id="my-piece"), article(OTHER, pinned_id="../x", file="b.txt")])
    assert ids[0] == "my-piece"
    assert is_valid_id(ids[1])
    assert ids[1] != "../x"


def test_two_articles_cannot_pin_the_same_id():
    ids, _ = name([article(pinned_id="x1"), article(OTHER, pinned_id="x1", file="b.txt")])
    assert ids[0] == "x1"
    assert ids[1] != "x1"


def test_ids_do_not_depend_on_order():
    articles = [article(), article(OTHER, file="b.txt"), article(file="c.txt")]
    forward, _ = name(articles)
    backward, _ = name(articles[::-1])
    assert forward == backward[::-1]


def test_the_day_added_is_stated_else_remembered_else_today():
    articles = [article(), article(OTHER, file="b.txt", added="2023-01-01")]
    _, known = name([article("Un troisième texte, ancien.", file="c.txt")])
    named, lines = name_articles(articles, known, today=TODAY)
    new = (*known, *news(lines, named, known))
    assert [a.added for a in named] == ["2023-09-20", "2023-01-01"]
    again, lines = name_articles(articles, new, today=LATER)
    nothing = news(lines, again, new)
    assert [a.added for a in again] == ["2023-09-20", "2023-01-01"]
    assert nothing == ()


def test_the_ledger_grows_only_by_news():
    _, ledger = name([article()])
    _, longer = name([article(title="Autre titre")], ledger)
    assert len(longer) == 2
    assert current(longer)[ledger[0].id].title == "Autre titre"


def test_a_second_id_for_one_article_leads_to_the_first():
    _, one = name([article(url="https://a.example/x")])
    twin = replace(one[0], id="twin2345")
    assert successors((*one, twin), [one[0].id]) == {"twin2345": one[0].id}


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_sketches_survive_writing(text):
    numbers = sketch(text)
    assert read_sketch(write_sketch(numbers)) == numbers
    assert similarity(numbers, numbers) == (1.0 if numbers else 0.0)


def test_sketch_of_a_script_without_spaces():
    one = sketch("政府周二宣布了一项渔业支持计划该计划为港口提供资金")
    other = sketch("政府周二宣布了一项渔业支持计划该计划为港口提供贷款")
    assert similarity(one, other) > 0.7
    assert read_sketch("zz") == ()


@given(st.text(max_size=400), st.text(max_size=400))
def test_a_mail_link_is_short_ascii_and_holds_what_was_given(title, sentence):
    link = mailto(title, [title, sentence], "https://example.org/s/abc/")
    assert re.fullmatch(r"mailto:\?subject=[\w.~%-]*&body=[\w.~%-]*", link, re.ASCII)
    assert len(link) < 2000
    body = parse_qs(link.partition("?")[2], keep_blank_values=True)["body"][0]
    assert body.endswith("\r\n\r\nhttps://example.org/s/abc/")


def test_a_mail_link_cuts_long_text_with_an_ellipsis():
    subject = parse_qs(mailto("عنوان " * 60, ["x"], None).partition("?")[2])["subject"][0]
    assert subject.endswith("…")
    assert subject.startswith("عنوان عنوان")
    assert "bcc=" not in mailto("a&bcc=x@example.org", ["b"], None)


def test_the_order_of_lines_and_double_lines_change_nothing_that_is_published():
    _, once = name([article(added=TODAY.isoformat())])
    later = replace(once[0], added=LATER.isoformat())
    for ledger in ((once[0], later), (later, once[0]), (once[0], once[0], later, later)):
        (named,), lines = name_articles([article()], ledger, today=date(2024, 1, 1))
        assert (named.id, named.added) == (once[0].id, TODAY.isoformat())
        grown = (*ledger, *news(lines, [named], ledger))
        assert news(lines, [named], grown) == ()


@pytest.mark.parametrize("built", [TODAY, LATER, date(2026, 1, 1)])
def test_without_a_ledger_no_day_of_building_becomes_the_day_of_an_article(built):
    old = article(file="a.md", published=Published(PartialDate(2023, 9, 13)))
    (named,), _ = name_articles([old], (), today=built)
    assert named.added == "2023-09-13"
    (named,), _ = name_articles([old], (), today=built, committed=lambda: {"a.md": "2023-09-15"})
    assert named.added == "2023-09-15"


def test_with_a_ledger_a_new_article_is_new():
    _, ledger = name([article(OTHER, url="https://a.example/other")], today=TODAY)
    new = article(file="a.md", published=Published(PartialDate(2023, 9, 13)))
    (named,), _ = name_articles([new], ledger, today=LATER)
    assert named.added == LATER.isoformat()


def test_git_is_asked_only_where_the_ledger_does_not_know():
    def never():
        raise AssertionError

    _, ledger = name([article()])
    (named,), _ = name_articles([article()], ledger, today=LATER, committed=never)
    assert named.added == "2023-09-13"


@pytest.mark.parametrize("told", ["20240312", "2024-13-45", "x", "2024-03-12T10:00", "2024W112"])
@pytest.mark.parametrize("name", ["added", "published"])
def test_a_false_day_in_the_ledger_is_told_and_the_link_kept(tmp_path, name, told):
    line = {"id": "a1b2c3d4", "file": "a.md", "title": "Le pont", "added": "2024-03-12", name: told}
    (tmp_path / "links.jsonl").write_text(json.dumps(line) + "\n", "utf-8")
    (entry,), (problem,) = read_ledger(tmp_path / "links.jsonl")
    assert entry.id == "a1b2c3d4"
    assert getattr(entry, name) is None
    assert f'says {name} is "{told}"' in str(problem)


def test_months_and_years_are_dates_of_an_article_but_no_day_on_which_it_came(tmp_path):
    line = {"id": "a1b2c3d4", "file": "a.md", "title": "T", "published": "2024", "added": "2024-03"}
    (tmp_path / "links.jsonl").write_text(json.dumps(line), "utf-8")
    (entry,), problems = read_ledger(tmp_path / "links.jsonl")
    assert (entry.published, entry.added, len(problems)) == ("2024", None, 1)


EDIT = TEXT.replace("12 millions", "13 millions")


def built(ledger, text, today, **changes):
    """Build: give the article and the ledger with the lines the build appends."""
    (named,), lines = name_articles([article(text, **changes)], ledger, today=today)
    return named, (*ledger, *news(lines, [named], ledger))


def test_a_changed_text_is_dated_by_the_build_that_found_it_and_stays_so():
    first, ledger = built((), TEXT, TODAY)
    same, ledger = built(ledger, TEXT, LATER)
    assert (first.changed, same.changed, len(ledger)) == (None, None, 1)
    edited, ledger = built(ledger, EDIT, LATER)
    assert (edited.id, edited.added, edited.changed) == (first.id, first.added, LATER.isoformat())
    again, grown = built(ledger, EDIT, date(2027, 1, 1))
    assert again == edited
    assert grown == ledger
    back, ledger = built(ledger, TEXT, date(2027, 1, 1))
    assert back.changed == back.updated == "2027-01-01"
    assert built(ledger, TEXT, date(2027, 1, 2))[1] == ledger


def test_another_headline_is_a_change_and_other_white_space_is_none():
    _, ledger = built((), TEXT, TODAY)
    assert built(ledger, TEXT, LATER, title="Autre titre")[0].changed == LATER.isoformat()
    assert built(ledger, TEXT.replace(" ", "\n "), LATER)[0].changed is None


def test_two_branches_that_found_a_change_agree_whatever_the_order_of_lines():
    _, before = built((), TEXT, TODAY)
    _, one = built(before, EDIT, LATER)
    _, other = built(before, EDIT, date(2027, 1, 1))
    lines = {*one, *other}
    assert len(lines) == 3
    for ledger in permutations(lines):
        named, grown = built(ledger, EDIT, date(2028, 1, 1))
        assert (named.added, named.changed) == (before[0].added, "2027-01-01")
        assert built(grown, EDIT, date(2028, 1, 2))[1] == grown


def test_a_line_of_an_older_version_knows_no_text_and_nothing_has_changed():
    _, (line,) = built((), TEXT, TODAY)
    old = replace(line, text="")
    named, ledger = built((old,), EDIT, LATER)
    assert named.changed is None
    assert len(ledger) == 2  # once: what the text is now
    assert built(ledger, EDIT, date(2027, 1, 1)) == (named, ledger)
    assert built((line, old), TEXT, LATER)[0].changed is None  # an older version wrote once more


def test_lines_of_a_newer_version_are_read(tmp_path):
    line = {"id": "a1b2c3d4", "file": "a.md", "title": "T", "added": "2024-03-12", "new": [1]}
    (tmp_path / "links.jsonl").write_text(json.dumps(line), "utf-8")
    (entry,), problems = read_ledger(tmp_path / "links.jsonl")
    assert (entry.id, problems) == ("a1b2c3d4", ())
