"""What every test may ask for; each group of fixtures has a module of its own in tests/support."""

from hypothesis import HealthCheck, settings

pytest_plugins = [  # each after those that it imports, so that all their assertions explain themselves
    "tests.support.runs",
    "tests.support.messages",
    "tests.support.applications",
    "tests.support.databases",
    "tests.support.people",
    "tests.support.outbox",
    "tests.support.escalations",
    "tests.support.pages",
    "tests.support.browser",
]

# Slow machines are no failure, and the same examples come back in each run: a red test stays red until it is mended.
settings.register_profile("companion", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("companion")
