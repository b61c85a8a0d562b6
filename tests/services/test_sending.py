"""What is due reaches the push service of every device, and each answer of it means something for message and device."""

import json
from datetime import datetime, timedelta

from client_app.domain.pushes import MessageState
from tests.cast import Cast
from tests.support.outbox import ORIGIN, device_row, message, row, send, sender, subscribe, tries_of
from tests.support.push_service import PushService


def test_a_message_goes_to_every_device(cast: Cast, now: datetime, service: PushService) -> None:
    devices = [subscribe(cast.ana.id, service, now).id for _ in range(2)]
    sent = message(cast.ana.id, now)
    send(now, sender(service))
    assert service.faults == []
    assert len(service.received) == 2
    assert {len(push.payload) for push in service.received} == {768}
    notification = json.loads(service.received[0].payload)["notification"]
    assert notification["title"] == "You have a reminder."
    assert notification["navigate"].startswith(f"{ORIGIN}/reminders/")
    assert (row(sent).state, row(sent).done_at, row(sent).attempts) == (MessageState.SENT, now, 1)
    assert sorted(tries_of(sent)) == [(device, 201, "accepted") for device in devices]
    assert [device_row(device).accepted_at for device in devices] == [now, now]
