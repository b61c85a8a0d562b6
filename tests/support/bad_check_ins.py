"""Everything that is wrong with a post of the check-in, one row each: what is sent, and what is said to it."""

from client_app.blueprints.check_ins.forms import LOOK_AGAIN, MALFORMED
from client_app.blueprints.check_ins.routes import FOR_TODAY
from client_app.domain.sentences import Sentence
from client_app.services.check_ins import EMPTY
from client_app.web.errors import FOREIGN, OLD_FORM, SENTENCES
from tests.support.check_in_posts import NOTE, Bad

OLD = Sentence(OLD_FORM)
ELSEWHERE = Sentence(FOREIGN)
CHOOSE = Sentence("Please choose from the answers shown.")
TWO = Sentence("There are two answers here. Please choose one.")
UNREADABLE = Sentence("Some characters here could not be read. Please look at it and send it again.")
TEN = Sentence("Please choose a number from %(lowest)s to %(highest)s.", {"lowest": "0", "highest": "10"})
LENGTH = "This is too long to send: %(length)s characters. Please keep it to %(limit)s."


def closed(reason: Sentence) -> Sentence:
    """Why a day is not taken, and what becomes of the form."""
    return Sentence(FOR_TODAY, {"reason": reason})


NOT_YET = closed(Sentence("That day has not come yet."))
TOO_OLD = closed(Sentence("You can fill in today and yesterday only."))
TOO_LATE = closed(Sentence("You answered this more than %(days)s days ago. It is too late to send it.", {"days": 7}))
AHEAD = Sentence("The clock of this phone runs ahead. Please set it right and send this again.")
MISFIT = Sentence("The day does not fit the time of your answers.")


def field_of(name: str, value: str | list[str], problem: Sentence = CHOOSE) -> Bad:
    """One field that cannot be read as it is."""
    return Bad(f"{name}: {value!s:.60}", 422, LOOK_AGAIN, {name: value}, problem=problem)


def form_of(name: str, value: str | list[str]) -> Bad:
    """A field of the form itself that no page of ours has made."""
    return Bad(f"{name}: {value!s:.60}", 422, MALFORMED, {name: value})


CROSS_SITE = {"Sec-Fetch-Site": "cross-site"}

FORGED = [
    Bad("no token", 400, OLD, {"csrf_token": None}),
    Bad("a token of nobody", 400, OLD, {"csrf_token": "x"}),
    Bad("a token twice", 400, OLD, {"csrf_token": ["x", "y"]}),
    Bad("from another site", 400, ELSEWHERE, headers=CROSS_SITE, is_foreign=True),
    Bad("from a neighbouring site", 400, ELSEWHERE, headers={"Sec-Fetch-Site": "same-site"}, is_foreign=True),
    Bad("from another site and without a token", 400, ELSEWHERE, {"csrf_token": None}, CROSS_SITE, is_foreign=True),
]

DAYS = [
    Bad("tomorrow", 422, NOT_YET, {"day": "2026-11-24"}),
    Bad("the end of time", 422, NOT_YET, {"day": "9999-12-31"}),
    Bad("last week", 422, TOO_OLD, {"day": "2026-11-16"}),
    Bad("the day before yesterday", 422, TOO_OLD, {"day": "2026-11-21"}),
    Bad("the beginning of time", 422, TOO_OLD, {"day": "0001-01-01"}),
    Bad("eight days late", 422, TOO_LATE, {"day": "2026-11-15", "answered_at": "2026-11-15T15:00:00Z"}),
    Bad("since the beginning of time", 422, TOO_LATE, {"day": "0001-01-01", "answered_at": "0001-01-01T00:00:00Z"}),
    Bad("ahead of time", 422, AHEAD, {"answered_at": "2026-11-23T15:05:01Z"}),
    Bad("at the end of time", 422, closed(AHEAD), {"day": "9999-12-31", "answered_at": "9999-12-31T23:59:59.999999Z"}),
    Bad("another day than it was answered", 422, MISFIT, {"answered_at": "2026-11-21T15:00:00Z"}),
    *(form_of("day", value) for value in ("yesterday", "2026-02-30", "2026-1-1", "２０２６-11-23", "20261123", "0")),
    form_of("day", ["2026-11-23", "2026-11-22"]),
    *(form_of("answered_at", value) for value in ("now", "2026-11-23", "2026-11-23T15:00:00", "1e400", "NaN")),
    form_of("answered_at", "2026-11-23T15:00:00+01:00"),
    form_of("answered_at", "２０２６-11-23T15:00:00Z"),
    form_of("answered_at", ["2026-11-23T15:00:00Z", "2026-11-23T14:00:00Z"]),
]

FORMS = [
    *(form_of("client_id", value) for value in ("1", "x" * 36, "{00000000-0000-0000-0000-000000000000}", "\0")),
    form_of("client_id", ["00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"]),
    *(form_of("kind", value) for value in ("weekly", "DAILY", "daily\0")),
    form_of("kind", ["daily", "update"]),
]

ANSWERS = [
    *(field_of("craving_now", value, TEN) for value in ("NaN", "1e400", "１０", "-1", "11", "5.0", "0x5", "+5", "٣")),
    field_of("craving_now", ["3", "4"], TWO),
    field_of("craving_now", ["3", "skip"], TWO),
    field_of("used", "maybe"),
    field_of("used", ["yes", "no"], TWO),
    field_of("triggers", ["stress", "the moon"]),
    field_of("coping", "own:999999"),
    field_of("used_what", "everything"),
    field_of("home_safe", "<script>alert(1)</script>"),
    field_of("note", [NOTE, "And these."], TWO),
    field_of("note", f"{'x' * 2000}{NOTE}", Sentence(LENGTH, {"length": 2000 + len(NOTE), "limit": 2000})),
    field_of("note", f"\0{NOTE}", UNREADABLE),
    field_of("note", f"\ud800{NOTE}", UNREADABLE),
    field_of("triggers", "\0", UNREADABLE),
]

BODIES = [
    Bad("an escape that is no UTF-8", 422, LOOK_AGAIN, raw=b"&mood=%FF", problem=UNREADABLE),
    Bad("bytes that are no UTF-8", 422, LOOK_AGAIN, raw=b"&mood=\xff\xfe", problem=UNREADABLE),
    Bad("2 MB", 413, Sentence(SENTENCES[413]), raw=b"&unknown=" + b"x" * 2_000_000),
    Bad("hundreds of thousands of fields", 413, Sentence(SENTENCES[413]), raw=b"&a" * 300_000),
    Bad("nothing answered", 422, EMPTY, {"craving_now": "", "note": "  "}, keeps_note=False),
]

ALL = [*FORGED, *DAYS, *FORMS, *ANSWERS, *BODIES]
