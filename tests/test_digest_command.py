"""`briefgen digest`: prints one day's mail."""

import pytest
from click.testing import CliRunner

from briefgen.commands.digest import digest
from briefgen.errors import BriefgenError


@pytest.fixture
def config(tmp_path):
    folder = tmp_path / "docs" / "digests"
    folder.mkdir(parents=True)
    for day in ("2023-09-12", "2023-09-13"):
        for suffix in ("eml", "txt", "html"):
            (folder / f"{day}.{suffix}").write_text(f"{day} {suffix}", encoding="utf-8")
    file = tmp_path / "briefgen.yml"
    file.write_text("site_url: https://example.org/\n", encoding="utf-8")
    return file


def run(*arguments):
    result = CliRunner().invoke(digest, [str(a) for a in arguments])
    return result.exception if isinstance(result.exception, BriefgenError) else result.output


def test_the_latest_day_is_printed(config):
    assert run("--config", config) == "2023-09-13 txt"


def test_a_day_and_a_format_can_be_chosen(config):
    assert run("2023-09-12", "--config", config, "--format", "eml") == "2023-09-12 eml"


def test_an_unknown_day_is_answered_with_the_known_ones(config):
    error = run("2023-01-01", "--config", config)
    assert str(error) == (
        "there is no briefing of '2023-01-01'. The latest are 2023-09-12, 2023-09-13."
    )


def test_without_digests_the_remedy_is_named(tmp_path):
    file = tmp_path / "briefgen.yml"
    file.write_text("title: x\n", encoding="utf-8")
    assert "Set site_url" in str(run("--config", file))
