"""Where a try to sign in comes from, told by keys that say nothing without the deployment's secret."""

import pytest

from client_app.domain.visits import Visit, network_of

HOME = Visit(secret="one", address="203.0.113.7", browser="b")


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("", ""),
        ("unix:", "unix:"),
    ],
)
def test_a_household_counts_as_one_address(address: str, network: str) -> None:
    assert network_of(address) == network


def test_keys_name_nobody_and_differ_in_what_they_stand_for() -> None:
    keys = {HOME.address_key, HOME.account_key("ana@a.example"), HOME.browser_key("ana@a.example")}
    keys |= {HOME.account_key("203.0.113.7"), HOME.browser_key("luis@a.example")}
    assert len(keys) == 5
    assert all(len(key) == 64 and "ana" not in key for key in keys)
    assert "203" not in repr(HOME)


def test_another_secret_gives_other_keys() -> None:
    other = Visit(secret="two", address="203.0.113.7", browser="b")
    assert other.address_key != HOME.address_key
    assert other.account_key("ana@a.example") != HOME.account_key("ana@a.example")


def test_a_browser_is_known_to_the_accounts_that_it_signed_in_to() -> None:
    key = HOME.browser_key("ana@a.example")
    known = Visit(secret="one", browser="b", known=frozenset({key}))
    assert known.known_key("ana@a.example") == key
    assert known.known_key("luis@a.example") is None
    assert HOME.known_key("ana@a.example") is None
    assert Visit(secret="one", browser="c", known=frozenset({key})).known_key("ana@a.example") is None
    empty = Visit(secret="one").browser_key("ana@a.example")
    assert Visit(secret="one", known=frozenset({empty})).known_key("ana@a.example") is None


def test_a_capital_makes_nobody_else() -> None:
    typed, kept = " Ana@A.example ", "ana@a.example"
    assert HOME.account_key(typed) == HOME.account_key(kept)
    known = Visit(secret="one", browser="b", known=frozenset({HOME.browser_key(typed)}))
    assert known.known_key(kept) == HOME.browser_key(kept)


def test_any_text_has_a_key() -> None:
    assert HOME.account_key("\ud800") != HOME.account_key("")
