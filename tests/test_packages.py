"""Packages on disk: found, safely unpacked, described, made into routes."""

import json
import zipfile
from pathlib import Path

import pytest

from briefgen import packages
from briefgen.errors import PackageError
from briefgen.language.tags import Language
from briefgen.packages import BUNDLED, Package, archive, choose_route, find_packages, tiers
from briefgen.packages.archive import unpack
from briefgen.packages.routes import argos_codes
from briefgen.packages.tiers import quality
from briefgen.translating.translate import Decoding

METADATA = {"package_version": "1.0", "from_code": "de", "to_code": "en"}


def make_archive(path, members=None, *, metadata=METADATA, root="translate-de_en"):
    """An archive of the right layout whose model is no model; `members` add or replace files."""
    files = {
        f"{root}/metadata.json": json.dumps(metadata),
        f"{root}/model/model.bin": "weights",
        f"{root}/sentencepiece.model": "pieces",
        f"{root}/stanza/huge.pt": "not needed",
    } | (members or {})
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            if content is not None:
                archive.writestr(name, content)
    return path


def make_package(source, target, version="1.0", *, bundled=False):
    name = f"translate-{source}_{target}"
    return Package(name, version, source, target, Path(name), Path(name), version, 1, bundled)


def test_an_archive_is_unpacked_once_without_what_is_not_needed(tmp_path):
    make_archive(tmp_path / "a.argosmodel")
    for _ in range(2):
        found, problems = find_packages([tmp_path], cache=tmp_path / "cache")
        (package,) = (p for p in found if not p.bundled)
        assert problems == ()
    assert package.title == "translate-de_en 1.0"
    assert sorted(p.name for p in package.folder.rglob("*")) == [
        "metadata.json", "model", "model.bin", "sentencepiece.model",
    ]  # fmt: skip
    assert package.card().name == package.title
    assert len(package.sha256) == 64


def test_an_unpacked_folder_is_a_package_too(tmp_path):
    with zipfile.ZipFile(make_archive(tmp_path / "a.zip")) as archive:
        archive.extractall(tmp_path)
    found, _ = find_packages([tmp_path], cache=tmp_path / "cache")
    assert [p.folder for p in found if not p.bundled] == [tmp_path / "translate-de_en"]


def test_the_bundled_package_comes_first(tmp_path):
    make_archive(tmp_path / "a.argosmodel")
    found, _ = find_packages([tmp_path], cache=tmp_path / "cache")
    assert [p.bundled for p in found] == [True] * len(packages.bundled()) + [False]
    assert found[0].origin.parent == BUNDLED


SYMLINK = zipfile.ZipInfo("translate-de_en/model/link")
SYMLINK.external_attr = 0o120777 << 16


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ({"../out.txt": "x"}, "points outside"),
        ({"/etc/out.txt": "x"}, "points outside"),
        ({"translate-de_en/..\\out.txt": "x"}, "points outside"),
        ({"C:/out.txt": "x"}, "points outside"),
        ({SYMLINK: "/etc/passwd"}, "a link"),
        ({"other/metadata.json": "{}"}, "no single folder"),
        ({"translate-de_en/metadata.json": None}, "no single folder"),
        ({"translate-de_en/metadata.json": "{"}, "cannot be read"),
        ({"translate-de_en/metadata.json": "[]"}, "from_code in metadata"),
        ({"translate-de_en/metadata.json": '{"type": "sbd"}'}, "from_code in metadata"),
        ({"translate-de_en/model/model.bin": None}, "no model/model.bin"),
        ({"translate-de_en/sentencepiece.model": None}, "neither sentencepiece"),
    ],
)
def test_a_bad_archive_is_refused_and_leaves_nothing(tmp_path, members, message):
    bad = make_archive(tmp_path / "a.argosmodel", members)
    cache = tmp_path / "cache"
    with pytest.raises(PackageError, match=message) as caught:
        unpack(bad, "d" * 64, cache=cache)
    assert caught.value.remedy
    assert list(cache.iterdir()) == []


def test_a_bomb_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "MAX_UNPACKED", 3_000_000)
    bad = make_archive(
        tmp_path / "a.argosmodel", {"translate-de_en/model/model.bin": "0" * 3_000_001}
    )
    with pytest.raises(PackageError, match="unpacks to more than"):
        unpack(bad, "d" * 64, cache=tmp_path / "cache")
    assert list((tmp_path / "cache").iterdir()) == []


@pytest.mark.parametrize("damage", [lambda b: b"", lambda b: b[: len(b) // 2], lambda _: b"GIF89a"])
def test_what_is_no_whole_archive_becomes_a_problem(tmp_path, damage):
    path = make_archive(tmp_path / "a.argosmodel")
    path.write_bytes(damage(path.read_bytes()))
    found, problems = find_packages([tmp_path], cache=tmp_path / "cache")
    assert all(p.bundled for p in found)
    assert [p.file for p in problems] == [str(path)]


def test_a_cache_that_cannot_be_made_becomes_a_problem(tmp_path):
    (tmp_path / "cache").write_text("a file")
    make_archive(tmp_path / "a.argosmodel")
    _, problems = find_packages([tmp_path], cache=tmp_path / "cache")
    assert "cannot be unpacked" in problems[-1].message


def test_a_folder_that_is_absent_holds_no_packages(tmp_path):
    assert find_packages([tmp_path / "absent"], cache=tmp_path / "cache")[1] == ()


@pytest.mark.parametrize(
    ("tag", "codes"),
    [
        ("fr", ("fr",)),
        ("pt-BR", ("pt-br", "pb", "pt")),
        ("zh-Hant-TW", ("zh-hant-tw", "zt", "zh")),
        ("fr-CA", ("fr-ca", "fr")),
        ("no", ("no", "nb")),
        ("nog", ("nog",)),
    ],
)
def test_argos_codes(tag, codes):
    assert argos_codes(Language(tag)) == codes


def names(route):
    return [(p.source, p.target, p.version) for p in route]


def test_direct_routes_win_over_pivots_and_regions_fall_back():
    known = [make_package(*pair) for pair in (("pt", "en"), ("pt", "es"), ("es", "en"))]
    assert names(choose_route(known, Language("pt-BR"), Language("en"))) == [("pt", "en", "1.0")]
    assert names(choose_route(known[1:], Language("pt"), Language("en"))) == [
        ("pt", "es", "1.0"),
        ("es", "en", "1.0"),
    ]
    assert choose_route(known, Language("ru"), Language("en")) == ()
    assert choose_route(known, Language("en"), Language("pt")) == ()


def test_of_two_versions_the_newest_and_the_users_own_win():
    known = [make_package("fr", "en", version) for version in ("1.9", "1.10", "1.2")]
    assert names(choose_route(known, Language("fr"), Language("en"))) == [("fr", "en", "1.10")]
    known = [make_package("fr", "en", "2.0", bundled=True), make_package("fr", "en", "1.0")]
    assert names(choose_route(known, Language("fr"), Language("en"))) == [("fr", "en", "1.0")]


def test_a_package_that_cannot_be_loaded_is_a_problem_and_no_route(tmp_path):
    make_archive(tmp_path / "a.argosmodel")
    found, _ = find_packages([tmp_path], cache=tmp_path / "cache")
    find_route = packages.routes(found, threads=1)
    assert find_route(Language("de")) == ()
    assert len(find_route.problems) == 1
    assert "cannot be loaded" in find_route.problems[0].message


@pytest.mark.package
def test_the_bundled_packages_translate(tmp_path):
    found, problems = find_packages([], cache=tmp_path / "cache")
    assert problems == ()
    find_route = packages.routes(found, threads=1)
    for package in (one for one in found if not one.asked_only):
        (translator,) = find_route(Language(package.source))
        assert translator.package == package.title
    assert find_route.problems == []


def test_a_disk_that_is_full_while_unpacking_leaves_nothing(tmp_path, monkeypatch):
    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(archive, "_write_member", full)
    make_archive(tmp_path / "a.argosmodel")
    found, problems = find_packages([tmp_path], cache=tmp_path / "cache")
    assert [p for p in found if not p.bundled] == []
    assert "No space left on device" in problems[-1].message
    assert not [p for p in (tmp_path / "cache").iterdir() if p.name.startswith(".")]


@pytest.mark.parametrize(
    ("pair", "official", "words"),
    [
        (("ru", "en"), True, "Argos' package of 2024 had COMET 0.802, BLEU 26.4 on FLORES-200"),
        (("xx", "en"), True, "not measured"),
        (("en", "fr"), True, "not measured"),
        (("ru", "en"), False, "not measured"),
    ],
)
def test_quality_is_told_as_measured_or_not_at_all(pair, official, words):
    assert words in quality("0" * 64, pair, official=official)


@pytest.mark.parametrize("source", ["fr", "zh", "ru", "ja", "xx"])
def test_no_tier_is_given_to_bytes_nobody_measured(source):
    for official in (True, False):
        told = quality("0" * 64, (source, "en"), official=official)
        assert told.startswith("quality not measured")
        assert "tier" not in told


def test_a_tier_is_that_of_the_measured_bytes(monkeypatch):
    one = {"bleu": 30.0, "chrf": 60.0, "set": "FLORES-200 dev", "date": "2026-11-20"}
    measured = {"a" * 64: one | {"comet": 0.81}, "b" * 64: one}
    monkeypatch.setattr(tiers, "_figures", lambda: {"measured": measured, "official": {"bleu": {}}})
    told = quality("a" * 64, ("ru", "en"), official=False)
    assert told == "tier B: COMET 0.810, BLEU 30.0, chrF 60.0 on FLORES-200 dev, 2026-11-20"
    assert quality("b" * 64, ("ru", "en"), official=False).startswith("BLEU 30.0")
    assert "tier" not in quality("c" * 64, ("ru", "en"), official=True)


@pytest.mark.package
def test_a_build_of_known_text_does_not_wait_for_the_model(tmp_path):
    found, _ = find_packages([], cache=tmp_path / "cache")
    route = packages.routes(found, threads=1)(Language("fr"))
    assert "_model" in vars(route[0])  # loaded, to see that it can be
    (again,) = packages.routes(found, threads=1)(Language("fr"))
    assert "_model" not in vars(again)
    assert "Paris" in again.translate(["Paris."], Decoding())[0].text
