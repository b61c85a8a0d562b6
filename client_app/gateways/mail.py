"""The door to a mail server: staff are paged by e-mail as well, in words as neutral as a push.

Nothing that is handed in can add a header or another recipient. The whole conversation ends after 10 seconds.
"""

import asyncio
import re
import smtplib
import socket
import ssl
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, make_msgid
from threading import Timer
from typing import Any
from urllib.parse import unquote, urlsplit

from client_app.domain.deliveries import Answer, Meaning

SECONDS = 10.0
"""However slowly the server speaks."""

_ADDRESS = re.compile(r"[!#-'*+\-./0-9=?A-Z^_`a-z{|}~]+@[A-Za-z0-9.-]+", re.ASCII)
"""One mailbox, with nothing in it that a header or an SMTP command would read otherwise."""
_LINE_BREAK = re.compile(r"[\r\n\0]")


def mail_sender(config: Mapping[str, Any]) -> Callable[[str, str, str], Awaitable[Answer]] | None:
    """Give what hands one mail to the server (to, subject, text) without blocking; nothing while none is configured."""
    if not config["SMTP_URL"]:
        return None

    async def send(to: str, subject: str, text: str) -> Answer:
        return await asyncio.to_thread(send_mail, config, to, subject, text)

    return send


def send_mail(config: Mapping[str, Any], to: str, subject: str, text: str) -> Answer:
    """Hand one mail to the server; whatever happens is an answer.

    Args:
        config: with ``SMTP_URL`` and ``MAIL_FROM``.
        to: one address; one that is none is never tried.
        subject: one line.
        text: plain text.

    """
    if not _ADDRESS.fullmatch(to) or _LINE_BREAK.search(subject):
        return Answer(Meaning.FORBIDDEN)
    try:
        with _connected(config["SMTP_URL"], config["MAIL_FROM"]) as server:
            server.send_message(_mail(config["MAIL_FROM"], to, subject, text), config["MAIL_FROM"], [to])
    except smtplib.SMTPRecipientsRefused as refusal:
        return _refused(refusal.recipients[to][0], for_good=Meaning.GONE)
    except smtplib.SMTPResponseException as refusal:
        return _refused(refusal.smtp_code, for_good=Meaning.OUR_FAULT)
    except (smtplib.SMTPNotSupportedError, UnprotectedError):
        return Answer(Meaning.OUR_FAULT)
    except (OSError, smtplib.SMTPException, ValueError):  # no connection, a certificate that is wrong, or nonsense
        return Answer(Meaning.NO_ANSWER)
    return Answer(Meaning.ACCEPTED, 250)


class UnprotectedError(Exception):
    """The server offers no protection, and a password would be read by whoever listens."""


class _Brief(smtplib.SMTP):
    """A conversation that is cut off when its time is over."""

    _alarm: Timer

    def connect(self, *args: Any, **named: Any) -> tuple[int, bytes]:
        """Begin, and let the time run."""
        self._alarm = Timer(SECONDS, self._cut)
        self._alarm.daemon = True
        self._alarm.start()
        return super().connect(*args, **named)

    def close(self) -> None:
        """End."""
        self._alarm.cancel()
        super().close()

    def _cut(self) -> None:
        if self.sock is not None:
            with suppress(OSError):
                self.sock.shutdown(socket.SHUT_RDWR)


class _BriefOverTls(_Brief, smtplib.SMTP_SSL):
    """The same, protected from the first byte on."""


def _connected(url: str, sender: str) -> smtplib.SMTP:
    """Connect, protect the connection where the server can, and sign in where the URL says as whom.

    Raises:
        UnprotectedError: a password would go over an open connection.

    """
    parts = urlsplit(url)
    host, port, name = parts.hostname or "", parts.port or 0, sender.partition("@")[2]
    protection = ssl.create_default_context()
    server: smtplib.SMTP
    if parts.scheme == "smtps":
        server = _BriefOverTls(host, port, local_hostname=name, timeout=SECONDS, context=protection)
    else:
        server = _Brief(host, port, local_hostname=name, timeout=SECONDS)
    try:
        server.ehlo()
        is_protected = parts.scheme == "smtps" or _protect(server, protection)
        if parts.username:
            _sign_in(server, unquote(parts.username), unquote(parts.password or ""), is_protected=is_protected)
    except BaseException:
        server.close()
        raise
    return server


def _protect(server: smtplib.SMTP, protection: ssl.SSLContext) -> bool:
    """Go on under TLS where the server offers it, and say whether it does."""
    if server.has_extn("starttls"):
        server.starttls(context=protection)
        return True
    return False


def _sign_in(server: smtplib.SMTP, name: str, password: str, *, is_protected: bool) -> None:
    if not is_protected:
        raise UnprotectedError
    server.login(name, password)


def _mail(sender: str, to: str, subject: str, text: str) -> EmailMessage:
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Subject"] = sender, to, subject
    mail["Date"], mail["Message-ID"] = formatdate(), make_msgid(domain=sender.partition("@")[2])
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(text)
    return mail


def _refused(code: int, for_good: Meaning) -> Answer:
    """A 4xx passes, a 5xx does not (RFC 5321, section 4.2.1); anything else is nonsense."""
    if 400 <= code < 500:
        return Answer(Meaning.LATER, code)
    return Answer(for_good, code) if 500 <= code < 600 else Answer(Meaning.NO_ANSWER)
