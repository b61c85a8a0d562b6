"""``flask push keys``: the first pair, a new one in front of the old, and nothing of a file that is somebody else's."""

import stat
from pathlib import Path
from threading import Thread

import pytest
from click.testing import Result
from flask import Flask

from client_app.domain.push_addresses import is_public_key
from client_app.gateways.push_keys import application_keys, read_keys, write_keys
from client_app.gateways.push_sealing import new_pair, private_key_of
from tests.support.applications import build


@pytest.fixture
def app() -> Flask:
    """The application without any database behind it, with keys of its own to come."""
    app = build("sqlite://")
    app.config["PUSH_CONTACT"] = "mailto:reminders@clinic.example"
    return app


def path_of(app: Flask) -> Path:
    return Path(app.config["PUSH_KEYS_FILE"])


def keys(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=["push", "keys", *words])


def test_the_first_pair_is_made_once(app: Flask) -> None:
    first, again = keys(app), keys(app)
    assert (first.exit_code, first.stderr) == (0, "")
    assert is_public_key(first.stdout.strip())
    assert again.stdout == first.stdout
    assert stat.S_IMODE(path_of(app).stat().st_mode) == 0o600
    assert [private_key_of(pair).key_size for pair in read_keys(path_of(app))] == [256]


def test_a_new_pair_stands_in_front_of_the_old_ones(app: Flask) -> None:
    old = keys(app).stdout.split()
    rotated = keys(app, "--rotate").stdout.split()
    assert (len(rotated), rotated[1:]) == (2, old)
    assert application_keys(app.config) == tuple(rotated)


def test_the_private_key_is_never_printed(app: Flask) -> None:
    said = keys(app).output + keys(app, "--rotate").output
    for pair in read_keys(path_of(app)):
        assert not [line for line in pair.private.splitlines() if line in said]
        assert pair.private not in repr(pair)


def test_without_a_contact_it_says_what_is_missing(app: Flask) -> None:
    app.config["PUSH_CONTACT"] = ""
    result = keys(app)
    assert (result.exit_code, result.stderr) == (0, "Set PUSH_CONTACT as well: nothing is pushed without it.\n")
    assert application_keys(app.config) == ()


@pytest.mark.parametrize("words", [[], ["--rotate"]])
@pytest.mark.parametrize(
    "content", ["", "{}", "[]", "[17]", '[{"public": "x", "private": "y"}]', "\xff", "[" * 100_000]
)
def test_a_file_that_holds_something_else_is_left_alone(app: Flask, content: str, words: list[str]) -> None:
    path_of(app).write_text(content, encoding="latin-1")
    result = keys(app, *words)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.endswith("Nothing was changed. Put the file aside to begin another.\n")
    assert result.stderr.count("\n") == 1
    assert path_of(app).read_text(encoding="latin-1") == content
    assert application_keys(app.config) == ()


def test_a_private_key_of_another_pair_is_told(app: Flask) -> None:
    one, other = new_pair(), new_pair()
    write_keys(path_of(app), (type(one)(one.public, other.private),))
    result = keys(app, "--rotate")
    assert result.exit_code == 1
    assert "is another's" in result.stderr
    assert other.private not in result.output


def test_a_private_key_that_is_none_is_told(app: Flask) -> None:
    one = new_pair()
    write_keys(path_of(app), (type(one)(one.public, "-----BEGIN PRIVATE KEY-----\nx\n-----END PRIVATE KEY-----"),))
    assert "cannot be read" in keys(app, "--rotate").stderr


def test_a_folder_in_its_place_is_told(app: Flask) -> None:
    path_of(app).mkdir()
    assert keys(app).exit_code == 1


def test_a_folder_that_cannot_be_written_to_is_told_in_one_sentence(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    app.config["PUSH_KEYS_FILE"] = str(tmp_path / "file" / "push-keys.json")
    result = keys(app)
    assert result.exit_code == 1
    assert "push-keys.json cannot be written: " in result.stderr
    assert result.stderr.count("\n") == 1


def test_rotating_at_the_same_time_loses_no_pair(app: Flask) -> None:
    threads = [Thread(target=keys, args=(app, "--rotate")) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({pair.public for pair in read_keys(path_of(app))}) == 5
