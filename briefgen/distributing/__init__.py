"""The stages' work done on a cluster: `joined` gives a crew, `Crew.at` those who do a `work`."""

from briefgen.distributing.crew import Crew, Far, joined
from briefgen.distributing.work import Checking, Choosing, Naming, Understanding, Work

__all__ = ["Checking", "Choosing", "Crew", "Far", "Naming", "Understanding", "Work", "joined"]
