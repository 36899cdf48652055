"""Files → articles: `read` gives documents (`read_document` one), `understand` their articles."""

from briefgen.reading.account import spent
from briefgen.reading.files import read, read_document
from briefgen.reading.git_dates import committed
from briefgen.reading.undated import undated
from briefgen.reading.understand import understand

__all__ = ["committed", "read", "read_document", "spent", "undated", "understand"]
