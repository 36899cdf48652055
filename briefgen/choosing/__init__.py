"""Articles → summaries: `summarise` chooses the sentences of each article a reader is shown."""

from briefgen.choosing.choose import Summarizer, summarise

__all__ = ["Summarizer", "summarise"]
