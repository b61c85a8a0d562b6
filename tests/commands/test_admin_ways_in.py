"""``flask admin create`` and ``reset``: the ways in that nobody inside can open."""

import pytest
from flask import Flask
from sqlalchemy import select

from client_app.extensions import db
from client_app.models import AuditEntry, Person, Program
from tests.cast import Cast
from tests.support.admin import Said, admin
from tests.support.applications import build
from tests.support.pages import Browser

PASSWORD = "calm-river-morning"


def create(app: Flask, *words: str) -> Said:
    """Begin with Lakeside and its director Dora, unless the words say otherwise."""
    dora = ("--director", "Dora", "--email", "Dora@Lakeside.example")
    return admin(app, "create", "--program", "Lakeside", "--zone", "America/Denver", *dora, *words)


def address_in(said: Said) -> str:
    """The link's path, as a command prints it."""
    [address] = [line for line in said.words.splitlines() if "/join/" in line and "https://companion" not in line]
    return address


def test_the_first_director_comes_in_by_a_link(app: Flask) -> None:
    said = create(app)
    assert said.code == 0
    assert "Added the program Lakeside." in said.words
    assert "Put the address of your deployment before it" in said.words
    browser = Browser(app)
    browser.get(address_in(said))
    browser.submit("form[action^='/join']", password=PASSWORD)
    browser.get("/sign-in")
    assert browser.sign_in("dora@lakeside.example", PASSWORD).path == "/program"
    with app.app_context():
        lines = db.session.execute(select(AuditEntry.action, AuditEntry.actor_id).order_by(AuditEntry.id)).all()
    assert [line.action for line in lines][:3] == ["program.added", "person.invited", "join_link.made"]
    assert {line.actor_id for line in lines[:3]} == {None}


def test_what_was_not_given_is_asked_for(app: Flask) -> None:
    typed = "Lakeside\nAmerica/Denver\nDora\ndora@lakeside.example\n"
    assert admin(app, "create", typed=typed).code == 0
    with app.app_context():
        assert db.session.scalars(select(Person.name)).all() == ["Dora"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--zone", "Denver"), "There is no time zone Denver; one is America/Chicago, for example."),
        (("--program", " "), "A program needs a name."),
        (("--director", " "), "A person needs a name."),
        (("--email", "dora"), "Please type an email address, for example name@mail.com."),
    ],
)
def test_a_beginning_that_will_not_do_leaves_nothing(app: Flask, words: tuple[str, ...], sentence: str) -> None:
    assert create(app, *words) == (1, f"Error: {sentence}")
    with app.app_context():
        assert db.session.scalars(select(Program.id)).all() == []


def test_a_second_beginning_is_refused_in_one_sentence(app: Flask) -> None:
    create(app)
    assert create(app) == (1, "Error: There is a program Lakeside already.")
    assert create(app, "--program", "Bayside").code == 1
    with app.app_context():
        assert db.session.scalars(select(Program.name)).all() == ["Lakeside"]


def test_without_tables_it_says_so(unmigrated_url: str) -> None:
    app = build(unmigrated_url)
    said = create(app)
    assert said == (1, "Error: The database has no tables yet: run flask --app wsgi db upgrade first.")
    with app.app_context():
        db.engine.dispose()


def test_a_reset_prints_a_link_for_anybody(cast: Cast, app: Flask) -> None:
    said = admin(app, "reset", cast.director.email.upper())
    assert said.code == 0
    browser = Browser(app)
    browser.get(address_in(said))
    assert browser.submit("form[action^='/join']", password="another calm river morning").path == "/join"
    assert admin(app, "reset", "nobody@riverside.example").code == 1


def test_a_link_has_the_public_address_where_it_is_known(
    cast: Cast, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "PUBLIC_URL", "https://clinic.example")
    said = admin(app, "reset", cast.ana.email)
    assert "\nhttps://clinic.example/join/" in said.words
    assert "Put the address" not in said.words
