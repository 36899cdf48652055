"""What we install and ship: everything pinned as a wheel, declared, under a licence we may use."""

import ast
import re
import sys
import sysconfig
import tomllib
import zipfile
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PURE = sysconfig.get_path("purelib")
LIST = ROOT / "licences.txt"
# Words of licences that let everybody use, change and pass on; MPL and LGPL cover their own files.
ALLOWED = re.compile(
    r"\b(MIT|BSD|0BSD|Apache|PSF|PSFL|Python Software Foundation|MPL|Mozilla|LGPL|Lesser|Zlib"
    r"|CC0|CNRI)\b"
)
# These say it in their text only.
SAID = {"axe-playwright-python": "MIT"}  # and brings axe-core, MPL-2.0


def locked(name):
    """Give the normalised names a lock file pins."""
    text = (ROOT / name).read_text("utf-8")
    return sorted({plain(found) for found in re.findall(r"^([\w.-]+)==", text, re.MULTILINE)})


def plain(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def licence(name):
    """Give the licence a distribution states of itself."""
    told = metadata.metadata(name)
    kinds = [one for one in told.get_all("Classifier", []) if one.startswith("License ::")]
    stated = told.get("License-Expression") or SAID.get(name)
    short = (told.get("License") or "").strip()
    if not stated and short and "\n" not in short and short != "UNKNOWN":
        stated = short
    return stated or ", ".join(kind.split(" :: ")[-1] for kind in kinds)


def is_allowed(said):
    """Tell whether a licence lets everybody use, change and pass on; each of those joined must."""
    parts = re.split(r"\s+AND\s+", said)
    return all(any(map(ALLOWED.search, re.split(r"\s+OR\s+", part))) for part in parts)


def test_licences_of_all_that_is_installed_are_listed_and_allowed(update_golden):
    shipped, tools = locked("requirements.lock"), locked("requirements-dev.lock")
    lines = ["# Licences as the distributions state them; made by tests/test_licences.py.", ""]
    lines += ["## With the product", ""]
    lines += [f"{name}: {licence(name)}" for name in shipped]
    lines += ["", "## For its tests, or with the extra briefgen[dask]", ""]
    lines += [f"{name}: {licence(name)}" for name in tools if name not in shipped]
    assert not [line for line in lines if ": " in line and not is_allowed(line.split(": ")[1])]
    text = "\n".join(lines) + "\n"
    if update_golden:
        LIST.write_text(text, "utf-8")
    assert LIST.read_text("utf-8") == text, "run pytest with --update-golden and read the diff"


@pytest.mark.parametrize(
    ("said", "allowed"),
    [
        *((one, False) for one in ("AGPL-3.0", "GPL-3.0-only", "Proprietary", "SSPL-1.0", "")),
        ("MIT AND GPL-3.0-only", False),
        ("GPL-2.0-only OR MIT", True),
        ("MIT AND (Apache-2.0 OR GPL-2.0-only)", True),
    ],
)
def test_other_licences_would_be_found(said, allowed):
    assert is_allowed(said) is allowed


def test_all_that_is_installed_is_in_a_lock():
    """What came from elsewhere would have neither a hash nor a listed licence."""
    if Path(sys.prefix).resolve() != ROOT / ".venv":
        pytest.skip("not the environment of `make setup`")
    installed = {plain(one.metadata["Name"]) for one in metadata.distributions(path=[PURE])}
    known = {*locked("requirements.lock"), *locked("requirements-dev.lock")}
    assert installed - known == {"briefgen", "pip"}  # pip is that of Python's own venv


# The files that set up an environment by our lock files.
SETTING_UP = ("Makefile", "action.yml", ".ci/package")


@pytest.mark.parametrize("name", SETTING_UP)
def test_a_set_up_by_hashes_runs_no_code_without(name):
    """A source archive runs code at installation, with tools that no hash pins."""
    text = re.sub(r"\\\n", "", (ROOT / name).read_text("utf-8"))
    installs = [line for line in text.splitlines() if re.search(r"(PIP\)|pip install) .*-r ", line)]
    assert installs
    for line in installs:
        assert all(f in line for f in ("--require-hashes", "--only-binary :all:", "--no-deps"))
    own = [line for line in text.splitlines() if "--no-build-isolation" in line]
    assert all("--no-deps" in line and "--no-index" in line for line in own)


def test_no_lock_without_hashes_or_with_what_has_no_wheel():
    names = [path.name for path in ROOT.glob("requirements*.lock")]
    assert len(names) > 1
    for name in names:
        text = (ROOT / name).read_text("utf-8")
        pinned = re.split(r"^(?=[\w.-]+==)", text, flags=re.MULTILINE)[1:]
        assert {plain(one.partition("==")[0]) for one in pinned} == set(locked(name))
        assert all("--hash=sha256:" in one for one in pinned)
        assert "docopt" not in locked(name)


def imported(folder):
    """Name the top-level modules that are imported anywhere below a folder."""
    found = set()
    for file in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                found.add(node.module.partition(".")[0])
    return found - set(sys.stdlib_module_names) - {"briefgen", "__future__"}


def test_what_is_imported_is_declared():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    wanted = [*project["dependencies"], *(one for extra in extras for one in extra)]
    declared = {plain(re.match(r"[\w.-]+", one)[0]) for one in wanted}
    owners = metadata.packages_distributions()
    assert {"yaml", "markupsafe", "numpy", "lxml"} <= imported(ROOT / "briefgen")
    missing = {
        module
        for module in imported(ROOT / "briefgen")
        if not declared & {plain(owner) for owner in owners.get(module, [])}
    }
    assert not missing


def table(text):
    """Give the corpora of a package's card: title → licence or terms."""
    part = text.split("## Text it learnt from")[1].split("\n## ")[0]
    rows = [
        [cell.strip() for cell in line.strip("| ").split(" | ")]
        for line in part.splitlines()
        if line.startswith("|") and not line.startswith(("|---", "| | "))
    ]
    return {row[0]: row[-1] for row in rows}


def test_the_notice_names_all_text_the_packages_learnt_from():
    notice = " ".join((ROOT / "NOTICE").read_text("utf-8").split())
    packages = sorted((ROOT / "briefgen" / "models").rglob("*.argosmodel"))
    assert packages
    for package in packages:
        with zipfile.ZipFile(package) as archive:
            (card,) = [name for name in archive.namelist() if name.endswith("README.md")]
            corpora = table(archive.read(card).decode("utf-8"))
        assert len(corpora) > 5
        for title, terms in corpora.items():
            assert f"{title} ({terms})" in notice


def test_the_notice_names_the_text_our_tables_were_counted_on():
    notice = (ROOT / "NOTICE").read_text("utf-8")
    for table_file in sorted((ROOT / "briefgen").rglob("*.tsv")):
        head = table_file.read_text("utf-8")[:600]
        for name, terms in re.findall(r"(\w+), (CC [\w -]+ [\d.]+)", head):
            assert name in notice
            assert terms in notice
