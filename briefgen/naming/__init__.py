"""Articles → the names that recur in them: people, places, organisations, by form and glossary."""

from briefgen.naming.recurring import recurring

__all__ = ["recurring"]
