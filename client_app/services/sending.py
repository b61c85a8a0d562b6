"""Sending what is due: many messages at the same time, while the next ones are claimed and the last ones are marked.

Pushes wait for the network together; the database is asked in a thread meanwhile, for many messages in one go, so that
neither waits for the other.
"""

import asyncio
import random
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, field
from typing import ParamSpec, TypeVar

from client_app.domain.deliveries import Answer, Meaning
from client_app.domain.pushes import MessageState
from client_app.domain.retries import Outcome, Round, outcome_of
from client_app.services._handing import Doors, Handed, Memory, Way, hand_over, ways_of
from client_app.services.outbox import Claimed, Lane, claim_messages, keep_wanted
from client_app.services.outbox_results import Result, Try, mark_messages

__all__ = ["Doors", "Memory", "send_due_messages"]

BREATH = 0.02
"""Seconds between two looks at what has come back."""
LOOKED_AGAIN_AFTER = 0.5
"""Seconds until it is looked again for what is due, when nothing was and something is still under way."""
MARKED_AFTER = 0.1
"""Seconds that an answer waits for others, to be marked with them in one commit."""
PAUSE = 0.5
"""Seconds before something is marked again that could not be."""
FINISHED_WITHIN = 7.0
"""Seconds in which a worker that is told to stop finishes what it has; what hangs then is tried again by another."""

Given = ParamSpec("Given")
Found = TypeVar("Found")


@dataclass
class _Open:
    """A claimed message, and what has come back of its trips."""

    message: Claimed
    left: int
    """Trips that are not back."""
    handed: list[Handed] = field(default_factory=list)
    tries: list[Try] = field(default_factory=list)

    def note(self, way: Way, handed: Handed) -> None:
        """One trip is back."""
        self.left -= 1
        self.handed.append(handed)
        if handed.was_tried:
            self.tries.append(Try(way.subscription_id, handed.at, handed.answer))


@dataclass(frozen=True)
class _Trip:
    """One message on one of its ways."""

    going: _Open
    way: Way


async def send_due_messages(lane: Lane, memory: Memory, doors: Doors) -> None:
    """Send until nothing is due any more in this lane, or the worker is told to stop and what it has is finished."""
    memory.forget_rests(doors.clock())
    with ThreadPoolExecutor(1, thread_name_prefix="outbox") as database:
        going = _Going(lane, memory, doors, database)
        if doors.push is None:
            await going.go()
        else:
            async with doors.push:
                await going.go()


class _Going:
    """One go, from the first claim to the last mark."""

    def __init__(self, lane: Lane, memory: Memory, doors: Doors, database: ThreadPoolExecutor) -> None:
        self._lane, self._memory, self._doors, self._database = lane, memory, doors, database
        self._waiting: asyncio.Queue[_Trip] = asyncio.Queue()
        self._open: dict[int, _Open] = {}
        self._results: list[Result] = []
        self._luck = random.Random()  # noqa: S311 - it only spreads tries over time

    async def go(self) -> None:
        """Claim, send and mark side by side; what is unfinished at the end is given back."""
        hands = [asyncio.create_task(self._send_on()) for _ in range(self._lane.at_once)]
        try:
            await self._claim_and_mark(hands)
        finally:
            for hand in hands:
                hand.cancel()
            await asyncio.gather(*hands, return_exceptions=True)
            self._give_back()
            await self._mark()

    async def _claim_and_mark(self, hands: Iterable[asyncio.Task[None]]) -> None:
        """Until nothing is due and nothing is under way; what becomes due meanwhile waits for nothing that hangs."""
        time = asyncio.get_running_loop().time
        looks_at, marked_at, ends_at = 0.0, time(), float("inf")
        while (looks_at <= time() or self._open) and time() < ends_at:
            if self._doors.is_stopping():
                looks_at, ends_at = float("inf"), min(ends_at, time() + FINISHED_WITHIN)
            if looks_at <= time() and self._waiting.qsize() < self._lane.most:  # enough while the database is asked
                looks_at = 0.0 if await self._claim() else time() + LOOKED_AGAIN_AFTER
            if time() - marked_at >= MARKED_AFTER:
                await self._mark()
                marked_at = time()
            for hand in hands:
                if hand.done():
                    hand.result()  # it never ends but by an error
            await asyncio.sleep(BREATH)

    async def _claim(self) -> bool:
        """Claim some messages and put them on their way; give whether there were any."""
        now, doors = self._doors.clock(), self._doors
        claimed = await self._asked(claim_messages, self._lane, self._memory.worker, doors.secret, now)
        messages = await self._asked(keep_wanted, doors.judge, claimed, self._memory.worker, now) if claimed else []
        for message in messages:
            ways = ways_of(message, doors)
            going = self._open[message.id] = _Open(message, len(ways))
            for way in ways:
                self._waiting.put_nowait(_Trip(going, way))
            self._close_if_back(going)
        return bool(claimed)

    async def _send_on(self) -> None:
        """One pair of hands: takes one trip after another."""
        while True:
            trip = await self._waiting.get()
            try:
                handed = await hand_over(trip.going.message, trip.way, self._memory, self._doors.clock)
            except asyncio.CancelledError:  # nobody knows whether it arrived
                trip.going.note(trip.way, Handed(Answer(Meaning.NO_ANSWER), self._doors.clock()))
                raise
            trip.going.note(trip.way, handed)
            self._close_if_back(trip.going)

    def _close_if_back(self, going: _Open) -> None:
        """Judge a message once all its trips are back."""
        if going.left:
            return
        message = self._open.pop(going.message.id).message
        round_ = Round(
            tries=message.tries + bool(going.tries),
            ended_at=self._doors.clock(),
            stale_at=message.stale_at,
            was_accepted=message.was_accepted,
        )
        outcome = outcome_of([handed.answer for handed in going.handed], round_, self._luck.random())
        self._results.append(Result(message.id, going.tries, outcome))

    def _give_back(self) -> None:
        """Whoever claims next goes on with what is unfinished here."""
        now = self._doors.clock()
        for number, going in self._open.items():
            accepted = going.message.was_accepted or any(one.answer.meaning is Meaning.ACCEPTED for one in going.tries)
            state = MessageState.SENT if accepted else MessageState.WAITING
            self._results.append(Result(number, going.tries, Outcome(state, now)))
        self._open.clear()

    async def _mark(self, more_tries: int = 2) -> None:
        """Mark what has come back. It is tried hard: what was sent and is not marked will be sent once more."""
        results = self._results[:]
        if not results:
            return
        try:
            await self._asked(mark_messages, self._memory.worker, results, self._doors.clock())
        except Exception:
            if not more_tries:
                raise
            await asyncio.sleep(PAUSE)
            await self._mark(more_tries - 1)
        else:
            del self._results[: len(results)]

    async def _asked(self, ask: Callable[Given, Found], *given: Given.args, **named: Given.kwargs) -> Found:
        """Ask the database in its thread, with the application that is open here."""
        there = copy_context()
        return await asyncio.get_running_loop().run_in_executor(self._database, lambda: there.run(ask, *given, **named))
