"""A flag's page and what is done there, in a browser: claims, notes, endings, steps back, and what must not be lost."""

from datetime import datetime

import pytest
import time_machine

from client_app.domain.flag_life import State
from client_app.domain.flags import Severity
from client_app.extensions import db
from client_app.models import AuditEntry, CheckIn
from client_app.services.flags import claim_flags, note_on_flag, resolve_flag
from tests.cast import Cast, Member
from tests.factories import PASSWORD, make_check_in, make_flag
from tests.support.flags import TALKED, claimed, events, flag, seen, unassign
from tests.support.pages import Browser

pytestmark = pytest.mark.usefixtures("clock")  # else the cast is weeks away from the real clock

Clock = time_machine.TimeMachineFixture
NOTE = "form[action$='/note']"
RESOLVE = "form[action$='/resolve']"


def signed_in(browser: Browser, who: Member) -> Browser:
    """The browser with somebody signed in on it."""
    browser.sign_in(who.email, PASSWORD)
    return browser


@pytest.fixture
def counselor(browser: Browser, cast: Cast) -> Browser:
    """Ana's counselor in front of the browser."""
    return signed_in(browser, cast.counselor)


def test_the_page_says_why_and_reads_the_check_in(cast: Cast, counselor: Browser, now: datetime) -> None:
    check_in = make_check_in(cast.ana.id, now, craving_now=9, note="Payday.").id
    craving = make_flag(cast.ana.id, check_in_id=check_in, baseline=5.5).id
    page = counselor.get(f"/triage/flags/{craving}")
    assert page.heading == "Ana"
    for words in ("Craving is 9 of 10.", "is 8 of 10 or more", "Payday.", "5.5", "thresholds version 1", "Due today"):
        assert words in page.text
    assert page.has('a[href="tel:+15555550100"]')
    db.session.rollback()
    assert db.session.get_one(CheckIn, check_in).read_by_id == cast.counselor.id


def test_claim_note_resolve_undo_and_reopen_as_plain_forms(cast: Cast, counselor: Browser) -> None:
    craving = make_flag(cast.ana.id).id
    counselor.get(f"/triage/flags/{craving}")
    page = counselor.submit("form[action$='/claim']", button="Claim")
    assert (page.path, page.all("#standing-title")) == (f"/triage/flags/{craving}", ["You have this"])
    page = counselor.submit(NOTE, button="Add the note", note="She is at work until five.")
    assert "She is at work until five." in page.text
    page = counselor.submit(NOTE, button="Tried to reach them")
    assert "Carla Reyes tried to reach the person." in page.text
    page = counselor.submit(RESOLVE, outcome="talked", useful="yes", note="All is well.")
    assert "We talked. Closed by Carla Reyes today at 9:00" in page.text
    assert "This flag was useful." in page.text
    page = counselor.submit("form[action$='/undo']")
    assert page.all("#standing-title") == ["You have this"]
    counselor.submit(RESOLVE, outcome="left_message")
    page = counselor.submit("form[action$='/reopen']", note="It came back.")
    assert page.all("#standing-title") == ["Nobody has this yet"]
    assert flag(craving).state is State.OPEN
    assert events(craving)[-1] == "reopened"


def test_the_same_in_place_with_the_focus_on_what_changed(cast: Cast, counselor: Browser) -> None:
    craving = make_flag(cast.ana.id).id
    counselor.get(f"/triage/flags/{craving}")
    part = counselor.swap("form[action$='/claim']")
    assert part.all("#flag #standing-title[autofocus]") == ["You have this"]
    assert flag(craving).state is State.ACKNOWLEDGED


def test_a_claim_that_came_second_is_told_in_place(cast: Cast, counselor: Browser, now: datetime) -> None:
    craving = make_flag(cast.ana.id).id
    counselor.get(f"/triage/flags/{craving}")
    claim_flags(cast.counselor.viewer, seen(craving), now)
    part = counselor.swap("form[action$='/claim']")
    assert part.status == 409
    assert part.all("#refusal[autofocus]") == ["Already claimed by Carla Reyes today at 9:00."]


def test_forms_that_carry_words_are_posted_plainly(cast: Cast, counselor: Browser, now: datetime) -> None:
    page = counselor.get(f"/triage/flags/{claimed(cast, now)}")
    assert page.has("form[hx-post$='/undo']")
    assert not page.has("form[hx-post]:has(textarea)")


def test_an_open_flag_says_why_it_cannot_be_closed_yet(cast: Cast, counselor: Browser) -> None:
    page = counselor.get(f"/triage/flags/{make_flag(cast.ana.id).id}")
    assert page.has("#resolve-button[disabled]")
    assert "Claim it first, so that others see who has it." in page.text


def test_others_of_the_person_are_closed_along(cast: Cast, counselor: Browser, now: datetime) -> None:
    craving, call = make_flag(cast.ana.id).id, make_flag(cast.ana.id, "call_me").id
    claim_flags(cast.counselor.viewer, seen(craving), now)
    counselor.get(f"/triage/flags/{craving}")
    counselor.submit(RESOLVE, outcome="talked", also=[f"{call}-{seen(call).revision}"])
    assert (flag(craving).state, flag(call).state) == (State.RESOLVED, State.RESOLVED)


def test_no_outcome_is_said_and_the_words_stay(cast: Cast, counselor: Browser, now: datetime) -> None:
    counselor.get(f"/triage/flags/{claimed(cast, now)}")
    page = counselor.submit(RESOLVE, note="We spoke at length.", useful="no")
    assert page.status == 422
    assert page.all("#refusal") == ["Choose what came of it."]
    assert page.all("#resolve-note") == ["We spoke at length."]
    assert page.has("input[name=useful][value=no][checked]")


def test_an_empty_note_is_said(cast: Cast, counselor: Browser) -> None:
    counselor.get(f"/triage/flags/{make_flag(cast.ana.id).id}")
    page = counselor.submit(NOTE, button="Add the note", note="   ")
    assert (page.status, page.all("#refusal")) == (422, ["Please write a few words."])


@pytest.mark.parametrize("note", ["x" * 2001, "NUL \0 inside", "a broken \ufffd sign"])
def test_a_note_that_cannot_be_kept_is_said_and_stays(cast: Cast, counselor: Browser, note: str) -> None:
    craving = make_flag(cast.ana.id).id
    counselor.get(f"/triage/flags/{craving}")
    page = counselor.submit(NOTE, button="Add the note", note=note)
    assert page.status == 422
    assert page.all("#note") == [" ".join(note.replace("\0", "").replace("\ufffd", "").split())]
    assert events(craving) == ["raised"]


def test_a_note_on_a_flag_that_was_closed_meanwhile_is_refused_and_shown(
    cast: Cast, counselor: Browser, now: datetime
) -> None:
    craving = claimed(cast, now)
    counselor.get(f"/triage/flags/{craving}")
    resolve_flag(cast.counselor.viewer, seen(craving), TALKED, now)
    page = counselor.submit(NOTE, button="Add the note", note="I called her sister.")
    assert page.status == 409
    assert "Already closed by Carla Reyes today at 9:00." in page.text
    assert "I called her sister." in page.text
    assert "noted" not in events(craving)


def test_a_stale_ending_names_what_happened_and_keeps_the_words(cast: Cast, counselor: Browser, now: datetime) -> None:
    craving = claimed(cast, now)
    counselor.get(f"/triage/flags/{craving}")
    note_on_flag(cast.counselor.viewer, seen(craving), "From the other phone.", now)
    page = counselor.submit(RESOLVE, outcome="talked", note="We spoke.")
    assert page.status == 409
    assert "Since you opened this page: Carla Reyes added a note." in page.text
    assert page.all("#resolve-note") == ["We spoke."]
    page = counselor.submit(RESOLVE)
    assert flag(craving).state is State.RESOLVED


@pytest.mark.parametrize("revision", ["", "one", "1e400", "１", "-1", "9" * 40])
def test_a_forged_revision_changes_nothing(cast: Cast, counselor: Browser, revision: str) -> None:
    craving = make_flag(cast.ana.id).id
    counselor.get(f"/triage/flags/{craving}")
    page = counselor.post(f"/triage/flags/{craving}/claim", {"csrf_token": counselor.token, "revision": revision})
    assert page.status == 409
    assert flag(craving).state is State.OPEN


def test_forged_others_are_passed_over(cast: Cast, counselor: Browser, now: datetime) -> None:
    craving = claimed(cast, now)
    counselor.get(f"/triage/flags/{craving}")
    fields = {"csrf_token": counselor.token, "revision": seen(craving).revision, "outcome": "talked", "also": "x-1"}
    counselor.post(f"/triage/flags/{craving}/resolve", fields)
    assert flag(craving).state is State.RESOLVED


@pytest.mark.parametrize("act", ["claim", "note", "resolve", "undo", "reopen"])
@pytest.mark.parametrize("who", ["other_counselor", "cover", "strange_counselor", "director", "ana", "family_member"])
def test_strangers_find_nothing(cast: Cast, browser: Browser, who: str, act: str) -> None:
    craving = make_flag(cast.ana.id).id
    signed_in(browser, cast.everyone[who])
    browser.get("/help-now")
    token = browser.token
    assert browser.get(f"/triage/flags/{craving}").status == 404
    fields = {"csrf_token": token, "revision": 1, "note": "x", "outcome": "talked"}
    assert browser.post(f"/triage/flags/{craving}/{act}", fields).status == 404
    assert events(craving) == ["raised"]


def test_a_get_does_nothing_and_a_foreign_token_neither(cast: Cast, counselor: Browser) -> None:
    craving = make_flag(cast.ana.id).id
    assert counselor.get(f"/triage/flags/{craving}/claim").status == 405
    page = counselor.post(f"/triage/flags/{craving}/note", {"csrf_token": "no", "revision": 1, "note": "Rang twice."})
    assert page.status == 400
    assert page.all("#note") == ["Rang twice."]
    assert events(craving) == ["raised"]


def test_a_refused_post_about_somebody_elses_flag_tells_nothing(cast: Cast, counselor: Browser) -> None:
    foreign = make_flag(cast.luis.id).id
    assert counselor.post(f"/triage/flags/{foreign}/note", {"csrf_token": "no", "note": "x"}).status == 404


def test_an_over_large_note_is_refused_and_kept_as_far_as_it_goes(cast: Cast, counselor: Browser) -> None:
    craving = make_flag(cast.ana.id).id
    counselor.get(f"/triage/flags/{craving}")
    page = counselor.post(f"/triage/flags/{craving}/note", {"note": "Rang twice.", "rest": "x" * 2_000_000})
    assert page.status == 413
    assert page.all("#note") == ["Rang twice."]


def test_a_note_survives_a_sign_in_that_ran_out(cast: Cast, counselor: Browser, clock: Clock) -> None:
    craving = make_flag(cast.ana.id).id
    counselor.get(f"/triage/flags/{craving}")
    clock.shift(16 * 60)
    counselor.signed_in = False
    page = counselor.submit(NOTE, button="Add the note", note="She is at work until five.")
    assert page.status == 401
    page = counselor.submit("main form", email=cast.counselor.email, password=PASSWORD)
    assert page.path == f"/triage/flags/{craving}"
    assert "She is at work until five." in page.text


def test_the_director_reads_where_nobody_else_is_left_and_each_opening_is_kept(cast: Cast, browser: Browser) -> None:
    craving = make_flag(cast.ana.id, severity=Severity.URGENT).id
    unassign(cast)
    signed_in(browser, cast.director)
    assert "Nobody assigned" in browser.get("/triage").text
    browser.get(f"/triage/flags/{craving}")
    browser.submit("form[action$='/claim']")
    assert flag(craving).claimed_by_id == cast.director.id
    db.session.rollback()
    kept = db.session.query(AuditEntry).filter_by(action="flag.opened").count()
    assert kept == 2


def test_a_number_beyond_any_row_is_not_found(counselor: Browser) -> None:
    assert counselor.get("/triage/flags/99999999999999999999").status == 404
    assert counselor.get("/triage/flags/2147483647").status == 404
