"""How far a stage is, for a person at a terminal: 1,200/3,000, about 40 s left."""

from __future__ import annotations

import time
from collections.abc import Callable

from briefgen.commands.say import status

PATIENCE = 2.0  # seconds a stage may take before anybody asks how far it is
BETWEEN = 0.1  # seconds between two looks; nobody reads faster
MINUTE, HOUR = 60, 3600


class HowFar:
    """Shows on the line of the cursor what a stage tells, and reckons how long it will take."""

    def __init__(
        self,
        name: str,
        *,
        clock: Callable[[], float] = time.perf_counter,
        show: Callable[[str], object] = status,
    ) -> None:
        self.name, self.clock, self.show = name, clock, show
        self.began = self.looked = clock()
        self.done = 0
        self.step = self.began  # when the step that is counted now began

    def __call__(self, done: int, of: int) -> None:
        """Take note of how far the stage is, and show it where that has not just been shown."""
        now = self.clock()
        if done < self.done:  # counted anew
            self.step = now
        self.done = done
        if now - self.began >= PATIENCE and now - self.looked >= BETWEEN:
            self.looked = now
            self.show(f"{self.name} {done:,}/{of:,}{left(now - self.step, done, of)}")


def left(spent: float, done: int, of: int) -> str:
    """Say how long the rest will take at the pace so far; nothing where none is known yet."""
    return f", about {duration(spent * (of - done) / done)} left" if done and spent else ""


def duration(seconds: float) -> str:
    """Say a time in the two units that matter."""
    whole = round(seconds)
    if whole < MINUTE:
        return f"{max(whole, 1)} s"
    if whole < HOUR:
        return f"{whole // MINUTE} min {whole % MINUTE} s"
    return f"{whole // HOUR} h {whole % HOUR // MINUTE} min"
