"""A check-in's definition is read whole, or not at all with the file and line to mend."""

import shutil
from pathlib import Path

import pytest

from client_app.domain.definitions import Branch, Choice, QuestionKind, Text
from client_app.gateways.content import CONTENT
from client_app.gateways.definitions import read_definition, read_definitions
from client_app.gateways.marked_yaml import ContentError

VERSION = "2026-11-01"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A copy of the first version, to be spoiled."""
    return Path(shutil.copy(CONTENT / "check_ins" / f"{VERSION}.yaml", tmp_path))


def spoil(path: Path, old: str, new: str) -> int:
    """Put other words in the place of some that stand there once; the number of the line where they begin."""
    content = path.read_text(encoding="utf-8")
    assert content.count(old) == 1
    path.write_text(content.replace(old, new), encoding="utf-8")
    return content[: content.index(old)].count("\n") + 1


def test_a_scale_says_each_number_and_the_words_of_its_anchors(path: Path) -> None:
    craving = read_definition(path).question("craving_now")
    assert craving is not None
    assert craving.values == tuple(str(number) for number in range(11))
    assert craving.choice(0) == Choice("0", Text("0 none", "0 nada"))
    assert craving.choice(1) == Choice("1", Text("1", "1"))
    assert craving.choice(10) == Choice("10", Text("10 strongest ever", "10 más que nunca"))


def test_a_question_is_read_with_all_its_parts(path: Path) -> None:
    used_what = read_definition(path).question("used_what")
    assert used_what is not None
    assert used_what.kind is QuestionKind.SEVERAL
    assert used_what.when == Branch("used", frozenset({"yes"}))
    assert used_what.timeframe == Text("Since your last check-in", "Desde tu último registro")
    assert used_what.hint is not None
    assert used_what.choice("cannabis") == Choice("cannabis", Text("Cannabis", "Marihuana"))
    assert not used_what.optional


def test_parts_that_are_left_out_are_not_there(path: Path) -> None:
    note = read_definition(path).question("note")
    assert note is not None
    assert (note.timeframe, note.when, note.choices, note.optional) == (None, None, (), True)


@pytest.mark.parametrize(
    ("old", "new", "lines_below", "reason"),
    [
        ("\n      en: How is your mood today?", "", 1, "question 'mood' has no English text"),
        (
            "{en: Payday, es: Día de pago}",
            "{en: Payday}",
            0,
            "question 'triggers' has no Spanish text for the choice 'payday'",
        ),
        ("{en: Mood, es: Ánimo}", "{en: Mood}", 0, "question 'mood' has no Spanish title"),
        (
            "{en: half and half, es: a medias}",
            "{es: a medias}",
            0,
            "question 'confidence' has no English words for the number 5",
        ),
        ("  confidence:", "  triggers:", 0, "the check-in has 'triggers' twice"),
        ("      boredom:", "      people:", 0, "question 'triggers' has 'people' twice"),
        (
            "is: [passive, active]",
            "is: [passive, serious]",
            -1,
            "question 'safe_now' is asked after 'safety' = 'serious', which is none of its choices",
        ),
        (
            "question: safety,",
            "question: safty,",
            -1,
            "question 'safe_now' is asked after 'safty', which is no earlier question",
        ),
        (
            "kind: text",
            "kind: essay",
            0,
            "question 'note' has 'essay' where only scale, single, several, text can stand",
        ),
        (
            "      active: {en:",
            "      acute: {en:",
            -12,
            "question 'safety' must have exactly the choices no, passive, active",
        ),
        (
            "  call_me:\n",
            "  call_me:\n    optional: true\n",
            1,
            "question 'call_me' cannot be optional, since help depends on it",
        ),
        (
            "  home_safe:\n    kind: single\n    optional: true",
            "  home_safe:\n    kind: single\n    optional: maybe",
            2,
            "question 'home_safe' has 'maybe' where only true, false can stand",
        ),
        ("  home_safe:\n", "  home_safe:\n    from: 1\n", 1, "question 'home_safe' is of a kind that takes no 'from'"),
        (
            "  mood:\n",
            "  mood:\n    choices: {a: {en: A, es: A}}\n",
            1,
            "question 'mood' is of a kind that takes no 'choices'",
        ),
        ("      1: {en: very low,", "      9: {en: very low,", 0, "question 'mood' has '9', which nothing reads"),
        ('version: "2026-11-01"\n', "", 1, "the file has no 'version'"),
        (
            'version: "2026-11-01"',
            "version: 2026-12-01",
            0,
            "the version is '2026-12-01', but the file is called '2026-11-01.yaml'",
        ),
    ],
)
def test_a_mistake_is_named_by_file_line_and_question(
    path: Path, old: str, new: str, lines_below: int, reason: str
) -> None:
    begins = spoil(path, old, new)
    with pytest.raises(ContentError) as error:
        read_definition(path)
    assert str(error.value) == f"{path}, line {begins + lines_below}: {reason}"


def test_a_missing_question_is_named_where_the_questions_begin(path: Path) -> None:
    begin = spoil(path, "questions:\n  craving_now:", "questions:\n  craving_now:") + 1
    spoil(path, "  call_me:\n", "  call_you:\n")
    with pytest.raises(ContentError) as error:
        read_definition(path)
    assert str(error.value) == f"{path}, line {begin}: question 'call_me' is missing, and help depends on it"


@pytest.mark.parametrize(
    ("scale", "reason"),
    [
        ("from: 1", "question 'mood' is a scale and has no 'to'"),
        ("to: 5", "question 'mood' is a scale and has no 'from'"),
        ("from: 5\n    to: 4", "question 'mood' ends before it begins"),
        ("from: 0\n    to: 5", "question 'mood' must have exactly the choices 1, 2, 3, 4, 5"),
        ("from: 1\n    to: five", "question 'mood' needs a whole number here, not 'five'"),
    ],
)
def test_a_scale_needs_both_its_ends(tmp_path: Path, scale: str, reason: str) -> None:
    path = tmp_path / f"{VERSION}.yaml"
    both = "{en: Mood, es: Ánimo}"
    path.write_text(
        f"version: {VERSION}\nquestions:\n  mood:\n    kind: scale\n    title: {both}\n    text: {both}\n    {scale}\n",
        encoding="utf-8",
    )
    with pytest.raises(ContentError) as error:
        read_definition(path)
    assert str(error.value).endswith(reason)


def test_a_scale_may_have_no_anchors(path: Path) -> None:
    content = path.read_text(encoding="utf-8")
    begin, end = content.index("    anchors:\n      0: {en: not at all"), content.index("  mood:\n")
    path.write_text(content[:begin] + content[end:], encoding="utf-8")
    confidence = read_definition(path).question("confidence")
    assert confidence is not None
    assert confidence.choice(10) == Choice("10", Text("10", "10"))


def test_every_version_of_a_folder_is_read(path: Path) -> None:
    later = path.with_name("2027-01-15.yaml")
    later.write_text(path.read_text(encoding="utf-8").replace(f'"{VERSION}"', '"2027-01-15"'), encoding="utf-8")
    assert sorted(read_definitions(path.parent)) == [VERSION, "2027-01-15"]


def test_a_folder_without_a_definition_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="holds no definition of the check-in"):
        read_definitions(tmp_path)
