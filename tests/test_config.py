"""Settings are read once from the environment; what cannot be is told in a sentence that says what to set."""

from ipaddress import ip_network
from pathlib import Path

import pytest

from client_app.config import MissingSettingError, Settings, settings_from
from tests.support.applications import SECRET


def read(**env: str) -> Settings:
    """Read an environment that has a secret key."""
    return settings_from({"SECRET_KEY": SECRET, **env})


def test_only_the_secret_key_must_be_set() -> None:
    with pytest.raises(MissingSettingError, match="Set SECRET_KEY"):
        settings_from({})
    settings = read()
    assert (settings.public_url, settings.trusted_proxies, settings.secure_cookies) == ("", (), True)


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("https://companion.example.org", "https://companion.example.org"),
        ("https://Companion.Example.org/", "https://companion.example.org"),
        ("https://companion.example.org:443", "https://companion.example.org"),
        ("https://companion.example.org:8443", "https://companion.example.org:8443"),
    ],
)
def test_the_public_address_is_an_origin(value: str, kept: str) -> None:
    assert read(PUBLIC_URL=value).public_url == kept


def test_plain_http_is_for_ones_own_machine_only() -> None:
    assert read(PUBLIC_URL="http://127.0.0.1:8000", SECURE_COOKIES="0").public_url == "http://127.0.0.1:8000"
    assert read(PUBLIC_URL="http://localhost:80", SECURE_COOKIES="0").public_url == "http://localhost"
    with pytest.raises(MissingSettingError, match="Set PUBLIC_URL"):
        read(PUBLIC_URL="http://companion.example.org")


@pytest.mark.parametrize(
    "value",
    [
        "companion.example.org",
        "//companion.example.org",
        "ftp://companion.example.org",
        "https://",
        "https://companion.example.org/app",
        "https://companion.example.org?x=1",
        "https://somebody@companion.example.org",
        "https://companion.example.org:port",
        "https://companion .example.org",
        "https://[::1]",
    ],
)
def test_anything_else_is_no_public_address(value: str) -> None:
    with pytest.raises(MissingSettingError, match="Set PUBLIC_URL"):
        read(PUBLIC_URL=value)


def test_trusted_proxies_are_networks() -> None:
    found = read(TRUSTED_PROXIES=" 127.0.0.1, 10.0.0.0/8,2001:db8::/32 ,").trusted_proxies
    assert found == (ip_network("127.0.0.1"), ip_network("10.0.0.0/8"), ip_network("2001:db8::/32"))


@pytest.mark.parametrize("value", ["proxy.example.org", "10.0.0.1/8", "127.0.0.1;10.0.0.1", "*"])
def test_a_proxy_that_is_no_network_stops_the_start(value: str) -> None:
    with pytest.raises(MissingSettingError, match="Set TRUSTED_PROXIES"):
        read(TRUSTED_PROXIES=value)


def test_a_value_may_stand_in_a_file(tmp_path: Path) -> None:
    path = tmp_path / "public-url"
    path.write_text("https://companion.example.org\n", encoding="utf-8")
    assert read(PUBLIC_URL_FILE=str(path)).public_url == "https://companion.example.org"


def test_push_is_off_until_somebody_can_be_written_to() -> None:
    settings = read()
    assert (settings.push_contact, settings.push_test_hosts, settings.smtp_url) == ("", (), "")
    assert "fcm.googleapis.com" in settings.push_allowed_hosts
    assert read(PUSH_ALLOWED_HOSTS="push.example.org, Other.example").push_allowed_hosts == (
        "push.example.org",
        "other.example",
    )


@pytest.mark.parametrize("value", ["mailto:it@clinic.example", "https://clinic.example/contact"])
def test_the_push_contact_is_an_address(value: str) -> None:
    assert read(PUSH_CONTACT=value).push_contact == value


@pytest.mark.parametrize(
    "value", ["it@clinic.example", "mailto:it", "http://clinic.example", "mailto:a b@clinic.example"]
)
def test_anything_else_is_no_push_contact(value: str) -> None:
    with pytest.raises(MissingSettingError, match="Set PUSH_CONTACT"):
        read(PUSH_CONTACT=value)


def test_push_services_of_ones_own_machine_are_for_development_only() -> None:
    hosts = read(PUSH_TEST_HOSTS="127.0.0.1:9100, localhost:9101", SECURE_COOKIES="0").push_test_hosts
    assert hosts == ("127.0.0.1:9100", "localhost:9101")
    with pytest.raises(MissingSettingError, match="PUSH_TEST_HOSTS is for development"):
        read(PUSH_TEST_HOSTS="127.0.0.1:9100")
    with pytest.raises(MissingSettingError, match="Set PUSH_TEST_HOSTS"):
        read(PUSH_TEST_HOSTS="127.0.0.1", SECURE_COOKIES="0")


def test_mail_needs_a_server_and_a_sender() -> None:
    settings = read(SMTP_URL="smtps://pager:secret@mail.clinic.example:465", MAIL_FROM="pager@clinic.example")
    assert (settings.smtp_url[:8], settings.mail_from) == ("smtps://", "pager@clinic.example")
    for env in ({"SMTP_URL": "smtp://mail.clinic.example:25"}, {"MAIL_FROM": "pager@clinic.example"}):
        with pytest.raises(MissingSettingError, match="together"):
            read(**env)
    with pytest.raises(MissingSettingError, match="Set SMTP_URL"):
        read(SMTP_URL="mail.clinic.example", MAIL_FROM="pager@clinic.example")
    with pytest.raises(MissingSettingError, match="Set MAIL_FROM"):
        read(SMTP_URL="smtp://mail.clinic.example:25", MAIL_FROM="pager")
