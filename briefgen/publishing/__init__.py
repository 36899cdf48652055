"""Briefings → pages: `publish` renders every output; nothing is written here."""

from briefgen.publishing.publish import publish, without_address

__all__ = ["publish", "without_address"]
