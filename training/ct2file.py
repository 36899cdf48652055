"""Read the tensors of a CTranslate2 `model.bin`, so that training can go on from a package."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np

DTYPES = {0: np.float32, 1: np.int8, 2: np.int16, 3: np.int32, 4: np.float16}


@dataclass
class Cursor:
    """A place in a byte string; every `take` moves it on."""

    data: bytes
    at: int = 0

    def take(self, form: str) -> int:
        """One little-endian number."""
        (value,) = struct.unpack_from("<" + form, self.data, self.at)
        self.at += struct.calcsize(form)
        return int(value)

    def text(self) -> str:
        """Take a string with its length in front and a zero byte at its end."""
        length = self.take("H")
        self.at += length
        return self.data[self.at - length : self.at - 1].decode()


def read_tensors(path: Path) -> dict[str, np.ndarray]:
    """Read all variables by name, int8 ones multiplied out to float32; aliases share an array."""
    cursor = Cursor(path.read_bytes())
    cursor.take("I"), cursor.text(), cursor.take("I")
    raw: dict[str, np.ndarray] = {}
    for _ in range(cursor.take("I")):
        name, rank = cursor.text(), cursor.take("B")
        shape = [cursor.take("I") for _ in range(rank)]
        kind, size = DTYPES[cursor.take("B")], cursor.take("I")
        count = size // np.dtype(kind).itemsize
        raw[name] = np.frombuffer(cursor.data, kind, count, cursor.at).reshape(shape)
        cursor.at += size
    for _ in range(cursor.take("I")):
        alias, name = cursor.text(), cursor.text()
        raw[alias] = raw[name]
        if name + "_scale" in raw:
            raw[alias + "_scale"] = raw[name + "_scale"]
    return {name: dequantised(name, raw) for name in raw if not name.endswith("_scale")}


def dequantised(name: str, raw: dict[str, np.ndarray]) -> np.ndarray:
    """Give float values of a tensor (CTranslate2 keeps `value * scale`, a scale per row)."""
    values = raw[name]
    if values.dtype != np.int8 or name + "_scale" not in raw:
        return values
    scale = raw[name + "_scale"]
    return values.astype(np.float32) / (scale[:, None] if scale.ndim else scale)
