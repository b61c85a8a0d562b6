"""Going through what is due so that one that fails keeps nothing from the others."""

import logging
import threading
import traceback
from collections.abc import Callable, Iterable
from pathlib import Path

_LOG = logging.getLogger("client_app.worker")

STOPPING = threading.Event()
"""Set once the worker is told to stop: what is left is found again by the next one."""


def done_for_each(due: Iterable[int], act: Callable[[int], object]) -> bool:
    """Do an act for each number that is due; give whether all went well. The next run tries the others again."""
    has_failed = False
    for number in due:
        if STOPPING.is_set():
            return False
        try:
            act(number)
        except Exception as error:  # noqa: BLE001 - whatever it is, the next person is not to wait for it
            tell(error)
            has_failed = True
    return not has_failed


def tell(error: Exception) -> None:
    """Log what failed and where, never the error's own words: they may hold an answer or a name."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    _LOG.error("%s in %s, line %s; it is tried again", type(error).__name__, Path(last.filename).name, last.lineno)
