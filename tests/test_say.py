"""What strangers wrote never acts in the terminal: names, values, addresses, options."""

import re
import shutil
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen import cli
from briefgen.commands.say import called, ours, say
from briefgen.errors import BriefgenError, ConfigError, visible
from briefgen.model import Problem

BAD = "a\x1b[31mred\x1b]0;title\x07\r\nsecond\x9b2J\u202eback\u2066"
ACTING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@given(st.text(st.characters()))
def test_visible_text_is_one_line_without_controls(text):
    shown = visible(text)
    assert not ACTING.search(shown)
    assert len(shown.splitlines()) <= 1
    assert visible(shown) == shown


def test_words_in_every_script_stay_as_they_are():
    for text in (
        "Élysée «\u00a0non\u00a0»",
        "نامه\u200cها",
        "क्\u200dष",
        "中文，日本語",
        "👩\u200d🚀",
    ):
        assert visible(text) == text


def test_errors_and_problems_are_one_line_unless_they_are_a_list():
    assert "\n" not in str(BriefgenError(BAD, where=BAD, remedy=BAD))
    assert "\n" not in str(Problem(BAD, 3, BAD, BAD))
    assert str(ConfigError("two", lines=[BAD, "x"])).count("\n") == 2


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    shutil.copytree(Path(__file__).parent / "site" / "in", tmp_path / "articles")
    return tmp_path


NAME = "n\x1b[2Jx\nerror: forged: all is well.\u202e"


@pytest.mark.parametrize(
    "arguments",
    [
        ["build", "--no-site"],
        ["check"],
        ["models", "needed"],
        ["models", "list", "--config", NAME],
        ["models", "remove", NAME],
        ["models", "import", NAME],
        ["models", "install", NAME, "--index", NAME],
        ["explain", f"articles/{NAME}.txt"],
        ["explain", f"articles/{NAME}.md"],
        ["explain", NAME],
        ["build", "--articles", NAME],
        ["build", "--site", NAME, "--docs", f"{NAME}/docs"],
        ["build", "--report", f"articles/{NAME}"],
        ["digest", NAME],
        [NAME],
        ["build", NAME],
    ],
    ids=lambda arguments: visible(" ".join(arguments)),
)
def test_no_command_lets_a_name_or_a_text_act(place, capsys, arguments):
    articles = place / "articles"
    (articles / f"{NAME}.txt").write_text(f"Titre \x1b[5m\n\nLe texte{BAD} est ici.\n", "utf-8")
    (articles / f"{NAME}.md").write_text(f'---\n"{BAD}": 1\nzz\x1b[1m: 2\n---\nx\n', "utf-8")
    (articles / f"{NAME}.pdf").write_text("x", "utf-8")
    (articles / f"{NAME}.html").write_bytes(b"\x00\x01")
    (place / "glossary.yml").write_text('terms: {"\\e[31m": {"\\e[1m": [x]}}\n', "utf-8")
    (place / "corrections.yml").write_text('- {article: "\\e[31m\\n", title: x}\n', "utf-8")
    code = cli.run(arguments)
    out, err = capsys.readouterr()
    assert code in {0, 1, 2}
    assert not ACTING.search((out + err).replace("\n", "")), arguments
    assert not [line for line in (out + err).split("\n") if line.startswith("error: forged")]


@pytest.mark.parametrize(
    "setting", ["title: [", "zz: 1", "target: '\\e[1m'", 'time_zone: "\\e[2J\\n"']
)
def test_settings_neither(place, capsys, setting):
    (place / "briefgen.yml").write_text(setting.replace("zz", '"\\e[1mz\\nz"'), "utf-8")
    assert cli.run(["build"]) == 2
    err = capsys.readouterr().err
    assert not ACTING.search(err.replace("\n", ""))
    assert err.count("\n") == 1


PLACES = [
    # started as, the shell finds it, its own Makefile lies here: what it is called; to serve
    ("venv/bin/briefgen", True, False, "briefgen", "briefgen serve"),
    ("venv/bin/briefgen", False, False, "venv/bin/briefgen", "venv/bin/briefgen serve"),
    (".venv/bin/briefgen", False, False, ".venv/bin/briefgen", ".venv/bin/briefgen serve"),
    (".venv/bin/briefgen", False, True, ".venv/bin/briefgen", "make serve"),
    (".venv/bin/briefgen", True, True, "briefgen", "briefgen serve"),
    ("pytest", False, True, "briefgen", "briefgen serve"),
]


@pytest.mark.parametrize("case", PLACES)
def test_commands_are_named_as_they_are_typed_here(tmp_path, monkeypatch, capsys, case):
    program, found, clone, name, serve = case
    monkeypatch.chdir(tmp_path)
    place = tmp_path / program
    place.parent.mkdir(parents=True, exist_ok=True)
    place.touch(mode=0o755)
    monkeypatch.setattr(sys, "argv", [str(place)])
    monkeypatch.setenv("PATH", str(place.parent) if found else "/nowhere")
    (tmp_path / "Makefile").write_text("# briefgen: ours\n" if clone else "all:\n", "utf-8")
    assert ours("serve") == serve
    say("Run `briefgen models needed`, not briefgen alone.", err=True)
    assert capsys.readouterr().err == f"Run `{name} models needed`, not briefgen alone.\n"
    monkeypatch.chdir(place.parent)
    if not found and name != "briefgen":
        assert called() == "./briefgen"


def test_started_as_a_module_it_is_named_as_one(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "argv", [str(tmp_path / "briefgen" / "__main__.py")])
    monkeypatch.setattr(sys, "executable", str(tmp_path / "bin" / "python3"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", "/nowhere")
    assert called() == "bin/python3 -m briefgen"


def test_no_message_names_a_command_without_the_marks_it_is_found_by():
    package = Path(cli.__file__).parent
    plain = re.compile(r'[^`"/.]\bbriefgen (init|build|check|serve|digest|models|add|doctor)\b')
    for file in package.rglob("*.py"):
        code = re.sub(r'"""[\s\S]*?"""|#.*', "", file.read_text("utf-8"))
        assert not plain.search(code), file
