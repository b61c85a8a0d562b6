"""A fault of ours: a page with a way on, and a line in the log that says where it was and repeats nobody's words."""

from collections.abc import Callable

import pytest

from client_app.services import check_ins
from tests.cast import Cast
from tests.support.check_in_posts import honest, send, sign_in
from tests.support.pages import HOST, Browser

SECRET_WORDS = "I drank last night"


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """The service fails with an error that holds what was typed, and one inside it that does as well."""

    def fail(_viewer: object, post: object, _now: object) -> int:
        raise ValueError(f"{post} {SECRET_WORDS}") from KeyError(SECRET_WORDS)

    monkeypatch.setattr(check_ins, "send_check_in", fail)


@pytest.mark.usefixtures("clock", "broken")
def test_the_log_names_the_place_and_no_word(cast: Cast, browser: Browser, caplog: pytest.LogCaptureFixture) -> None:
    sign_in(browser, cast.ana)
    fields = honest(browser, note=SECRET_WORDS)
    headers = {"Sec-Fetch-Site": "same-origin", "Referer": f"{HOST}/check-in"}
    answer = browser.client.post("/check-in", data=fields, base_url=HOST, headers=headers)
    assert answer.status_code == 500
    assert "It is not your fault." in answer.text
    assert "Fault in check_ins.send_check_in: ValueError" in caplog.text
    assert 'test_faults.py"' in caplog.text
    assert SECRET_WORDS not in caplog.text
    assert SECRET_WORDS not in answer.text
    assert cast.ana.email not in caplog.text


@pytest.mark.usefixtures("clock")
def test_a_refusal_writes_nothing_into_the_log(cast: Cast, browser: Browser, caplog: pytest.LogCaptureFixture) -> None:
    sign_in(browser, cast.ana)
    for fields in ({"csrf_token": "x"}, {"note": f"{SECRET_WORDS}\0"}, {"day": "2030-01-01"}, {}, {}):
        send(browser, honest(browser, note=SECRET_WORDS) | fields)
    written = [record.getMessage() for record in caplog.records]
    assert not [line for line in written if SECRET_WORDS in line or cast.ana.email in line]


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_a_method_that_nobody_takes_is_told_which_are(browser: Browser, method: str) -> None:
    answer = browser.client.open("/help-now", method=method, base_url=HOST)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")


def test_a_post_to_nowhere_is_not_there(browser: Browser) -> None:
    for headers in ({}, {"Sec-Fetch-Site": "cross-site"}):
        assert browser.client.post("/nothing-is-here", base_url=HOST, headers=headers).status_code == 404


@pytest.mark.usefixtures("clock", "broken")
@pytest.mark.parametrize("language", ["en", "es"])
def test_the_page_is_in_the_persons_language(cast: Cast, open_browser: Callable[..., Browser], language: str) -> None:
    browser = open_browser()
    sign_in(browser, cast.ana, f"/check-in?language={language}")
    headers = {"Sec-Fetch-Site": "same-origin", "Referer": f"{HOST}/check-in"}
    answer = browser.client.post("/check-in", data=honest(browser), base_url=HOST, headers=headers)
    assert f'<html lang="{language}">' in answer.text
    assert 'href="/help-now"' in answer.text


@pytest.mark.usefixtures("clock", "broken")
@pytest.mark.parametrize(
    ("fields", "headers", "has_help"),
    [
        ({"safety": "active"}, {}, True),
        ({"safety": "passive"}, {"HX-Request": "true"}, True),
        ({"safe_now": " no "}, {}, True),
        ({"safety": "no", "used": "yes"}, {}, False),
        ({"safety": "no"}, {"HX-Request": "true"}, False),
    ],
)
def test_an_answer_that_calls_for_help_finds_it_whatever_is_broken(
    cast: Cast, browser: Browser, fields: dict[str, str], headers: dict[str, str], has_help: bool
) -> None:
    sign_in(browser, cast.ana)
    ours = {"Sec-Fetch-Site": "same-origin", "Referer": f"{HOST}/check-in", **headers}
    answer = browser.client.post("/check-in", data=honest(browser, **fields), base_url=HOST, headers=ours)
    assert answer.status_code == 500
    assert ('href="tel:988"' in answer.text) is has_help
    assert ("HX-Retarget" in answer.headers) is (bool(headers) and not has_help)
    assert "It is not your fault." in answer.text
    assert "top of your team" not in answer.text
