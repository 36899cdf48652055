import shutil
import subprocess

import pytest

from briefgen import pipeline
from briefgen.config import Config
from briefgen.reading import git_dates, read
from briefgen.reading.dates import date_article

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

AUTHOR = ["-c", "user.name=A", "-c", "user.email=a@example.org"]


def git(folder, *arguments, day="2024-03-12"):
    moment = f"{day}T12:00:00Z"
    subprocess.run(
        ["git", *AUTHOR, "-C", folder, *arguments],  # noqa: S607 - the git of the PATH
        check=True,
        capture_output=True,
        env={"PATH": "/usr/bin:/bin", "GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment},
    )


@pytest.fixture
def articles(tmp_path):
    """A repository whose articles/été.txt was committed on one day and changed on another."""
    folder = tmp_path / "articles"
    folder.mkdir()
    file = folder / "été.txt"
    git(tmp_path, "init", "--quiet")
    for day, text in (("2024-03-12", "un"), ("2024-05-01", "deux")):
        file.write_text(f"Le port rouvre\n\nLa mairie rouvre le port numéro {text}.\n", "utf-8")
        git(tmp_path, "add", ".")
        git(tmp_path, "commit", "--quiet", "-m", day, day=day)
    return folder


def test_the_first_commit_counts(articles):
    assert git_dates.first_committed(articles) == ({"été.txt": "2024-03-12"}, ())


def test_a_shallow_clone_dates_nothing(articles, tmp_path):
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{tmp_path}", str(tmp_path / "copy"))
    days, problems = git_dates.first_committed(tmp_path / "copy" / "articles")
    assert days == {}
    assert "the clone is shallow" in problems[0].message


def test_no_repository_is_a_warning(tmp_path):
    days, (problem,) = git_dates.first_committed(tmp_path)
    assert days == {}
    assert (problem.severity, "git_dates" in problem.message) == ("warning", True)


def test_it_is_the_last_resort_and_must_be_wanted(articles, today):
    config = Config(articles=articles)
    for wanted, date in ((False, None), (True, "2024-03-12")):
        documents, _ = read(articles, max_bytes=10_000, git_dates=wanted, today=today)
        found, _ = pipeline.understand(documents, config, today=today)
        assert str(found[0].published.date or "") == (date or "")
        assert date_article(documents[0], found[0], today=today).method == ("git" if date else None)
