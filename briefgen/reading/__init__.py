"""Files → articles.

`places` lists them, `load_articles` reads their bytes, a `Reader` makes articles of those of one.
`read` gives documents instead (`read_document` one), `understand` the articles of one.
"""

from briefgen.reading.account import spent
from briefgen.reading.files import load_articles, read, read_document
from briefgen.reading.folder import Place, RawFile, places
from briefgen.reading.git_dates import committed, first_committed
from briefgen.reading.undated import undated
from briefgen.reading.understand import understand
from briefgen.reading.whole import Reader, Understood

__all__ = [
    "Place",
    "RawFile",
    "Reader",
    "Understood",
    "committed",
    "first_committed",
    "load_articles",
    "places",
    "read",
    "read_document",
    "spent",
    "undated",
    "understand",
]
