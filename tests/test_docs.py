"""What the README and the docs promise is what the code has."""

import re
from pathlib import Path
from typing import get_args

import click
import pytest
import yaml

from briefgen import cli, config
from briefgen.commands import schemas
from briefgen.model import Code
from briefgen.state.site import GENERATED, HOME

ROOT = Path(__file__).resolve().parent.parent
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
HAND_WRITTEN = [
    ROOT / "README.md",
    ROOT / "CHANGELOG.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "SECURITY.md",
    *sorted((ROOT / "docs").rglob("*.md")),
]
ACTION = re.compile(r"uses: (\./ # zizmor|[\w./-]+@[0-9a-f]{40} # v\d)")


def test_the_two_commands_of_the_readme_are_targets():
    readme = (ROOT / "README.md").read_text("utf-8")
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    commands = re.findall(r"```sh\nmake (\w+)\n```", readme)
    assert commands == ["site", "test"]
    assert set(commands) <= set(targets)


@pytest.mark.parametrize("page", HAND_WRITTEN, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page):
    text = page.read_text("utf-8")
    for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text):
        if "://" not in target and page.name != "index.md":
            assert (page.parent / target).exists(), target


def test_every_code_of_a_problem_has_its_page():
    pages = {page.stem for page in (ROOT / "docs" / "problems").glob("*.md")}
    assert pages == set(get_args(Code))


def reference():
    """Write the help of every command as a page."""
    head = "Written by the commands themselves; `briefgen COMMAND --help` says the same."
    parts = [f"# Commands\n\n{head}\n"]
    settings = {"help_option_names": ["-h", "--help"]}
    for path, command in walk(cli.group, "briefgen"):
        command._help_option = None  # made by whatever test ran it first
        with click.Context(command, info_name=path, **settings) as context:
            context.terminal_width = 90
            parts.append(f"## {path}\n\n```text\n{command.get_help(context)}\n```\n")
    return "\n".join(parts)


def settings():
    """Write every setting with its default, what it takes, and the comment of our settings file."""
    head = (
        "Written by the code that reads `briefgen.yml` and by the comments in it; `briefgen init` "
        "makes a file with all of them."
    )
    known = schemas.schemas()["briefgen"]["properties"]
    rows = [
        f"| `{key}` | {meaning(one)} | {takes(one)} | {default(key)} |".replace("  ", " ")
        for key, one in flat(known)
    ]
    table = "\n".join(["| setting | meaning | takes | default |", "|---|---|---|---|", *rows])
    return f"# Settings\n\n{head}\n\n{table}\n"


def meaning(one):
    return one.get("description", "").replace("<", "&lt;")


def flat(properties, prefix=""):
    for key, one in properties.items():
        inner = one["anyOf"][0].get("properties")
        if inner:
            yield f"{prefix}{key}", {**one, "anyOf": [{"type": "group"}]}
            yield from flat(inner, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", one


def takes(one):
    """Say in words what a schema takes."""
    rule = one["anyOf"][0] if "null" in str(one.get("anyOf", "")) else one
    if "anyOf" in rule:
        return " or ".join(dict.fromkeys(takes(inner) for inner in rule["anyOf"]))
    if "enum" in rule:
        words = [f"`{word}`" for word in rule["enum"]]
        return ", ".join(words)
    if rule.get("type") == "array":
        return f"a list of {takes(rule['items'])}"
    if rule.get("type") == "integer":
        return f"a whole number from {rule['minimum']:,} to {rule['maximum']:,}"
    return {"boolean": "true, false", "group": "the settings below"}.get(str(rule["type"]), "text")


def default(key):
    value = config.Config()
    for part in key.split("."):
        name = {"from": "sender"}.get(part, part)
        value = getattr(value, name)
    if isinstance(value, config.SECTIONS):
        return ""
    if isinstance(value, tuple):
        return f"`[{', '.join(map(str, value))}]`"
    return {None: "none", True: "`true`", False: "`false`"}.get(value, f"`{value}`")


def test_the_reference_of_the_settings_is_current(update_golden):
    page = ROOT / "docs" / "settings.md"
    if update_golden:
        page.write_text(settings(), "utf-8")
    assert page.read_text("utf-8") == settings()


def test_every_page_is_in_the_documentation_and_no_page_of_briefings_is():
    own = yaml.safe_load((ROOT / "documentation.yml").read_text("utf-8"))
    named = re.findall(r"'([a-z/-]+\.md)'", str(own["nav"]))
    written = [*(ROOT / "docs").glob("*.md"), *(ROOT / "docs" / "problems").glob("*.md")]
    pages = {path.relative_to(ROOT / "docs").as_posix() for path in written} - {HOME}
    assert set(named) == pages
    assert len(named) == len(set(named))
    assert set(own["exclude_docs"].split()) == {"/index.md", *(f"/{name}/" for name in GENERATED)}


def walk(command, path):
    yield path, command
    for name, inner in sorted(getattr(command, "commands", {}).items()):
        yield from walk(inner, f"{path} {name}")


def test_the_reference_of_the_commands_is_current(update_golden):
    page = ROOT / "docs" / "commands.md"
    if update_golden:
        page.write_text(reference(), "utf-8")
    assert page.read_text("utf-8") == reference()


def test_every_command_is_in_the_docs():
    usage = (ROOT / "docs" / "usage.md").read_text("utf-8")
    for command in cli.group.commands:
        assert f"briefgen {command}" in usage, command


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda file: file.name)
def test_workflows_pin_their_actions_and_ask_for_little(workflow):
    text = workflow.read_text("utf-8")
    assert all(ACTION.search(line) for line in text.splitlines() if "uses:" in line)
    assert yaml.safe_load(text)["permissions"] == {}
    checkouts = text.count("actions/checkout@")
    assert text.count("persist-credentials: false") == checkouts


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda file: file.name)
def test_only_the_opt_in_ledger_job_may_write(workflow):
    jobs = yaml.safe_load(workflow.read_text("utf-8"))["jobs"]
    writers = {
        name
        for name, job in jobs.items()
        if (job.get("permissions") or {}).get("contents") == "write"
    }
    assert writers <= {"ledger"}
    for name in writers:
        assert "vars.COMMIT_LEDGER" in jobs[name]["if"]


def test_workflows_never_paste_outside_text_into_a_shell():
    for workflow in WORKFLOWS:
        for job in yaml.safe_load(workflow.read_text("utf-8"))["jobs"].values():
            for step in job["steps"]:
                pasted = re.findall(r"\$\{\{\s*([\w.-]+)", step.get("run", ""))
                assert all(re.fullmatch(r"needs\.\w+\.result", one) for one in pasted), pasted


def test_lock_files_hold_hashes_and_no_addresses():
    for name in ("requirements.lock", "requirements-dev.lock", "requirements-release.lock"):
        text = (ROOT / name).read_text("utf-8")
        assert "://" not in text
        packages = re.findall(r"^([a-z0-9][\w.-]*)==", text, re.MULTILINE)
        assert text.count("--hash=sha256:") >= len(packages) > 50
        assert not {"minisbd", "torch", "stanza", "spacy", "argostranslate"} & set(packages)
