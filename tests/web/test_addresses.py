"""Where a request comes from and by which name the deployment goes: only its own proxies are believed."""

from ipaddress import ip_network

import pytest
from flask import Flask, request

from client_app import create_app
from client_app.config import Settings
from client_app.web.access import open_to_everyone
from client_app.web.addresses import client_address, public_url
from tests.support.applications import SECRET

PROXY, OUTER = "10.0.0.2", "10.0.0.9"
ANA = "203.0.113.7"


def built(**settings: str | tuple[object, ...]) -> Flask:
    """An application with a route that tells what it heard."""
    app = create_app(Settings(secret_key=SECRET, database_url="sqlite://", **settings))  # type: ignore[arg-type]
    app.testing = True
    tell = open_to_everyone(lambda: f"{client_address()} {request.scheme} {request.host} {public_url('/join/x')}")
    app.add_url_rule("/tell", "tell", tell)
    return app


@pytest.fixture(scope="module")
def behind_proxies() -> Flask:
    """A deployment with proxies in 10.0.0.0/8."""
    return built(trusted_proxies=(ip_network("10.0.0.0/8"), ip_network("fd00::/8")))


def told(app: Flask, address: str = PROXY, **headers: str) -> list[str]:
    """What the route heard: address, scheme, host and a link."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    answer = app.test_client().get("/tell", headers=sent, environ_base={"REMOTE_ADDR": address})
    return answer.text.split()


@pytest.mark.parametrize(
    ("nearest", "forwarded_for", "address"),
    [
        (PROXY, ANA, ANA),
        (PROXY, f"198.51.100.1, {ANA}", ANA),  # whoever asks wrote the first one
        (PROXY, f"10.1.1.1, {ANA}, {OUTER}", ANA),
        (PROXY, f"{ANA},{OUTER} , 10.9.9.9", ANA),
        (PROXY, f"{ANA}:51515", ANA),
        (PROXY, "[2001:db8::7]:443", "2001:db8::7"),
        (PROXY, "2001:db8::7", "2001:db8::7"),
        ("fd00::2", ANA, ANA),
        (PROXY, "", PROXY),
        (PROXY, "unknown", PROXY),
        (PROXY, f"{ANA}, unknown, {OUTER}", OUTER),
        (PROXY, f"{ANA}, ", PROXY),
        (PROXY, OUTER, OUTER),
        (PROXY, "x" * 5000, PROXY),
        (ANA, "198.51.100.1", ANA),  # a stranger's word counts for nothing
        ("127.0.0.1", "198.51.100.1", "127.0.0.1"),
        ("", "198.51.100.1", ""),
    ],
)
def test_the_address_is_what_a_trusted_proxy_saw(
    behind_proxies: Flask, nearest: str, forwarded_for: str, address: str
) -> None:
    found = told(behind_proxies, nearest, X_Forwarded_For=forwarded_for)
    assert found[:-3] == ([address] if address else [])


@pytest.mark.parametrize(
    ("nearest", "headers", "scheme", "host"),
    [
        (PROXY, {"X_Forwarded_Proto": "https", "X_Forwarded_Host": "a.example"}, "https", "a.example"),
        (
            PROXY,
            {"X_Forwarded_Proto": "http, HTTPS", "X_Forwarded_Host": "evil.example, a.example"},
            "https",
            "a.example",
        ),
        (PROXY, {"X_Forwarded_Proto": "gopher", "X_Forwarded_Host": "a.example/evil"}, "http", "localhost"),
        (PROXY, {"X_Forwarded_Host": "a.example:8443"}, "http", "a.example:8443"),
        (PROXY, {}, "http", "localhost"),
        (ANA, {"X_Forwarded_Proto": "https", "X_Forwarded_Host": "evil.example"}, "http", "localhost"),
        (ANA, {"Forwarded": "for=1.1.1.1;host=evil.example;proto=https"}, "http", "localhost"),
    ],
)
def test_scheme_and_host_are_heard_from_trusted_proxies_only(
    behind_proxies: Flask, nearest: str, headers: dict[str, str], scheme: str, host: str
) -> None:
    found = told(behind_proxies, nearest, **headers)
    assert found[1:] == [scheme, host, f"{scheme}://{host}/join/x"]


def test_without_the_setting_nobody_is_believed() -> None:
    assert told(built(), "127.0.0.1", X_Forwarded_For=ANA, X_Forwarded_Host="evil.example")[:3] == [
        "127.0.0.1",
        "http",
        "localhost",
    ]


@pytest.fixture(scope="module")
def named() -> Flask:
    """A deployment with an address of its own."""
    return built(public_url="https://companion.example")


@pytest.mark.parametrize("host", ["companion.example", "Companion.Example", "companion.example:443"])
def test_its_own_name_opens_the_door_and_stands_in_links(named: Flask, host: str) -> None:
    assert told(named, Host=host)[-1] == "https://companion.example/join/x"


@pytest.mark.parametrize(
    "host",
    ["evil.example", "companion.example.evil.example", "companion.example:8443", "127.0.0.1", "companion.example@evil"],
)
@pytest.mark.parametrize("path", ["/tell", "/sign-in", "/help-now", "/nothing"])
def test_another_name_is_refused_in_plain_words(named: Flask, host: str, path: str) -> None:
    answer = named.test_client().get(path, headers={"Host": host})
    assert answer.status_code == 400
    assert "evil" not in answer.text


def test_the_refusal_says_what_to_do(named: Flask) -> None:
    answer = named.test_client().get("/sign-in", headers={"Host": "evil.example", "Accept-Language": "es"})
    assert "Usa la dirección que te dio tu programa." in answer.text
    assert "Location" not in answer.headers


def test_a_watchdog_asks_by_whatever_address_it_knows(named: Flask) -> None:
    assert named.test_client().get("/healthz", headers={"Host": "127.0.0.1:8000"}).status_code != 400


def test_outside_of_a_request_a_link_is_made_with_the_setting(named: Flask) -> None:
    with named.app_context():
        assert public_url("/join/x") == "https://companion.example/join/x"
    with built().app_context():
        assert public_url("/join/x") == "/join/x"
