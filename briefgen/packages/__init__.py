"""Argos packages: found on disk, pinned by a lock file, fetched from an index, made into routes."""

from briefgen.packages.found import BUNDLED, Package, bundled, find_packages, read_package
from briefgen.packages.lock import (
    FILE_NAME,
    Pin,
    add_pins,
    first_uses,
    locked,
    read_lock,
    write_lock,
)
from briefgen.packages.routes import Routes, choose_reverse, choose_route, routes

__all__ = [
    "BUNDLED",
    "FILE_NAME",
    "Package",
    "Pin",
    "Routes",
    "add_pins",
    "bundled",
    "choose_reverse",
    "choose_route",
    "find_packages",
    "first_uses",
    "locked",
    "read_lock",
    "read_package",
    "routes",
    "write_lock",
]
