"""A person's days as a small picture: what the lines and dots are, before anything draws them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from client_app.domain.local_days import ONE_DAY


@dataclass(frozen=True)
class TrendPoint:
    """One local day and its figure; nothing where the person did not answer."""

    day: date
    value: int | None


@dataclass(frozen=True)
class Trend:
    """Consecutive local days, the earliest first."""

    days: tuple[TrendPoint, ...]


@dataclass(frozen=True, kw_only=True)
class Frame:
    """The picture's size in SVG units, the room left at its edges, and the scale from bottom to top."""

    width: int
    height: int
    margin: int
    lowest: int
    highest: int


@dataclass(frozen=True)
class Dot:
    """A day's figure at its place in the picture; y grows downward."""

    x: float
    y: float
    point: TrendPoint


def trend(values_by_day: Mapping[date, int], until: date, days: int = 14) -> Trend:
    """Give the last days (14) up to and including this one, each with its figure or a gap."""
    return Trend(
        tuple(TrendPoint(day, values_by_day.get(day)) for day in (until - ONE_DAY * back for back in range(days)))[::-1]
    )


def segments(picture: Trend, frame: Frame) -> tuple[tuple[Dot, ...], ...]:
    """Give the lines to draw: each joins the dots of days that follow one another. A gap is never bridged.

    A day between two gaps is a line of one dot. A figure outside the scale is drawn at its edge.
    """
    lines: list[list[Dot]] = [[]]
    for position, point in enumerate(picture.days):
        if point.value is None:
            lines.append([])
        else:
            lines[-1].append(_dot(position, point.value, picture, frame))
    return tuple(tuple(line) for line in lines if line)


def polyline(line: tuple[Dot, ...]) -> str:
    """Write a line as the ``points`` of an SVG polyline."""
    return " ".join(f"{dot.x:g},{dot.y:g}" for dot in line)


def _dot(position: int, value: int, picture: Trend, frame: Frame) -> Dot:
    """Place a figure; days are spread evenly from margin to margin."""
    step = (frame.width - 2 * frame.margin) / max(len(picture.days) - 1, 1)
    within = min(max(value, frame.lowest), frame.highest)
    share = (within - frame.lowest) / (frame.highest - frame.lowest)
    return Dot(
        x=round(frame.margin + position * step, 1),
        y=round(frame.height - frame.margin - share * (frame.height - 2 * frame.margin), 1),
        point=picture.days[position],
    )
