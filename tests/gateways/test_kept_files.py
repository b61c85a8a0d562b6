"""Small files: whole or not there, for their owner's eyes only, written by one process at a time."""

import stat
from pathlib import Path
from threading import Thread

from client_app.gateways.kept_files import alone_with, put_in_place


def test_a_file_takes_the_others_place(tmp_path: Path) -> None:
    path = tmp_path / "kept"
    put_in_place(path, "first")
    put_in_place(path, "second")
    assert path.read_text() == "second"
    assert [found.name for found in tmp_path.iterdir()] == ["kept"]


def test_nobody_else_reads_it_even_after_a_killed_process_left_its_beginning(tmp_path: Path) -> None:
    path, beside = tmp_path / "kept", tmp_path / "kept.new"
    beside.write_text("a long beginning of something")
    beside.chmod(0o644)
    put_in_place(path, "whole")
    assert path.read_text() == "whole"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_one_process_at_a_time(tmp_path: Path) -> None:
    path, order = tmp_path / "new folder" / "kept", []

    def work() -> None:
        with alone_with(path):
            order.append("second")

    with alone_with(path):
        other = Thread(target=work)
        other.start()
        other.join(0.1)
        order.append("first")
    other.join(10)
    assert order == ["first", "second"]
