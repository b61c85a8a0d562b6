"""Passwords are hashed one at a time; whoever nobody knows costs the same, and a long queue is not joined."""

from concurrent.futures import ThreadPoolExecutor
from threading import BoundedSemaphore, Event

import pytest

from client_app.gateways import passwords
from client_app.gateways.passwords import MOST_WAITING, TooManyWaitError, hash_password, is_password
from client_app.gateways.web_server import THREADS
from tests.factories import PASSWORD, password_hash


def test_a_password_belongs_to_its_own_hash_only() -> None:
    assert is_password(PASSWORD, password_hash())
    assert not is_password(PASSWORD + " ", password_hash())
    assert not is_password(PASSWORD, None)
    assert not is_password(PASSWORD, "no hash at all")


def test_an_accent_is_one_however_a_keyboard_makes_it() -> None:
    assert is_password("un n\u0303andu\u0301 azul en bici", hash_password("un ñandú azul en bici"))


def test_what_stands_in_for_nobody_costs_what_everybody_costs() -> None:
    assert not passwords._HASHER.check_needs_rehash(passwords._NOBODY)
    assert not passwords._HASHER.check_needs_rehash(hash_password(PASSWORD))


def test_who_would_wait_too_long_is_not_made_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_PLACES", BoundedSemaphore(2))
    begun, go_on = Event(), Event()

    def slowly() -> None:
        begun.set()
        assert go_on.wait(10)

    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(passwords._in_turn, slowly)
        assert begun.wait(10)
        second = threads.submit(passwords._in_turn, lambda: None)
        while passwords._PLACES._value:
            pass
        with pytest.raises(TooManyWaitError):
            hash_password(PASSWORD)
        go_on.set()
        first.result(10)
        second.result(10)
    assert is_password(PASSWORD, password_hash())


def test_a_place_is_given_back_after_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_PLACES", BoundedSemaphore(1))
    for _ in range(3):
        with pytest.raises(ZeroDivisionError):
            passwords._in_turn(lambda: 1 // 0)


def test_most_threads_of_the_server_are_never_in_that_queue() -> None:
    assert THREADS - MOST_WAITING >= 8
