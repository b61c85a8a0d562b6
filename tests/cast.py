"""The people of most tests, with what they mean to each other. Ana is always the participant that the test is about."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from client_app.domain.roles import Role
from client_app.domain.viewers import Viewer
from client_app.models import Person
from tests.factories import enroll, make_caseload, make_person, make_program, together, viewer_of


@dataclass(frozen=True)
class Member:
    """One of the cast: plain values, so that looking at them asks the database nothing."""

    id: int
    name: str
    email: str
    viewer: Viewer


@dataclass(frozen=True)
class Cast:
    """Two caseloads of one program, and a second program next door."""

    program_id: int
    caseload_id: int
    """Ana's, her counselor's."""
    ana: Member
    """The participant: enrolled four weeks ago, in her counselor's caseload, no medication on record."""
    luis: Member
    """Another participant of the program, reads Spanish, in the other counselor's caseload."""
    counselor: Member
    """Ana's."""
    cover: Member
    """Covers Ana's counselor, and so reads nothing while the counselor is there."""
    other_counselor: Member
    """Luis's; has no business with Ana."""
    family_member: Member
    """Ana's sister; nothing about a person is consented."""
    director: Member
    """Of Ana's program."""
    stranger: Member
    """A participant of another program."""
    strange_counselor: Member
    """A counselor of that other program."""

    @property
    def everyone(self) -> dict[str, Member]:
        """Everybody by their part, for tests that walk through all of them."""
        return {name: part for name, part in vars(self).items() if isinstance(part, Member)}


def assemble(now: datetime) -> Cast:
    """Make the cast as it stands at ``now``; an app context must be open."""
    with together():
        return _assembled(now)


def _assembled(now: datetime) -> Cast:
    home = make_program("Riverside", created_at=now - timedelta(days=100))
    elsewhere = make_program("Hillside", time_zone="America/Los_Angeles", created_at=now - timedelta(days=100))
    counselor = make_person(home, Role.COUNSELOR, "Carla Reyes")
    cover = make_person(home, Role.COUNSELOR, "Cory Bell")
    other = make_person(home, Role.COUNSELOR, "Olive Stone")
    strange = make_person(elsewhere, Role.COUNSELOR, "Sam Hill")
    ana = make_person(home, Role.PARTICIPANT, "Ana", language="en")
    luis = make_person(home, Role.PARTICIPANT, "Luis", language="es")
    stranger = make_person(elsewhere, Role.PARTICIPANT, "Stella")
    caseload = make_caseload(counselor, cover)
    for participant, load in [(ana, caseload), (luis, make_caseload(other)), (stranger, make_caseload(strange))]:
        enroll(participant, load, started_on=now.date() - timedelta(days=28))
    return Cast(
        program_id=home.id,
        caseload_id=caseload.id,
        ana=_member(ana),
        luis=_member(luis),
        counselor=_member(counselor),
        cover=_member(cover),
        other_counselor=_member(other),
        family_member=_member(make_person(home, Role.FAMILY_MEMBER, "Fay")),
        director=_member(make_person(home, Role.DIRECTOR, "Dora Kent")),
        stranger=_member(stranger),
        strange_counselor=_member(strange),
    )


def _member(person: Person) -> Member:
    return Member(person.id, person.name, person.email, viewer_of(person))
