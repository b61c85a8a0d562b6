"""What is typed about somebody who is invited."""

from client_app.domain.invitations import STAFF_ROLES, Invitation
from client_app.domain.roles import Role


def test_spaces_and_capitals_are_tidied() -> None:
    typed = {"name": "  Ana \r\n Maria ", "person_email": " Ana@Mail.Example ", "role": "director", "program_id": "2"}
    assert Invitation.read(typed) == Invitation("Ana Maria", "ana@mail.example")


def test_each_field_has_its_problem() -> None:
    assert set(Invitation.read({}).problems()) == {"name", "person_email"}
    assert Invitation("Ana", "ana@mail.example").problems() == {}


def test_staff_are_counselors_and_directors() -> None:
    assert set(STAFF_ROLES.values()) == {Role.COUNSELOR, Role.DIRECTOR}
