"""Mail is handed to a real mail server on this machine: protected where it can be, and in 10 seconds or not at all."""

import asyncio
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from client_app.domain.deliveries import Answer, Meaning
from client_app.gateways import mail
from client_app.gateways.mail import mail_sender, send_mail

SENDER, TO = "companion@clinic.example", "carla@clinic.example"
WORDS = "Someone needs you now."
TEXT = f"{WORDS}\n\nhttps://companion.example/triage\n"


class Box:
    """A mail server's letter box that answers as it is told."""

    def __init__(self) -> None:
        self.envelopes: list[Envelope] = []
        self.is_protected: list[bool] = []
        self.rcpt, self.data = "250 OK", "250 OK"

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's names
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Answer a recipient."""
        del server, session, options
        if self.rcpt.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.rcpt

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep a mail."""
        del server
        self.envelopes.append(envelope)
        self.is_protected.append(session.ssl is not None)
        return self.data


Start = Callable[..., Controller]


@pytest.fixture
def box() -> Box:
    """Where mail arrives."""
    return Box()


@pytest.fixture
def start(box: Box) -> Iterator[Start]:
    """Start a server with these options of aiosmtpd's."""
    running: list[Controller] = []

    def _start(**options: Any) -> Controller:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        controller = Controller(box, hostname="127.0.0.1", port=port, **options)
        controller.start()
        running.append(controller)
        return controller

    yield _start
    for controller in running:
        controller.stop()


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for ``localhost``, with its key in the same file."""
    both = tmp_path_factory.mktemp("mail") / "both.pem"
    command = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost"
    files = ("-keyout", f"{both}.key", "-out", str(both))
    subprocess.run(
        [*command.split(), "-addext", "subjectAltName=DNS:localhost", *files], check=True, capture_output=True
    )
    both.write_bytes(both.read_bytes() + Path(f"{both}.key").read_bytes())
    return both


def served_with(certificate: Path) -> ssl.SSLContext:
    """The server's side."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


def config_of(server: Controller, scheme: str = "smtp", user: str = "", host: str = "localhost") -> dict[str, str]:
    """The settings that lead to a server."""
    return {"SMTP_URL": f"{scheme}://{user}{host}:{server.port}", "MAIL_FROM": SENDER}


def test_a_mail_arrives_with_neutral_words_and_nothing_else(start: Start, box: Box) -> None:
    sender = mail_sender(config_of(start(), host="127.0.0.1"))
    assert sender is not None

    async def mail_it() -> Answer:
        return await sender(TO, "Alguien te necesita ahora. ¿Sí?", TEXT)

    assert asyncio.run(mail_it()) == Answer(Meaning.ACCEPTED, 250)
    [envelope] = box.envelopes
    assert (envelope.mail_from, envelope.rcpt_tos) == (SENDER, [TO])
    assert isinstance(envelope.content, bytes)
    found = message_from_bytes(envelope.content, policy=default)
    assert found["Subject"] == "Alguien te necesita ahora. ¿Sí?"
    assert (found["From"], found["To"], found["Auto-Submitted"]) == (SENDER, TO, "auto-generated")
    assert str(found["Message-ID"]).endswith("@clinic.example>")
    assert found.get_content().strip().splitlines() == TEXT.strip().splitlines()
    assert box.is_protected == [False]


def test_without_a_server_nothing_is_mailed() -> None:
    assert mail_sender({"SMTP_URL": "", "MAIL_FROM": ""}) is None


@pytest.mark.parametrize(
    ("to", "subject"),
    [
        ("carla@clinic.example\r\nBcc: all@clinic.example", WORDS),
        ("carla@clinic.example, all@clinic.example", WORDS),
        ("<carla@clinic.example> SIZE=1", WORDS),
        ("carla", WORDS),
        ("", WORDS),
        ("carlä@clinic.example", WORDS),
        (TO, f"{WORDS}\r\nBcc: all@clinic.example"),
        (TO, f"{WORDS}\nX"),
        (TO, "\0"),
    ],
)
def test_nothing_can_add_a_header_or_another_recipient(start: Start, box: Box, to: str, subject: str) -> None:
    assert send_mail(config_of(start(), host="127.0.0.1"), to, subject, TEXT) == Answer(Meaning.FORBIDDEN)
    assert box.envelopes == []


@pytest.mark.parametrize(
    ("rcpt", "data", "answer"),
    [
        ("450 Later", "250 OK", Answer(Meaning.LATER, 450)),
        ("550 Nobody here", "250 OK", Answer(Meaning.GONE, 550)),
        ("250 OK", "451 Later", Answer(Meaning.LATER, 451)),
        ("250 OK", "554 No", Answer(Meaning.OUR_FAULT, 554)),
        ("250 OK", "399 What", Answer(Meaning.NO_ANSWER)),
    ],
)
def test_what_the_server_answers_has_a_meaning(start: Start, box: Box, rcpt: str, data: str, answer: Answer) -> None:
    box.rcpt, box.data = rcpt, data
    assert send_mail(config_of(start(), host="127.0.0.1"), TO, WORDS, TEXT) == answer


def test_what_can_be_protected_is(start: Start, box: Box, certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    server = start(tls_context=served_with(certificate))
    assert send_mail(config_of(server), TO, WORDS, TEXT) == Answer(Meaning.ACCEPTED, 250)
    over_tls = start(ssl_context=served_with(certificate), server_hostname="localhost")
    assert send_mail(config_of(over_tls, "smtps"), TO, WORDS, TEXT) == Answer(Meaning.ACCEPTED, 250)
    assert box.is_protected == [True, False]  # it says so of STARTTLS alone; the second speaks TLS from the start


def test_a_certificate_that_nobody_vouches_for_gets_nothing(start: Start, box: Box, certificate: Path) -> None:
    server = start(tls_context=served_with(certificate))
    assert send_mail(config_of(server), TO, WORDS, TEXT) == Answer(Meaning.NO_ANSWER)
    assert box.envelopes == []


def test_a_password_is_told_to_a_protected_server_only(
    start: Start, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[bytes] = []

    def authenticate(_server: SMTP, _session: Session, _envelope: Envelope, _way: str, data: Any) -> AuthResult:
        told.append(data.password)
        return AuthResult(success=data.password == b"p@ss", handled=False)

    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    open_server = start(authenticator=authenticate, auth_require_tls=False)
    assert send_mail(config_of(open_server, user="us%40er:p%40ss@"), TO, WORDS, TEXT) == Answer(Meaning.OUR_FAULT)
    assert told == []
    server = start(authenticator=authenticate, tls_context=served_with(certificate))
    assert send_mail(config_of(server, user="us%40er:p%40ss@"), TO, WORDS, TEXT).meaning is Meaning.ACCEPTED
    assert send_mail(config_of(server, user="user:no@"), TO, WORDS, TEXT) == Answer(Meaning.OUR_FAULT, 535)
    without_sign_in = start(tls_context=served_with(certificate), auth_exclude_mechanism=["LOGIN", "PLAIN"])
    assert send_mail(config_of(without_sign_in, user="user:no@"), TO, WORDS, TEXT) == Answer(Meaning.NO_ANSWER)


@pytest.mark.parametrize("says", [b"", b"2", b"Hello, this is no mail server.\r\n"])
def test_a_server_that_hangs_drips_or_talks_nonsense_is_left(monkeypatch: pytest.MonkeyPatch, says: bytes) -> None:
    monkeypatch.setattr(mail, "SECONDS", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as server:

        def drip() -> None:
            with server.accept()[0] as caller:
                try:
                    for _ in range(100):
                        if says:
                            caller.sendall(says)
                        time.sleep(0.1)
                except OSError:
                    pass

        dripping = threading.Thread(target=drip)
        dripping.start()
        began = time.monotonic()
        config = {"SMTP_URL": f"smtp://127.0.0.1:{server.getsockname()[1]}", "MAIL_FROM": SENDER}
        assert send_mail(config, TO, WORDS, TEXT).meaning in {Meaning.NO_ANSWER, Meaning.OUR_FAULT}
        assert time.monotonic() - began < 5
        dripping.join()


def test_a_server_that_is_not_there_gives_no_answer() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    config = {"SMTP_URL": f"smtp://127.0.0.1:{port}", "MAIL_FROM": SENDER}
    assert send_mail(config, TO, WORDS, TEXT) == Answer(Meaning.NO_ANSWER)
