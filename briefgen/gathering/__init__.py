"""Articles from the web and from disk into the articles folder; only `briefgen add` comes here."""
