"""Forms as a browser sends them: what the page offers, what was filled in, and the button that was pressed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag

Value = str | int | Sequence[str] | None
"""What a test fills in: one value, several, or None for untouched."""

TICKED = {"radio", "checkbox"}
NEVER_SENT = {"submit", "button", "reset", "image", "file"}


@dataclass(frozen=True)
class Form:
    """A form of a page and the button that sends it."""

    tag: Tag
    button: Tag | None
    action: str
    method: str


def form_of(soup: BeautifulSoup, selector: str, button: str | None, path: str) -> Form:
    """The first form of the page that the selector finds and that has the button of these words.

    Raises:
        AssertionError: there is none.

    """
    for tag in soup.select(selector):
        assert tag.name == "form", f"{selector} finds a {tag.name} on {path}"
        pressed = _button(soup, tag, button)
        if button is None or pressed is not None:
            action = (pressed.get("formaction") if pressed else None) or tag.get("action") or path
            return Form(tag, pressed, str(action), str(tag.get("method", "get")).upper())
    offered = [(str(form.get("action")), form.get_text(" ", strip=True)[:60]) for form in soup.find_all("form")]
    raise AssertionError(f"{path} has no form {selector!r} with the button {button!r}, only {offered}")


def filled(form: Form, fields: Mapping[str, Value]) -> list[tuple[str, str]]:
    """The form's fields in order, with what the test filled in instead of what stood there.

    Raises:
        AssertionError: the form does not offer the field, or not that value.

    """
    controls = list(_controls(form.tag))
    names = {str(control["name"]) for control in controls}
    assert names >= set(fields), f"the form {form.action} has no {sorted(set(fields) - names)}, only {sorted(names)}"
    sent = [pair for control in controls if control["name"] not in fields for pair in _untouched(control)]
    for name, value in fields.items():
        offered = [control for control in controls if control["name"] == name]
        sent += [(name, text) for text in _texts(value) if _is_offered(offered, text)]
    if form.button is not None and form.button.get("name"):
        sent.append((str(form.button["name"]), str(form.button.get("value", ""))))
    return sent


def _button(soup: BeautifulSoup, form: Tag, text: str | None) -> Tag | None:
    buttons = [tag for tag in form.find_all("button") if tag.get("type", "submit") == "submit"]
    if form.get("id"):
        buttons += soup.select(f'button[form="{form["id"]}"]')
    wanted = [tag for tag in buttons if text is None or " ".join(tag.get_text(" ", strip=True).split()) == text]
    return next((tag for tag in wanted if not tag.has_attr("disabled")), None)


def _controls(form: Tag) -> Iterator[Tag]:
    for control in form.select("input[name], select[name], textarea[name]"):
        disabled = control.has_attr("disabled") or control.find_parent("fieldset", disabled=True)
        if not disabled and control.get("type") not in NEVER_SENT:
            yield control


def _untouched(control: Tag) -> Iterator[tuple[str, str]]:
    """What a browser sends for a control that nobody touched."""
    name = str(control["name"])
    if control.name == "textarea":
        yield name, control.get_text().removeprefix("\n")
    elif control.name == "select":
        options = control.find_all("option")
        chosen = [option for option in options if option.has_attr("selected")] or options[:1]
        yield from ((name, str(option.get("value", option.get_text()))) for option in chosen)
    elif control.get("type") not in TICKED or control.has_attr("checked"):
        yield name, str(control.get("value", "on" if control.get("type") in TICKED else ""))


def _texts(value: Value) -> list[str]:
    if value is None:
        return []
    return [str(value)] if isinstance(value, str | int) else [str(one) for one in value]


def _is_offered(controls: list[Tag], text: str) -> bool:
    """Chips and lists send only what they offer; everything else takes any text.

    Raises:
        AssertionError: the value is not among those offered.

    """
    closed = [control for control in controls if control.get("type") in TICKED or control.name == "select"]
    values = {str(control.get("value", "on")) for control in closed if control.name != "select"}
    values |= {
        str(option.get("value", option.get_text())) for control in closed for option in control.find_all("option")
    }
    assert not closed or text in values, f"{controls[0]['name']} does not offer {text!r}, only {sorted(values)}"
    return True
