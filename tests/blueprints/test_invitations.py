"""Inviting in a browser: the forms, what they ignore, and the link that is shown once."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from client_app.domain.roles import Role
from client_app.extensions import db
from client_app.models import Caseload, Enrollment, JoinLink, Person, SignIn
from tests.cast import Cast
from tests.factories import PASSWORD
from tests.support.links import NEW_PASSWORD
from tests.support.pages import HOST, Browser

pytestmark = pytest.mark.usefixtures("clock")  # else the cast is weeks away from the real clock
OWN, OF_PROGRAM, STAFF = "/participants/invite", "/program/participants/invite", "/program/staff/invite"
NINA = {"name": "Nina", "person_email": "Nina@Mail.example"}


@pytest.fixture
def counselor(browser: Browser, cast: Cast) -> Browser:
    """Ana's counselor in front of the browser."""
    browser.sign_in(cast.counselor.email, PASSWORD)
    return browser


@pytest.fixture
def director(browser: Browser, cast: Cast) -> Browser:
    """The program's director in front of the browser."""
    browser.sign_in(cast.director.email, PASSWORD)
    return browser


def nina() -> Person | None:
    """The invited person, if she was."""
    db.session.rollback()
    return db.session.scalars(select(Person).where(Person.email == "nina@mail.example")).one_or_none()


def caseload_of_nina() -> int | None:
    """Whose caseload she came into."""
    person = nina()
    assert person is not None
    return db.session.scalars(select(Enrollment.caseload_id).where(Enrollment.participant_id == person.id)).one()


def test_a_counselor_invites_and_hands_the_link_over(
    cast: Cast, counselor: Browser, open_browser: Callable[..., Browser]
) -> None:
    counselor.get("/participants")
    counselor.click("Invite a participant")
    page = counselor.submit(**NINA, comes_from="detox", agreement="Rides.", planned_end_on="2027-01-31")
    assert (page.status, page.heading) == (200, "A link for Nina")
    assert page.headers["Cache-Control"] == "no-store"
    [address] = page.all("#address")
    assert address.startswith(f"{HOST}/join/")
    assert "nina@mail.example" in page.text
    assert caseload_of_nina() == cast.caseload_id
    listed = counselor.get("/participants")
    assert "Invited, has not joined yet" in listed.text
    assert address not in listed.body
    phone = open_browser("es")
    phone.get(address.removeprefix(HOST))
    assert phone.submit("form[action^='/join']", password=NEW_PASSWORD).heading == "Tu clave está lista"
    assert "Invited, has not joined yet" not in counselor.get("/participants").text


def test_a_new_link_takes_the_place_of_the_old_one(counselor: Browser) -> None:
    counselor.get(OWN)
    [first] = counselor.submit(**NINA, comes_from="home").all("#address")
    counselor.get("/participants")
    page = counselor.submit("form[action$='/reset-link']")
    assert page.status == 200
    [second] = page.all("#address")
    assert counselor.get(second.removeprefix(HOST)).status == 200
    assert counselor.get(first.removeprefix(HOST)).status == 404


def test_what_is_wrong_is_said_beside_the_field_and_kept(counselor: Browser) -> None:
    counselor.get(OWN)
    page = counselor.submit(name=" ", person_email="nina", agreement="Rides.", planned_end_on="2020-01-01")
    assert page.status == 422
    assert page.all("#name-error") == ["A person needs a name."]
    assert page.all("#person_email-error") == ["Please type an email address, for example name@mail.com."]
    assert page.all("#comes_from-error") == ["Please choose one of these."]
    assert page.all("#planned_end_on-error") == ["A planned end comes after the first day, and within five years."]
    assert page.has("input[name=person_email][value=nina]")
    assert page.all("#agreement") == ["Rides."]


@pytest.mark.parametrize(
    "fields",
    [
        {"name": "N\0ina", "person_email": "nina@mail.example", "comes_from": "home"},
        {"name": "Nina", "person_email": "nina\ufffd@mail.example", "comes_from": "home"},
        {"name": "x" * 5000, "person_email": "nina@mail.example", "comes_from": "home"},
        {"name": "Nina", "person_email": "n" * 5000 + "@mail.example", "comes_from": "home"},
        {"name": "Nina", "person_email": "nina@mail.example", "comes_from": "prison"},
        {"name": "Nina", "person_email": "nina@mail.example", "comes_from": "home", "planned_end_on": "\0"},
        {"name": "Nina", "person_email": "nina@mail.example", "comes_from": "home", "agreement": "x" * 9000},
        {},
    ],
)
def test_what_cannot_be_kept_is_refused(counselor: Browser, fields: dict[str, str]) -> None:
    counselor.get(OWN)
    page = counselor.post(OWN, {"csrf_token": counselor.token, **fields})
    assert page.status == 422
    assert (nina(), db.session.query(JoinLink).count()) == (None, 0)


def test_an_email_that_is_taken_is_a_conflict_in_the_same_words(cast: Cast, counselor: Browser) -> None:
    said = set()
    for email in (cast.ana.email, cast.luis.email, cast.stranger.email, cast.director.email):
        counselor.get(OWN)
        page = counselor.submit(name="Nina", person_email=email, comes_from="home")
        assert page.status == 409
        said.update(page.all("#person_email-error"))
    assert len(said) == 1


def test_slipped_in_fields_change_nothing(cast: Cast, counselor: Browser) -> None:
    elsewhere = db.session.scalars(select(Caseload.id).where(Caseload.counselor_id == cast.strange_counselor.id)).one()
    counselor.get(OWN)
    slipped = {"role": "director", "program_id": 2, "caseload_id": elsewhere, "counselor": elsewhere, "is_demo": 1}
    assert counselor.post(OWN, {"csrf_token": counselor.token, **NINA, "comes_from": "home", **slipped}).status == 200
    person = nina()
    assert person is not None
    assert (person.role, person.program_id, person.is_demo) == (Role.PARTICIPANT, cast.program_id, False)
    assert caseload_of_nina() == cast.caseload_id


def test_a_stale_form_keeps_what_was_typed(counselor: Browser, cast: Cast) -> None:
    fields = {"csrf_token": "old", **NINA, "comes_from": "detox", "agreement": "Rides."}
    page = counselor.post(OWN, fields)
    assert (page.status, page.all("#agreement"), page.has("[value=detox][checked]")) == (400, ["Rides."], True)
    assert nina() is None
    counselor.sign_out()
    counselor.sign_in(cast.director.email, PASSWORD)
    page = counselor.post(STAFF, {"csrf_token": "old", **NINA, "role": "director"})
    assert (page.status, page.has("[name=role][value=director][checked]")) == (400, True)


def test_a_counselor_without_a_caseload_is_told_why(cast: Cast, browser: Browser) -> None:
    browser.sign_in(cast.cover.email, PASSWORD)
    page = browser.get(OWN)
    assert "You have no caseload yet. Please ask your director for one." in page.text
    fields = {"csrf_token": browser.token, **NINA, "comes_from": "home"}
    assert browser.post(OWN, fields).status == 403
    assert nina() is None


def test_a_director_invites_into_a_caseload_or_none(cast: Cast, director: Browser) -> None:
    director.get("/program/participants")
    director.click("Invite a participant")
    assert director.page.has("[name=counselor][value=''][checked]")
    director.submit(**NINA, comes_from="residential", counselor=str(cast.caseload_id))
    assert caseload_of_nina() == cast.caseload_id
    assert director.click("I have handed it over").path == "/program/participants"


@pytest.mark.parametrize("caseload", ["0", "2147483648", "x", "٣", "-1"])
def test_a_caseload_that_is_not_offered_is_refused(director: Browser, caseload: str) -> None:
    director.get(OF_PROGRAM)
    fields = {"csrf_token": director.token, **NINA, "comes_from": "home", "counselor": caseload}
    page = director.post(OF_PROGRAM, fields)
    assert (page.status, page.all("#counselor-error")) == (422, ["Please choose one of these."])
    assert nina() is None


@pytest.mark.parametrize("role", ["counselor", "director"])
def test_a_director_invites_staff(director: Browser, role: str) -> None:
    director.get(STAFF)
    page = director.submit(**NINA, role=role)
    assert page.heading == "A link for Nina"
    person = nina()
    assert person is not None
    assert (person.role, person.joined_at) == (Role(role), None)
    director.get(STAFF)
    assert director.submit(**NINA, role=role).status == 409


@pytest.mark.parametrize("role", ["", "participant", "family_member", "admin"])
def test_staff_are_counselors_or_directors(director: Browser, role: str) -> None:
    director.get(STAFF)
    page = director.post(STAFF, {"csrf_token": director.token, **NINA, "role": role})
    assert (page.status, page.all("#role-error")) == (422, ["Please choose one of these."])
    assert nina() is None


def test_a_reset_is_asked_for_and_shown_once(cast: Cast, counselor: Browser) -> None:
    counselor.get(f"/participants/{cast.ana.id}")
    counselor.click("A new link to sign in")
    assert "30 minutes" in counselor.page.text
    page = counselor.submit(button="Make the link")
    assert page.heading == "A link for Ana"
    assert "signed out" in page.text


def test_a_director_resets_staff_and_never_a_participant(cast: Cast, director: Browser) -> None:
    director.get(f"/program/staff/{cast.counselor.id}/reset-link")
    token = director.token
    assert director.submit(button="Make the link").heading == "A link for Carla Reyes"
    for stranger in (cast.ana, cast.family_member, cast.strange_counselor):
        path = f"/program/staff/{stranger.id}/reset-link"
        assert director.get(path).status == 404
        assert director.post(path, {"csrf_token": token}).status == 404
    assert director.get(f"/participants/{cast.ana.id}/reset-link").status == 404
    assert director.get(f"/program/staff/{cast.director.id}/reset-link").status == 403


def test_an_invitation_typed_into_an_ended_sign_in_is_finished_after_the_next(cast: Cast, counselor: Browser) -> None:
    counselor.get(OWN)
    db.session.query(SignIn).update({"ended_at": SignIn.started_at})
    db.session.commit()
    counselor.signed_in = False
    page = counselor.submit("form[action='/participants/invite']", **NINA, comes_from="home")
    assert page.status == 401
    page = counselor.submit("form[action='/sign-in']", email=cast.counselor.email, password=PASSWORD)
    assert page.heading == "A link for Nina"
    assert caseload_of_nina() == cast.caseload_id
