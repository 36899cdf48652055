"""Languages: what we know of each, and how its text is cut into sentences and words."""
