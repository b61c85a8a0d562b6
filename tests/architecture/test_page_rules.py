"""The rules that every fetched page is held to bite, and the browser-like client sends what a browser would."""

import pytest
from bs4 import BeautifulSoup
from werkzeug.datastructures import Headers

from tests.support.forms import filled, form_of
from tests.support.page_rules import breaches

HEADERS = Headers(
    {
        "Content-Security-Policy": "default-src 'none'; script-src 'self'",
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }
)
PAGE = """<!doctype html><html lang="en"><head><title>Plan</title></head><body>
<a href="/help-now">Help now</a><p id="status" role="status"></p>
<main><h1>Plan</h1>
<form method="post" action="/plan"><input type="hidden" name="csrf_token" value="t">
<label for="reason">Reason</label><input id="reason" name="reason" value="as it was">
<fieldset><legend>Help</legend><label><input type="checkbox" name="who" value="sister" checked> Sister</label>
<label><input type="checkbox" name="who" value="friend"> Friend</label></fieldset>
<button>Save</button><button name="leave" value="1">Leave now</button></form></main></body></html>"""

BREACHES = [
    ("<h1>Plan</h1>", "<h1>Plan</h1><h1>Plan</h1>", "has 2 h1"),
    ("<title>Plan</title>", "<title> </title>", "no title"),
    ('lang="en"', 'lang="fr"', "language"),
    ('<a href="/help-now">Help now</a>', "", "help now"),
    ('role="status"', "", "status region"),
    ('id="reason"', 'id="status"', "2 times"),
    ('id="reason"', 'id="1st"', "has the id '1st'"),
    ('<label for="reason">Reason</label>', "", "without a label"),
    ('<label for="reason">', '<label for="cause">', "for=cause points nowhere"),
    ("<button>Save</button>", "<button></button>", "without words"),
    ("<button>Save</button>", '<img src="/x.png">', "without alt"),
    ('value="t"', 'value=""', "without csrf_token"),
    ('method="post"', 'method="get"', "csrf_token in an address"),
    ('method="post"', "", "get or post"),
    ('action="/plan"', "", "without an action"),
    ('action="/plan"', 'action="//evil.example/plan"', "leaves the product"),
    ("<button>Save</button>", '<button hx-post="https://evil.example/">Save</button>', "leaves the product"),
    ("<h1>Plan</h1>", '<h1>Plan</h1><script src="https://cdn.example/x.js"></script>', "loads from elsewhere"),
    ("<h1>Plan</h1>", "<h1>Plan</h1><script>1</script>", "inline"),
    ("<h1>", '<h1 style="color: red">', "inline"),
    ("<h1>", '<h1 onclick="x()">', "runs code"),
    ("<h1>", '<h1 hx-on:click="x()">', "runs code"),
    ("<h1>", '<h1 hx-vals="js:{}">', "runs code"),
    ("Reason", "%(reason)s", "to its reader"),
    ("</fieldset>", '</fieldset><form method="get"></form>', "form in a form"),
]


def sentences(body: str, headers: Headers = HEADERS, *, whole: bool = True, signed_in: bool = False) -> str:
    """What the rules say of a page."""
    return "; ".join(breaches(BeautifulSoup(body, "html.parser"), headers, whole=whole, signed_in=signed_in))


def test_a_good_page_passes() -> None:
    assert sentences(PAGE, signed_in=True) == ""


@pytest.mark.parametrize(
    ("good", "bad", "sentence"), BREACHES, ids=[f"{case[2]}-{n}" for n, case in enumerate(BREACHES)]
)
def test_each_breach_is_named(good: str, bad: str, sentence: str) -> None:
    assert PAGE.count(good)
    assert sentence in sentences(PAGE.replace(good, bad, 1))


@pytest.mark.parametrize("header", list(HEADERS.keys()))
def test_each_header_is_missed(header: str) -> None:
    fewer = Headers([(name, value) for name, value in HEADERS if name != header])
    assert sentences(PAGE, fewer) != ""


def test_a_fragment_names_its_root() -> None:
    assert "carries no id" in sentences("<ul><li>One</li></ul>", whole=False)
    assert sentences('<ul id="rows"><li>One</li></ul>', whole=False) == ""


def test_a_form_sends_what_stands_in_it_and_the_pressed_button() -> None:
    form = form_of(BeautifulSoup(PAGE, "html.parser"), "main form", "Leave now", "/plan")
    assert filled(form, {}) == [("csrf_token", "t"), ("reason", "as it was"), ("who", "sister"), ("leave", "1")]


def test_a_form_sends_what_was_filled_in() -> None:
    form = form_of(BeautifulSoup(PAGE, "html.parser"), "main form", "Save", "/plan")
    sent = filled(form, {"reason": None, "who": ["sister", "friend"]})
    assert sent == [("csrf_token", "t"), ("who", "sister"), ("who", "friend")]


@pytest.mark.parametrize("fields", [{"cause": "none"}, {"who": "boss"}])
def test_a_form_sends_nothing_that_it_does_not_offer(fields: dict[str, str]) -> None:
    form = form_of(BeautifulSoup(PAGE, "html.parser"), "main form", "Save", "/plan")
    with pytest.raises(AssertionError):
        filled(form, fields)


def test_a_missing_form_is_named() -> None:
    with pytest.raises(AssertionError, match=r"no form 'main form' with the button 'Send'"):
        form_of(BeautifulSoup(PAGE, "html.parser"), "main form", "Send", "/plan")
