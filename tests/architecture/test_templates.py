"""Templates show; they do not decide, do not ask the database, and none lies about unused."""

import re
from pathlib import Path

import pytest

from tests.architecture.sources import TEMPLATES, name_of, python_files, templates

COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
CLASSES = re.compile(r"\{%-? block \w+_class -?%\}.*?\{%-? endblock -?%\}", re.DOTALL)
"""A block that a page fills with class names stands inside an attribute of the layout."""
CODE = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
DECISION = re.compile(r"\b(role|roles|may_\w+|can_\w+|is_allowed|permission\w*|current_user|why_not_\w+)\b")
QUERY = re.compile(r"\b(query|session|select(?=\()|execute|scalars?)\b")
SPOKEN = ("alt", "aria-label", "aria-description", "placeholder", "title")
NAMES = re.compile(r"\b(?:TTY|SAMHSA|htmx)\b|&\w+;|&#\d+;")
"""Left as they are in every language, like figures and signs."""


def name_in_code(path: Path) -> str:
    """The template's name as code and other templates speak of it."""
    return path.relative_to(TEMPLATES).as_posix()


def code_of(path: Path) -> str:
    """What Jinja executes of the template, without its comments and literal texts."""
    found = CODE.findall(COMMENT.sub("", path.read_text(encoding="utf-8")))
    return re.sub(r"'[^']*'|\"[^\"]*\"", "", "\n".join(found))


def test_no_template_is_unused() -> None:
    speakers = [*templates(), *python_files("client_app")]
    texts = {path: COMMENT.sub("", path.read_text(encoding="utf-8")) for path in speakers}
    unused = [
        name_of(template)
        for template in templates()
        if not any(
            f'"{name_in_code(template)}"' in text.replace("'", '"') for path, text in texts.items() if path != template
        )
    ]
    assert not unused


@pytest.mark.parametrize("forbidden", [DECISION, QUERY], ids=["decision", "query"])
def test_templates_neither_decide_nor_ask(forbidden: re.Pattern[str]) -> None:
    found = {name_of(path): sorted(set(forbidden.findall(code_of(path)))) for path in templates()}
    assert not {name: words for name, words in found.items() if words}


def test_nothing_is_passed_unescaped() -> None:
    unescaped = re.compile(r"\|\s*safe\b|autoescape\s+false|Markup")
    assert not [name_of(path) for path in templates() if unescaped.search(code_of(path))]


def test_a_component_is_one_macro_named_as_its_file() -> None:
    wrong = {}
    for path in sorted((TEMPLATES / "components").glob("*.html")):
        macros = re.findall(r"\{%-?\s*macro\s+(\w+)", path.read_text(encoding="utf-8"))
        if macros != [path.stem]:
            wrong[name_of(path)] = macros
    assert not wrong


def test_a_template_imports_the_components_that_it_calls() -> None:
    """What an including page has imported cannot be counted on: the next page that includes it has not."""
    components = {path.stem for path in (TEMPLATES / "components").glob("*.html")}
    missing = {}
    for path in templates():
        code = code_of(path)
        called = {name for name in components if re.search(rf"(?<![\w.|]){name}\(", code)}
        at_hand = set(re.findall(r"\b(?:import|macro) (\w+)", code))
        if called - at_hand:
            missing[name_of(path)] = sorted(called - at_hand)
    assert not missing


def test_every_word_can_be_translated() -> None:
    """What stands between the tags, and in the attributes that are read aloud, is marked for translation."""
    untranslated = {name_of(path): words for path in templates() if (words := bare_words(path))}
    assert not untranslated


def bare_words(path: Path) -> list[str]:
    """The words of a template that no translation reaches."""
    source = CLASSES.sub("", COMMENT.sub("", path.read_text(encoding="utf-8")))
    text = CODE.sub("\N{OBJECT REPLACEMENT CHARACTER}", source)
    spoken = re.findall(rf'\s(?:{"|".join(SPOKEN)})="([^"]*)"', text)
    between = re.sub(r"<!--.*?-->|<[^>]*>", "\n", text, flags=re.DOTALL).splitlines()
    return [words.strip() for words in [*spoken, *between] if re.search(r"[^\W\d_]", NAMES.sub("", words))]
