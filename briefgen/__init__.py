"""Foreign-language news articles in, a site of dated English briefings out."""

__version__ = "0.1.0"
