"""The newest seal of the audit record, kept in a file outside the database: a record that lost its end is noticed."""

import json
from datetime import datetime
from pathlib import Path

from client_app.domain.seals import Head
from client_app.gateways.kept_files import put_in_place


class UnreadableHeadError(RuntimeError):
    """The file is there and holds no seal, or it cannot be opened."""


def read_head(path: Path) -> Head | None:
    """The seal that was kept last, or nothing where no worker has kept one yet.

    Raises:
        UnreadableHeadError: the file holds something else.

    """
    try:
        kept = json.loads(path.read_text(encoding="ascii"))
        return Head(int(kept["position"]), str(kept["hash"]), datetime.fromisoformat(kept["sealed_at"]))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise UnreadableHeadError(f"{path} cannot be read as a seal: {type(error).__name__}.") from error


def write_head(path: Path, head: Head) -> None:
    """Put the seal in the file's place."""
    words = json.dumps({"position": head.position, "hash": head.hash, "sealed_at": head.sealed_at.isoformat()})
    put_in_place(path, f"{words}\n")
