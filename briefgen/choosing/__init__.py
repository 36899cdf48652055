"""Articles → summaries: `summarise` chooses the sentences of each article a reader is shown."""

from briefgen.choosing.choose import Summarizer, summarise, why

__all__ = ["Summarizer", "summarise", "why"]
