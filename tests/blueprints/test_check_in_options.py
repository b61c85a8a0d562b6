"""``/program/check-in``: optional questions on or off, the list of triggers, and phones on which a form is open."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from time_machine import TimeMachineFixture

from client_app.blueprints.check_in_options import routes
from client_app.domain.check_in_options import CheckInOptions
from client_app.services.check_in_options import change_options
from tests.cast import Cast
from tests.factories import PASSWORD
from tests.support.check_in_options import FORM, OPTIONAL, asked, in_use, offered, values, without
from tests.support.check_in_posts import answer, sign_in
from tests.support.pages import Browser, Page

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def dora(cast: Cast, browser: Browser) -> Browser:
    """The director's browser, looking at the check-in."""
    browser.sign_in(cast.director.email, PASSWORD)
    browser.get("/program/check-in")
    return browser


@pytest.fixture
def ana(cast: Cast, open_browser: Callable[..., Browser]) -> Browser:
    """Ana's browser, with her check-in open."""
    browser = open_browser()
    sign_in(browser, cast.ana)
    return browser


def typed(page: Page, field: str) -> str:
    """What stands in a field."""
    found = page.soup.select_one(f"[id='{field}']")
    assert found is not None
    return str(found["value"])


def test_optional_questions_with_what_is_missed_without_them(dora: Browser) -> None:
    assert [str(chip["value"]) for chip in dora.page.soup.select("[name=asked][checked]")] == OPTIONAL
    told = dict(zip(OPTIONAL, dora.page.all("#questions .chip small"), strict=True))
    assert told["medication"] == "Without it these rules cannot fire: Side effects, Missed medication."
    assert told["home_safe"] == "Without it these rules cannot fire: Home does not feel safe."
    assert told["craving_worst"] == "Without it these rules have less to judge by: Strong craving."
    assert told["sleep"] == "No rule depends on it."


def test_a_question_that_is_off_is_asked_nowhere(dora: Browser, cast: Cast, ana: Browser) -> None:
    assert {"sleep", "note"} <= set(asked(ana.page))
    page = dora.submit(FORM, asked=without("sleep", "note"))
    assert page.path == "/program/check-in"
    assert in_use(cast)[1].off == {"sleep", "note"}
    assert "No longer asked: Sleep" in page.text
    assert not {"sleep", "note"} & set(asked(ana.get("/check-in")))
    assert asked(ana.get("/check-in?kind=update")) == ["used", "used_what", "safety", "safe_now", "call_me"]
    dora.submit(FORM, asked=OPTIONAL)
    assert "sleep" in asked(ana.get("/check-in"))


def test_what_is_left_of_a_check_in_counts_only_what_is_asked(dora: Browser, ana: Browser) -> None:
    answer(ana, craving_now="3")
    before = ana.get("/today").text
    dora.submit(FORM, asked=without("sleep", "note", "home_safe"))
    after = ana.get("/today").text
    assert "11 left" in before
    assert "8 left" in after


def test_slipped_names_switch_nothing_off_or_on(dora: Browser, cast: Cast) -> None:
    fields: dict[str, Any] = {
        "csrf_token": dora.token,
        "seen": "0",
        "asked": [*without("sleep"), "invented", "\0"],
        "off": ["safety", "used", "craving_now"],
        "safety": "off",
        "en-safety": "Nothing",
        "es-safety": "Nada",
        "en-invented": "Mine",
        "offered": ["invented"],
        "author_id": "1",
    }
    assert dora.post("/program/check-in", fields).status == 200
    number, options = in_use(cast)
    assert (number, sorted(options.off)) == (1, ["sleep"])
    assert "invented" not in {choice.value for choice in options.known}
    assert len(options.triggers) == 12  # a form that holds no trigger takes none off


def test_a_trigger_is_added_moved_renamed_and_taken_off(dora: Browser, cast: Cast, ana: Browser) -> None:
    kept = [code for code in offered(cast) if code != "celebration"]
    page = dora.submit(
        FORM,
        **{  # type: ignore[arg-type]
            "en-new": "  The   holidays ",
            "es-new": "Las fiestas",
            "en-stress": "Too much at once",
            "place-payday": "1",
            "offered": [code for code in kept if code != "other"],
        },
    )
    assert page.status == 200
    assert offered(cast)[0] == "payday"
    assert offered(cast)[-2:] == ["the_holidays", "other"]
    assert "celebration" not in offered(cast)
    assert page.all("#versions li li") == [
        "Trigger put in other words: Too much at once",
        "Trigger added: The holidays",
        "Trigger taken off the list: A party or a good mood",
        "The order of the triggers",
    ]
    assert values(ana.get("/check-in"), "triggers") == [*offered(cast), "skip"]
    assert "Too much at once" in ana.page.text
    assert "Las fiestas" in ana.get("/check-in?language=es").text


def test_a_trigger_comes_back_under_its_old_code(dora: Browser, cast: Cast) -> None:
    on_list = [code for code in offered(cast) if code != "other"]
    dora.submit(FORM, offered=[code for code in on_list if code != "pain"])
    assert "pain" not in offered(cast)
    page = dora.submit(FORM, offered=on_list)
    assert "pain" in offered(cast)
    assert "Trigger offered again: Pain" in page.text


def test_other_always_stays(dora: Browser, cast: Cast) -> None:
    dora.submit(FORM, offered=[])
    assert offered(cast) == ["other"]
    assert not dora.page.has("[name=offered][value=other]")


@pytest.mark.parametrize(
    ("fields", "field", "said"),
    [
        ({"en-new": "Bad news"}, "es-new", "Please write it in both languages"),
        ({"es-new": "Malas noticias"}, "en-new", "Please write it in both languages"),
        ({"en-new": "PAYDAY", "es-new": "Quincena"}, "en-new", "Another trigger on the list says the same."),
        ({"en-new": "x" * 61, "es-new": "Uno"}, "en-new", "This is too long to keep: 61 characters."),
        ({"en-new": "Bad\0news", "es-new": "Uno"}, "en-new", "Some characters here could not be read."),
        ({"en-stress": " "}, "en-stress", "Please write it in both languages"),
        ({"es-stress": ""}, "es-stress", "Please write it in both languages"),
    ],
)
def test_words_that_cannot_be_kept_stay_in_their_field_with_the_reason(
    dora: Browser, cast: Cast, fields: dict[str, str], field: str, said: str
) -> None:
    page = dora.submit(FORM, **(fields | {"asked": without("sleep")}))  # type: ignore[arg-type]
    assert page.status == 422
    assert said in page.all(f"[id='{field}-error']")[0]
    for name, words in fields.items():
        assert typed(page, name) == " ".join(words.replace("\0", "").split())
    assert not page.has("[name=asked][value=sleep][checked]")
    if field.endswith("stress"):
        assert page.has("details[open]#trigger-stress")
    assert in_use(cast)[0] == 0


@pytest.mark.parametrize("place", ["0", "-1", "x", "٢", "99999999999999999999", ""])
def test_a_place_that_is_none_moves_nothing(dora: Browser, cast: Cast, place: str) -> None:
    before = offered(cast)
    fields: dict[str, Any] = {
        "csrf_token": dora.token,
        "seen": "0",
        "asked": without("note"),
        "en-stress": "Stress",
        "es-stress": "Estrés",
        "place-stress": place,
        "offered": ["stress"],
    }
    assert dora.post("/program/check-in", fields).status == 200
    assert offered(cast) == before


def test_of_two_who_save_the_second_sees_both_and_loses_nothing(
    dora: Browser, cast: Cast, open_browser: Callable[..., Browser]
) -> None:
    other = open_browser()
    other.sign_in(cast.director.email, PASSWORD)
    other.get("/program/check-in")
    theirs: dict[str, Any] = {
        "asked": without("sleep"),
        "en-pain": "Feeling sick",
        "en-new": "News",
        "es-new": "Noticias",
    }
    other.submit(FORM, **theirs)
    mine: dict[str, Any] = {"asked": without("note"), "en-stress": "Too much", "es-pain": "Malestar"}
    page = dora.submit(FORM, **mine)
    assert page.status == 409
    assert page.all("#meanwhile li li") == [
        "No longer asked: Sleep",
        "Trigger put in other words: Feeling sick",
        "Trigger added: News",
    ]
    assert typed(page, "en-stress") == "Too much"
    assert typed(page, "es-pain") == "Malestar"
    assert typed(page, "en-news") == "News"
    assert not page.has("[name=asked][value=note][checked]")
    assert not page.has("[name=asked][value=sleep][checked]")  # theirs, which was not touched here
    assert in_use(cast)[0] == 1
    assert dora.submit(FORM).status == 200
    number, options = in_use(cast)
    assert (number, sorted(options.off)) == (2, ["note", "sleep"])
    assert {choice.value: choice.text.en for choice in options.triggers}["stress"] == "Too much"
    assert "news" in offered(cast)


@pytest.mark.parametrize("seen", [None, "", "7", "-1", "x", "\0"])
def test_a_form_that_names_no_version_is_refused(dora: Browser, cast: Cast, seen: str | None) -> None:
    fields = {"csrf_token": dora.token, "en-new": "News"} | ({} if seen is None else {"seen": seen})
    page = dora.post("/program/check-in", fields)
    assert (page.status, typed(page, "en-new")) == (409, "News")
    assert in_use(cast)[0] == 0


def test_an_old_token_and_a_sign_in_that_ran_out_lose_no_word(
    dora: Browser, cast: Cast, clock: TimeMachineFixture, now: datetime
) -> None:
    fields = {"csrf_token": "old", "seen": "0", "asked": OPTIONAL, "en-new": "News", "es-new": "Noticias"}
    page = dora.post("/program/check-in", fields)
    assert (page.status, typed(page, "en-new")) == (400, "News")
    clock.move_to(now + timedelta(hours=13))
    assert dora.submit(FORM).status == 401
    page = dora.submit("form[action='/sign-in']", email=cast.director.email, password=PASSWORD)
    assert page.path == "/program/check-in"
    assert "news" in offered(cast)


def test_a_save_that_somebody_overtook(
    dora: Browser, cast: Cast, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other save comes in after this one was compared and before it is stored."""

    def overtaken(*arguments: Any) -> None:
        change_options(cast.director.viewer, CheckInOptions(frozenset({"note"}), in_use(cast)[1].triggers), 0, now)
        change_options(*arguments)

    monkeypatch.setattr(routes, "change_options", overtaken)
    page = dora.submit(FORM, asked=without("sleep"))
    assert page.status == 409
    assert page.all("#meanwhile li li") == ["No longer asked: Note"]
