"""The gallery looks at the running product, as the journeys do."""

from tests.journeys.conftest import database, now

__all__ = ["database", "now"]
