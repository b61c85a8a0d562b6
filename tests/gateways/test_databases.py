"""Writers to SQLite take turns within a process: none of them polls, and none gives up while another one writes."""

from collections.abc import Iterator
from threading import Event, Thread

import pytest
from flask import Flask
from sqlalchemy import event

from client_app.extensions import db
from client_app.gateways import databases
from client_app.services.acts import housekeeping


@pytest.fixture
def impatient(context: Flask) -> Iterator[Flask]:
    """An application whose new connections do not wait for another writer at all."""
    engine = db.engine

    def give_up_at_once(connection: object, _record: object) -> None:
        connection.execute("PRAGMA busy_timeout = 0")  # type: ignore[attr-defined]

    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", give_up_at_once)
    engine.dispose()
    yield context
    if engine.dialect.name == "sqlite":
        event.remove(engine, "connect", give_up_at_once)
    db.session.rollback()
    engine.dispose()


def test_a_writer_waits_for_its_turn_and_then_writes(impatient: Flask) -> None:
    began, done = Event(), Event()

    def write() -> None:
        with impatient.app_context():
            began.set()
            with housekeeping():
                done.set()

    with housekeeping():
        second = Thread(target=write)
        second.start()
        assert began.wait(5)
        is_waiting = not done.wait(0.2)
    second.join(5)

    assert done.is_set()
    assert is_waiting == (db.engine.dialect.name == "sqlite")


@pytest.mark.usefixtures("impatient")
def test_a_writer_that_fails_leaves_its_turn_to_the_next() -> None:
    with pytest.raises(ZeroDivisionError), housekeeping():
        raise ZeroDivisionError
    with housekeeping() as session:
        assert session.connection().in_transaction()


def test_a_postgresql_server_that_cannot_be_reached_is_not_waited_for_long() -> None:
    found: dict[str, object] = {}
    databases._be_impatient(None, None, None, found)
    assert found == {"connect_timeout": databases.PATIENCE}
    own = {"connect_timeout": 60}
    databases._be_impatient(None, None, None, own)
    assert own == {"connect_timeout": 60}
