"""Files → articles: `read` gives documents (`read_document` one), `understand` their articles."""

from briefgen.reading.files import read, read_document
from briefgen.reading.understand import understand

__all__ = ["read", "read_document", "understand"]
