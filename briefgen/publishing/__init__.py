"""Briefings → pages: `publish` renders every output; nothing is written here."""

from briefgen.publishing.publish import publish, without_address
from briefgen.publishing.vanished import lasting

__all__ = ["lasting", "publish", "without_address"]
