"""Pinned lowest figures: `floors.json` holds one section per benchmark; floors only rise."""

import json
from pathlib import Path

FILE = Path(__file__).with_name("floors.json")


def read(section):
    """Give the floors of a section: name of the figure → lowest value allowed."""
    return json.loads(FILE.read_text("utf-8")).get(section, {}) if FILE.exists() else {}


def sunk(section, figures):
    """Say which figures lie below their floors, or are missing."""
    return [
        f"{section}.{name} is {figures.get(name)}, the floor is {floor}"
        for name, floor in read(section).items()
        if figures.get(name) is None or figures[name] < floor
    ]


def raise_to(section, figures, *, slack=0.003):
    """Pin the figures, a little below what was measured; a floor is never lowered."""
    floors = json.loads(FILE.read_text("utf-8")) if FILE.exists() else {}
    old = floors.get(section, {})
    pinned = {
        name: max(old.get(name, 0), round(value - slack, 4)) for name, value in figures.items()
    }
    floors[section] = old | pinned
    FILE.write_text(json.dumps(floors, indent=2, sort_keys=True) + "\n", "utf-8")
