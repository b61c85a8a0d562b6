"""The file that keeps the newest seal: whole or not there, for its owner's eyes only."""

import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from client_app.domain.seals import Head
from client_app.gateways.audit_head import UnreadableHeadError, read_head, write_head

HEAD = Head(17, "ab" * 32, datetime(2026, 11, 23, 15, 0, 0, 5, tzinfo=UTC))


def test_what_was_written_is_read(tmp_path: Path) -> None:
    path = tmp_path / "head"
    assert read_head(path) is None
    write_head(path, Head(3, "x", HEAD.sealed_at))
    write_head(path, HEAD)
    assert read_head(path) == HEAD
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [found.name for found in tmp_path.iterdir()] == ["head"]


@pytest.mark.parametrize(
    "words", ["", "{}", "[]", "17", '{"position": "x", "hash": "", "sealed_at": ""}', "\xff", '{"position": 1}']
)
def test_what_is_no_seal_is_told(tmp_path: Path, words: str) -> None:
    path = tmp_path / "head"
    path.write_text(words, encoding="latin-1")
    with pytest.raises(UnreadableHeadError, match="head cannot be read as a seal"):
        read_head(path)


def test_a_folder_in_its_place_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableHeadError):
        read_head(tmp_path)
