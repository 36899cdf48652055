"""Files → articles: `read` gives documents, `understand` the dated, clean articles of one."""

from briefgen.reading.files import read
from briefgen.reading.understand import understand

__all__ = ["read", "understand"]
