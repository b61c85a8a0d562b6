"""A mistake in a content file is named by file and line."""

from datetime import date
from pathlib import Path

import pytest

from client_app.domain.definitions import Text
from client_app.gateways.marked_yaml import ContentError, Entry, read_file


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file that is not written yet."""
    return tmp_path / "words.yaml"


def entry(path: Path, content: str, name: str = "here") -> Entry:
    """Write a file and read one of its named entries."""
    path.write_text(content, encoding="utf-8")
    return read_file(path).named()[name].about("tool 'walk'")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "words.yaml, line 1: the file is empty"),
        (b"# nothing\n", "words.yaml, line 1: the file is empty"),
        (b"a: 1\nb: [1, 2\n", "words.yaml, line 3: this is no YAML: expected ',' or ']', but got '<stream end>'"),
        (b"a: b: c\n", "words.yaml, line 1: this is no YAML: mapping values are not allowed here"),
        (b"a: \x07\n", "words.yaml is no YAML: unacceptable character"),
        (b"a: \xff\n", "words.yaml cannot be read: 'utf-8' codec can't decode"),
    ],
)
def test_a_file_that_is_no_yaml_is_named(path: Path, content: bytes, message: str) -> None:
    path.write_bytes(content)
    with pytest.raises(ContentError) as error:
        read_file(path)
    assert message in str(error.value)


def test_a_missing_file_is_named(path: Path) -> None:
    with pytest.raises(ContentError, match=r"words\.yaml cannot be read: .*No such file"):
        read_file(path)


def test_a_file_of_the_product_is_named_from_the_top_of_the_product() -> None:
    with pytest.raises(ContentError, match=r"^client_app/content/nowhere\.yaml cannot be read"):
        read_file(Path(__file__).parents[2] / "client_app" / "content" / "nowhere.yaml")


def test_words_numbers_days_lists_and_texts_are_read_as_written(path: Path) -> None:
    content = "here:\n  w: no\n  n: 05\n  d: 2026-11-01\n  l: [a, b]\n  t: {es: Hola, en: Hello}\n"
    fields = entry(path, content).fields(("w", "n", "d", "l", "t"))
    assert (fields["w"].words(), fields["n"].number(), fields["d"].day()) == ("no", 5, date(2026, 11, 1))
    assert [part.words() for part in fields["l"].listed()] == ["a", "b"]
    assert fields["t"].text("title") == Text("Hello", "Hola")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("here: 5", "line 1: tool 'walk' needs named entries here"),
        ("here: {}", "line 1: tool 'walk' needs named entries here"),
        ("here:\n  a: 1\n  b: 2", "line 3: tool 'walk' has 'b', which nothing reads"),
        ("here:\n  a: 1\n  a: 2", "line 3: tool 'walk' has 'a' twice"),
        ("here:\n  a: 1\n  ? [a]\n  : 2", "line 3: tool 'walk' has a name that is not one word"),
        ("other: 1\nhere:\n  c: 1", "line 3: tool 'walk' has no 'a'"),
    ],
)
def test_named_fields_that_do_not_fit_are_found(path: Path, content: str, reason: str) -> None:
    with pytest.raises(ContentError) as error:
        entry(path, content).fields(("a",), ("c",))
    assert str(error.value) == f"{path}, {reason}"


@pytest.mark.parametrize(
    ("read", "content", "reason"),
    [
        ("words", "here:", "tool 'walk' is left empty here"),
        ("words", "here: '  '", "tool 'walk' is left empty here"),
        ("words", "here: [a]", "tool 'walk' is left empty here"),
        ("listed", "here: a", "tool 'walk' needs a list here"),
        ("listed", "here: []", "tool 'walk' needs a list here"),
        ("number", "here: -1", "tool 'walk' needs a whole number here, not '-1'"),
        ("number", "here: １", "tool 'walk' needs a whole number here, not '１'"),
        ("day", "here: 2026-13-01", "tool 'walk' needs a date such as 2026-11-01 here, not '2026-13-01'"),
    ],
)
def test_a_value_that_does_not_fit_is_found(path: Path, read: str, content: str, reason: str) -> None:
    with pytest.raises(ContentError) as error:
        getattr(entry(path, content), read)()
    assert str(error.value) == f"{path}, line 1: {reason}"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("here:\n  en: Hello", "line 2: tool 'walk' has no Spanish title"),
        ("here:\n  es: Hola", "line 2: tool 'walk' has no English title"),
        ("here:\n  en: Hello\n  es:", "line 2: tool 'walk' has no Spanish title"),
        ("here:\n  en: Hello\n  es: ' '", "line 2: tool 'walk' has no Spanish title"),
        ("here:\n  en: Hello\n  es: [Hola]", "line 3: tool 'walk' is left empty here"),
        ("here:\n  en: Hello\n  es: Hola\n  fr: Salut", "line 4: tool 'walk' has 'fr', which nothing reads"),
        ("here: Hello", "line 1: tool 'walk' needs named entries here"),
    ],
)
def test_a_text_without_one_of_its_languages_is_found(path: Path, content: str, reason: str) -> None:
    with pytest.raises(ContentError) as error:
        entry(path, content).text("title")
    assert str(error.value) == f"{path}, {reason}"


def test_one_of_known_words_is_read_and_another_found(path: Path) -> None:
    assert entry(path, "here: scale").one_of(("scale", "text")) == "scale"
    with pytest.raises(ContentError, match="line 1: tool 'walk' has 'slider' where only scale, text can stand"):
        entry(path, "here: slider").one_of(("scale", "text"))
