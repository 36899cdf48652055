import html
import json

import jinja2
import markdown
import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from briefgen.errors import TemplateError
from briefgen.publishing.templating import (
    environment,
    escape_html,
    escape_markdown,
    escape_text,
    escape_xml,
    one_line,
    template_errors,
    visible,
    yaml_string,
)

# Every built-in extension at once, and Material's usual habits: nothing of it may act.
EXTENSIONS = [
    "abbr", "admonition", "attr_list", "def_list", "extra", "fenced_code", "footnotes",
    "md_in_html", "nl2br", "sane_lists", "smarty", "tables", "toc", "wikilinks",
    "pymdownx.arithmatex", "pymdownx.betterem", "pymdownx.caret", "pymdownx.critic",
    "pymdownx.details", "pymdownx.emoji", "pymdownx.keys", "pymdownx.magiclink", "pymdownx.mark",
    "pymdownx.smartsymbols", "pymdownx.snippets", "pymdownx.superfences", "pymdownx.tabbed",
    "pymdownx.tasklist", "pymdownx.tilde",
]  # fmt: skip
NASTY = (
    "<script>alert(1)</script>", "{{ 7*7 }}", "{% raw %}", "--8<-- 'x.md'", "{: onclick=x }",
    ":smile: :material-account:", "[x](javascript:alert(1))", "![x](y)", "# T", "1. one", "- a",
    "* a", "> q", "```\nx\n```", "~~~", "!!! note", "??? note", "| a | b |", "https://evil.example",
    "www.evil.example", "a@b.example", "@user", "#12", "++ctrl+c++", "==m==", "^^i^^", "~~d~~",
    "$x$", r"\(x\)", "[[wiki]]", "[^1]", "*[A]: b", "term\n: def", "    code", "---", "===",
    "a -- b ... (c) (tm) 1/2 +/- -->", "&lt;b&gt; &#60;", "\x02wzxhzdk:0\x03", "\ud800",
    "{++a++}", "[ ] todo", '=== "tab"', "key: value", "<!-- x -->", "]]>", "`x`", "__a__ _b_",
)  # fmt: skip

texts = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="<>&\"'`\\*_{}[]()#+-.!|~:^=$@%/?; \n\tab1\x02\u2028é", max_size=40),
    st.lists(st.sampled_from(NASTY), min_size=1, max_size=3).map(" ".join),
)
few = settings(max_examples=60, deadline=None)
FOLDERS = ("/nonexistent",)


PARSER = markdown.Markdown(extensions=EXTENSIONS)


def rendered(source):
    return PARSER.reset().convert(source)


def text_of(page):
    return one_line(html.unescape(page))


@few
@given(texts)
@example("a\n\n<b>")
def test_markdown_escape_leaves_a_paragraph_of_that_very_text(text):
    page = rendered(str(escape_markdown(text)))
    inner = page.removeprefix("<p>").removesuffix("</p>")
    assert "<" not in inner
    assert text_of(inner).split() == one_line(text).split()


@few
@given(texts)
def test_markdown_escape_is_only_text_in_raw_html_and_headings(text):
    escaped = escape_markdown(text)
    block = rendered(f'<div title="{escaped}">\n{escaped}\n</div>')
    assert block.count("<") == 2
    inner = block.partition(">")[2].removesuffix("</div>")
    assert text_of(inner).split() == one_line(text).split()
    heading = rendered(f"## x {escaped} y")
    assert heading.count("<") == 2


@few
@given(texts)
def test_html_escape_is_only_text(text):
    escaped = str(escape_html(text))
    assert not set(escaped) & set("<>\"'`")
    assert html.unescape(escaped) == one_line(text)


@few
@given(texts)
def test_xml_escape_parses_as_that_text(text):
    import xml.etree.ElementTree as ET

    root = ET.fromstring(f'<a b="{escape_xml(text)}">{escape_xml(text)}</a>')  # noqa: S314  # our own
    assert "".join(root.itertext()).split() == visible(text).replace("\ufeff", "").split()
    assert len(root) == 0


@few
@given(texts)
def test_yaml_string_is_one_safe_line(text):
    line = str(yaml_string(text))
    assert "\n" not in line
    assert yaml.safe_load(f"title: {line}\n")["title"] == str(escape_html(text))


@few
@given(texts)
def test_templates_escape_what_they_print_and_never_run_it(text):
    for kind, escape in (("markdown", escape_markdown), ("html", escape_html)):
        env = environment(kind, FOLDERS)
        source = "{% macro m(x) %}<b>{{ x }}</b>{% endmacro %}{{ m(t) }}{{ [t, t] | join('-') }}"
        expected = f"<b>{escape(text)}</b>{escape(text + '-' + text)}"
        assert env.from_string(source).render(t=text) == expected


def test_markup_passes_and_other_values_print():
    env = environment("markdown", FOLDERS)
    printed = env.from_string("{{ a }} {{ b }} {{ c }}").render(a=Markup("<i>"), b=12, c=None)
    assert printed == "<i> 12 "


def test_text_keeps_lines_and_drops_controls():
    assert escape_text("a\nb\x07<c>") == "a\nb<c>"


def test_json_survives_in_yaml():
    assert json.loads(str(yaml_string('a "b" \\ c'))) == "a &#34;b&#34; \\ c"


@pytest.mark.parametrize(
    ("source", "words"), [("{{ nope }}", "nope"), ("{% if %}", "Expected"), (None, "missing")]
)
def test_template_faults_are_told_with_a_remedy(tmp_path, source, words):
    if source:
        (tmp_path / "x.md").write_text(source, encoding="utf-8")
    with pytest.raises(TemplateError, match=words) as caught, template_errors():
        environment("markdown", [tmp_path]).get_template("x.md").render()
    assert caught.value.remedy


def test_the_site_s_template_comes_before_the_packaged_one(tmp_path):
    own, packaged = tmp_path / "own", tmp_path / "packaged"
    for folder in (own, packaged):
        folder.mkdir()
        (folder / "a.md").write_text(folder.name, encoding="utf-8")
    (packaged / "b.md").write_text("b", encoding="utf-8")
    env = environment("markdown", [own, packaged])
    assert isinstance(env, jinja2.Environment)
    assert env.get_template("a.md").render() == "own"
    assert env.get_template("b.md").render() == "b"
