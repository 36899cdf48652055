"""Summaries → briefings: `group` joins copies and stories and puts them under their dates."""

from briefgen.stories.group import group

__all__ = ["group"]
