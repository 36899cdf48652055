"""Articles → summaries: `summarise` chooses the sentences of each article a reader is shown."""

from briefgen.choosing.choose import Memory, Summarizer, summarise, why

__all__ = ["Memory", "Summarizer", "summarise", "why"]
