"""briefgen.yml: defaults, every fault at once with its line, nearest known key."""

import datetime
import re
from dataclasses import fields, replace
from pathlib import Path

import pytest

from briefgen import config
from briefgen.config import Config, load
from briefgen.errors import ConfigError
from briefgen.language.tags import Language


def write(folder, text):
    path = folder / "briefgen.yml"
    path.write_text(text, "utf-8")
    return path


def test_no_file_means_defaults(tmp_path):
    assert load(None) == load(tmp_path / "briefgen.yml") == Config()


def test_empty_file_anchors_the_defaults_in_its_folder(tmp_path):
    assert load(write(tmp_path, "# nothing\n")).articles == tmp_path / "articles"
    assert load(write(tmp_path, "# nothing\n")).packages == (tmp_path / "models",)


def test_readers_are_told_settings_but_no_folder_and_no_address_of_a_person(tmp_path):
    digest = config.DigestConfig(sender="desk@example.org")
    read = replace(load(write(tmp_path, "watch: [Brest, Lorient]\n")), digest=digest)
    told = dict(config.told(read))
    assert told["watch"] == "Brest, Lorient"
    assert told["site_url"] == "not set"
    assert (told["noindex"], told["summary.at_most"]) == ("no", "4")
    assert not [v for v in told.values() if str(tmp_path) in v or "desk" in v]
    assert not {"articles", "packages", "title"} & set(told)


def test_settings_are_read(tmp_path):
    read = load(
        write(
            tmp_path,
            "title: Morning\nsite_url: https://example.org/news\nlanguages: [fr, no]\n"
            "max_file_size: 2 MB\nsummary: {at_most: 2}\ntime_zone: Europe/Paris\n"
            "digest:\n  from: Desk <desk@example.org>\n  unsubscribe: mailto:out@example.org\n",
        )
    )
    assert read.title == "Morning"
    assert read.site_url == "https://example.org/news/"
    assert read.languages == (Language("fr"), Language("no"))  # `no` is Norwegian here, not false
    assert read.max_file_size == 2_000_000
    assert read.summary.at_most == 2
    assert read.digest.sender == "Desk <desk@example.org>"
    assert str(read.zone) == "Europe/Paris"


def test_utc_is_known_without_time_zone_data():
    assert Config().zone is datetime.UTC


def test_every_fault_is_named_at_once_with_its_line(tmp_path):
    path = write(
        tmp_path,
        "titel: x\nsummary:\n  at_least: 0\n  at_most: two\nlanguages: French\n"
        "translation:\n  on_doubt: drop\n",
    )
    with pytest.raises(ConfigError) as caught:
        load(path)
    text = str(caught.value)
    assert text.startswith("briefgen.yml: 5 settings are wrong:")
    assert "briefgen.yml:1: titel is no setting. Did you mean title?" in text
    assert "briefgen.yml:3: summary.at_least is 0, not a whole number from 1 to 8." in text
    assert "briefgen.yml:4: summary.at_most is two, not a whole number" in text
    assert "briefgen.yml:5: languages is French, not a list. Write [French]." in text
    assert "briefgen.yml:7: translation.on_doubt is drop, not one of mark, original." in text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: [", "briefgen.yml:1: not YAML"),
        ("- a", "briefgen.yml:1: the file is a list, not a list of settings."),
        ("title: a\ntitle: b", "briefgen.yml:2: title is set twice."),
        ("site_url: example.org", "briefgen.yml:1: site_url is example.org, not an absolute"),
        ("site_url: 'https://[x'", "not an absolute address"),
        ("site_url: 'javascript:alert(1)'", "not an absolute address"),
        ("time_zone: Mars/Base", "briefgen.yml:1: time_zone is Mars/Base, not a known time zone."),
        ("time_zone: ../etc", "not a known time zone"),
        ("max_file_size: big", "max_file_size is big, not a size. Write for example 5 MB."),
        ("noindex: perhaps", "noindex is perhaps, not true or false."),
        ("articles: ''", "articles is , not a folder."),
        ("languages: [fr, Deutsch]", "languages is Deutsch, not a language tag."),
        ("summary: 3", "briefgen.yml:1: summary is 3, not a list of settings."),
        ("summary: {at_least: 7}", "summary.at_least is 7, more than at_most (4)."),
        ("summary: {method: lead}", "summary.method is lead, not one of auto, lexrank,"),
        ("digest: {from: nobody}", "digest.from is nobody, not an e-mail address."),
        ("zzz: 1", "Known: about,"),
        ("? [a, b]\n: 1", "a list is no setting."),
    ],
)
def test_one_fault(tmp_path, text, expected):
    with pytest.raises(ConfigError) as caught:
        load(write(tmp_path, text))
    assert expected in str(caught.value)
    assert caught.value.exit_code == 2


def test_not_text(tmp_path):
    (tmp_path / "briefgen.yml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError, match="cannot be read"):
        load(tmp_path / "briefgen.yml")


def test_an_emptied_setting_keeps_its_default(tmp_path):
    assert load(write(tmp_path, "site_url:\ntitle: ~\n")).title == Config().title


def test_paths_may_be_absolute(tmp_path):
    assert load(write(tmp_path, "articles: /data/articles\n")).articles == Path("/data/articles")


def test_all_defaults_are_valid_values():
    assert config.SummaryConfig().at_least <= config.SummaryConfig().at_most


def test_the_settings_file_we_ship_shows_every_setting_and_its_default(tmp_path):
    ours = Path(__file__).resolve().parent.parent / "briefgen.yml"
    lines = ours.read_text("utf-8").splitlines()
    shown = re.compile(r"# ( *[a-z_]+:.*)")
    settings = "\n".join(found[1] for line in lines if (found := shown.fullmatch(line)))
    read = load(write(tmp_path, settings + "\n" + "\n".join(lines[:5])))
    examples = {
        "site_url": None,
        "repo_url": None,
        "scheduler": None,
        "digest": config.DigestConfig(),
    }
    assert replace(read, **examples) == load(write(tmp_path, ""))
    for one in fields(Config):
        assert re.search(rf"^(# )?{one.name}:", ours.read_text("utf-8"), re.MULTILINE), one.name
        if isinstance(one.default, config.SECTIONS):
            for inner in fields(one.default):
                key = inner.metadata["key"] or inner.name
                assert re.search(rf"^#   {key}:", ours.read_text("utf-8"), re.MULTILINE), key
