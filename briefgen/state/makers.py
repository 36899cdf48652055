"""Which code and tables make the results that are remembered of each stage.

Lists, because following imports costs more than a small build; a test follows them.
"""

from __future__ import annotations

from dataclasses import dataclass

_COMMON = (
    *("language", "desk", "errors.py", "json_values.py", "mishaps.py", "model.py"),
    *("partial_date.py", "plain_files.py", "progress.py", "remembering.py"),
    *("urls.py", "yaml_values.py"),
)
_LIBRARIES = ("babel", "msgspec", "PyYAML")


@dataclass(frozen=True, slots=True)
class Maker:
    """What a stage is made of: rooms or files of ours, libraries, and where it begins."""

    entry: tuple[str, ...]  # modules
    own: tuple[str, ...]
    others: tuple[str, ...] = ()

    @property
    def rooms(self) -> tuple[str, ...]:
        """Rooms and files."""
        return (*self.own, *_COMMON)

    @property
    def libraries(self) -> tuple[str, ...]:
        """Libraries by the name they are installed under."""
        return (*self.others, *_LIBRARIES)


READING = Maker(
    ("reading.whole",),
    ("reading",),
    ("charset-normalizer", "lxml", "numpy", "py3langid", "trafilatura"),
)
CHOOSING = Maker(
    ("choosing.choose", "engines.sumy"), ("choosing", "engines/sumy.py"), ("sumy", "nltk", "numpy")
)
CHECKING = Maker(
    ("translating.checked", "engines.argos"),
    ("translating", "engines/argos.py"),
    ("argos-translate-lt", "ctranslate2", "numpy", "sentencepiece"),
)
NAMING = Maker(("naming.mentions",), ("naming",))
GROUPING = Maker(("stories.fingerprints",), ("stories",))
PRINTING = Maker(("publishing.publish",), ("publishing",), ("Jinja2", "MarkupSafe"))
MAKERS = (READING, CHOOSING, CHECKING, NAMING, GROUPING, PRINTING)
