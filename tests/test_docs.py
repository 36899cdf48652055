"""What the README and the docs promise is what the code has."""

import re
from pathlib import Path
from typing import get_args

import click
import pytest
import yaml

from briefgen import cli
from briefgen.model import Code

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
