"""The sender against a push service of our own, which checks and decrypts everything and misbehaves when told to."""

import asyncio
import resource
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client_app.domain.deliveries import Answer, Meaning, Target
from client_app.domain.pushes import LONGEST_PAYLOAD, Push, Urgency
from client_app.gateways import push as gateway
from client_app.gateways.push import PushSender, push_sender
from client_app.gateways.push_keys import KeyPair, write_keys
from client_app.gateways.push_sealing import Sealer, new_pair
from tests.support import push_service as services
from tests.support.push_service import Misbehaviour, PushService, push_service

PAIR, OLD = new_pair(), new_pair()
CONTACT = "mailto:reminders@clinic.example"
PUSH = Push(b'{"web_push": 8030}', 3600, Urgency.HIGH, "check-in")


@pytest.fixture
def service() -> Iterator[PushService]:
    """A push service on a free port."""
    with push_service() as running:
        yield running
        assert running.faults == []


@pytest.fixture
def other() -> Iterator[PushService]:
    """Another one."""
    with push_service() as running:
        yield running
        assert running.faults == []


@pytest.fixture
def short_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a second for each push, so that tests of what hangs are short."""
    monkeypatch.setattr(gateway, "LONGEST", 0.5)


def sender(*hosts: str) -> PushSender:
    return PushSender(Sealer([PAIR, OLD], CONTACT), (), hosts)


def send(sending: PushSender, *targets: Target, push: Push = PUSH) -> list[Answer]:
    """Send to one device after the other."""

    async def go() -> list[Answer]:
        async with sending:
            return [await sending.send(target, push) for target in targets]

    return asyncio.run(go())


def send_at_once(sending: PushSender, *targets: Target) -> list[Answer]:
    async def go() -> list[Answer]:
        async with sending:
            return await asyncio.gather(*(sending.send(target, PUSH) for target in targets))

    return asyncio.run(go())


def test_a_push_arrives_whole(service: PushService) -> None:
    target = service.subscribe(PAIR.public)
    assert send(sender(service.host), target) == [Answer(Meaning.ACCEPTED, 201)]
    (received,) = service.received
    assert (received.endpoint, received.payload, received.topic) == (target.endpoint, PUSH.payload, "check-in")
    assert (received.headers["ttl"], received.headers["urgency"]) == ("3600", "high")
    assert received.headers.keys() == {
        "accept", "authorization", "content-encoding", "content-length", "content-type", "host", "topic", "ttl",
        "urgency",
    }  # fmt: skip


def test_the_longest_push_arrives(service: PushService) -> None:
    push = Push(b"x" * LONGEST_PAYLOAD, 60, Urgency.NORMAL, "page")
    assert send(sender(service.host), service.subscribe(PAIR.public), push=push) == [Answer(Meaning.ACCEPTED, 201)]
    assert service.received[0].payload == push.payload


def test_who_subscribed_with_an_older_key_is_reached_by_it(service: PushService) -> None:
    targets = [service.subscribe(OLD.public), service.subscribe(PAIR.public)]
    assert send(sender(service.host), *targets) == [Answer(Meaning.ACCEPTED, 201)] * 2


def test_a_device_of_a_key_that_is_gone_is_our_fault(service: PushService) -> None:
    assert send(sender(service.host), service.subscribe(new_pair().public)) == [Answer(Meaning.OUR_FAULT)]
    assert service.received == []


def test_a_service_that_finds_a_fault_says_so() -> None:
    with push_service() as strict:
        spoiled = strict.subscribe(OLD.public)
        target = Target(spoiled.endpoint, spoiled.p256dh, spoiled.auth, PAIR.public)
        assert send(sender(strict.host), target) == [Answer(Meaning.OUR_FAULT, 400)]
        assert strict.faults == ["AssertionError: signed with another key than the device was subscribed with"]


@pytest.mark.parametrize(
    ("status", "headers", "answer"),
    [
        (200, {}, Answer(Meaning.ACCEPTED, 200)),
        (404, {}, Answer(Meaning.GONE, 404)),
        (410, {}, Answer(Meaning.GONE, 410)),
        (413, {}, Answer(Meaning.OUR_FAULT, 413)),
        (429, {"retry_after": "120"}, Answer(Meaning.LATER, 429, 120)),
        (429, {"retry_after": "Wed, 25 Nov 2099 17:00:00 GMT"}, Answer(Meaning.LATER, 429, 3600)),
        (503, {"retry_after": "soon"}, Answer(Meaning.LATER, 503)),
        (503, {}, Answer(Meaning.LATER, 503)),
    ],
)
def test_what_it_answers_is_told(service: PushService, status: int, headers: dict[str, str], answer: Answer) -> None:
    service.answers(status, **headers)
    assert send(sender(service.host), service.subscribe(PAIR.public)) == [answer]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed(service: PushService, other: PushService, status: int) -> None:
    service.answers(status, location=other.subscribe(PAIR.public).endpoint)
    answers = send(sender(service.host, other.host), service.subscribe(PAIR.public))
    assert answers == [Answer(Meaning.OUR_FAULT, status)]
    assert other.received == []


@pytest.mark.parametrize(("length", "connections"), [(0, 1), (gateway.MOST_READ, 1), (1_000_000, 5)])
def test_a_connection_is_kept_unless_an_answer_is_long(service: PushService, length: int, connections: int) -> None:
    service.answers(201, b"x" * length)
    targets = [service.subscribe(PAIR.public) for _ in range(5)]
    assert send(sender(service.host), *targets) == [Answer(Meaning.ACCEPTED, 201)] * 5
    assert len({received.connection for received in service.received}) == service.connections == connections


@pytest.mark.parametrize(
    ("misbehaviour", "meaning"),
    [
        (services.hang, Meaning.NO_ANSWER),
        (services.drip, Meaning.NO_ANSWER),
        (services.drip_body, Meaning.ACCEPTED),
        (services.hang_up, Meaning.NO_ANSWER),
        (services.say_nonsense, Meaning.NO_ANSWER),
    ],
)
@pytest.mark.usefixtures("short_patience")
def test_what_misbehaves_costs_its_seconds_and_no_more(
    service: PushService, other: PushService, misbehaviour: Misbehaviour, meaning: Meaning
) -> None:
    service.answers(misbehaviour)
    bad, good = service.subscribe(PAIR.public), other.subscribe(PAIR.public)
    began = time.monotonic()
    answers = send_at_once(sender(service.host, other.host), bad, good, bad)
    assert time.monotonic() - began < 5
    assert [answer.meaning for answer in answers] == [meaning, Meaning.ACCEPTED, meaning]


def test_whatever_a_service_says_is_an_answer_and_no_error() -> None:
    pieces = (
        "HTTP/1.1| |201|99999|-1| Created|:|\r\n|\n|\r\n\r\n|x|100 Continue|Content-Length: 5|Content-Length: -5|"
        "Set-Cookie: \x00|Transfer-Encoding: chunked|5\r\nhello\r\n|zz\r\n|0\r\n\r\n|Content-Encoding: gzip|"
        "Retry-After: 9999999999|\xff"
    )
    texts = st.lists(st.sampled_from(pieces.split("|")), max_size=12).map("".join)
    heads = st.sampled_from(["", "HTTP/1.1 201 Created\r\n", "HTTP/1.1 429 x\r\n", "HTTP/1.1 101 Switching\r\n"])

    with push_service() as service:
        target = service.subscribe(PAIR.public)

        @given(st.binary(max_size=60) | st.builds(lambda head, rest: (head + rest).encode("latin-1"), heads, texts))
        def is_answered(said: bytes) -> None:
            service.answers(lambda exchange: exchange.say(said))
            (answer,) = send(sender(service.host), target)
            assert answer.meaning in Meaning

        is_answered()


def test_a_service_that_pours_is_not_drunk(service: PushService) -> None:
    service.answers(services.pour)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.monotonic()
    assert send(sender(service.host), service.subscribe(PAIR.public)) == [Answer(Meaning.ACCEPTED, 201)]
    assert time.monotonic() - began < 5
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 30_000  # kB


def test_a_full_service_keeps_no_other_waiting(
    service: PushService, other: PushService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gateway, "LONGEST", 1.0)
    monkeypatch.setattr(gateway, "AT_ONCE", 2)
    service.answers(services.hang)
    bad, good = service.subscribe(PAIR.public), other.subscribe(PAIR.public)
    began = time.monotonic()
    answers = send_at_once(sender(service.host, other.host), *[bad] * 4, *[good] * 10)
    took = time.monotonic() - began
    assert [answer.meaning for answer in answers] == [Meaning.NO_ANSWER] * 4 + [Meaning.ACCEPTED] * 10
    assert max(received.at for received in other.received) - began < 1
    assert 2 <= took < 4


def test_nobody_there_is_no_answer(service: PushService) -> None:
    target = service.subscribe(PAIR.public)
    with push_service() as gone:
        host, elsewhere = gone.host, gone.subscribe(PAIR.public)
    assert [found.meaning for found in send(sender(host, service.host), elsewhere, target)] == [
        Meaning.NO_ANSWER,
        Meaning.ACCEPTED,
    ]


def test_without_keys_or_contact_there_is_no_sender(tmp_path: Path) -> None:
    path = tmp_path / "push-keys.json"
    config = {
        "PUSH_KEYS_FILE": str(path),
        "PUSH_CONTACT": CONTACT,
        "PUSH_ALLOWED_HOSTS": (),
        "PUSH_TEST_HOSTS": (),
    }
    assert push_sender(config) is None
    write_keys(path, (PAIR, OLD))
    assert push_sender({**config, "PUSH_CONTACT": ""}) is None
    assert push_sender(config) is not None


@pytest.mark.parametrize("pairs", [(), (KeyPair(OLD.public, PAIR.private),)], ids=["none", "mixed up"])
def test_keys_that_cannot_be_read_are_told_in_the_log(
    tmp_path: Path, pairs: tuple[KeyPair, ...], caplog: pytest.LogCaptureFixture
) -> None:
    write_keys(tmp_path / "push-keys.json", pairs)
    assert push_sender({"PUSH_KEYS_FILE": str(tmp_path / "push-keys.json"), "PUSH_CONTACT": CONTACT}) is None
    assert "Nothing is pushed" in caplog.text
    assert not [line for line in PAIR.private.splitlines()[1:-1] if line in caplog.text]
