"""Sending what is due, in two lanes that never wait for each other, and forgetting what was sent long ago."""

import asyncio
from datetime import datetime

from flask import current_app

from client_app.gateways.clock import utc_now
from client_app.gateways.mail import mail_sender
from client_app.gateways.push import push_sender
from client_app.jobs._each import STOPPING
from client_app.services.outbox import PAGES, REMINDERS, Lane, is_anything_due
from client_app.services.outbox_pruning import forget_messages
from client_app.services.reminders import still_wanted
from client_app.services.sending import Doors, Memory, send_due_messages

_OF_PAGES, _OF_REMINDERS = Memory(), Memory()


def send_pages(now: datetime) -> None:
    """Send what staff are to be paged with."""
    _send(PAGES, _OF_PAGES, now)


def send_reminders(now: datetime) -> None:
    """Send everything else."""
    _send(REMINDERS, _OF_REMINDERS, now)


def forget_old_messages(now: datetime) -> None:
    """Remove what nobody asks about any more."""
    while not STOPPING.is_set() and forget_messages(now):
        pass


def _send(lane: Lane, memory: Memory, now: datetime) -> None:
    if is_anything_due(lane, now):
        asyncio.run(send_due_messages(lane, memory, _doors()))


def _doors() -> Doors:
    config = current_app.config
    return Doors(
        push=push_sender(config),
        mail=mail_sender(config),
        secret=config["SECRET_KEY"],
        origin=config["PUBLIC_URL"],
        judge=still_wanted,
        clock=utc_now,
        is_stopping=STOPPING.is_set,
    )
