"""Questions in the form that the rules count on, with words of their own, for tests that need no content files."""

from client_app.domain.definitions import ITEMS, Choice, Definition, Item, Question, Text


def text(words: str) -> Text:
    """The same words, marked with their language."""
    return Text(f"{words} (en)", f"{words} (es)")


def question(name: str, item: Item) -> Question:
    """A question of a given form; its chips say what they store."""
    return Question(
        name=name,
        kind=item.kind,
        title=text(name),
        text=text(f"{name}?"),
        choices=tuple(Choice(value, text(value)) for value in item.values),
        when=item.when,
        optional=not item.is_protected,
    )


TRIGGERS = ("people", "place", "stress", "out_of_the_blue", "other")
COPING_CHOICES = (Choice("own:7", Text("Walk the dog", "Walk the dog")), Choice("urge_timer", text("Urge timer")))


def whole_definition() -> Definition:
    """Every item of the daily check-in, in its order."""
    questions = {name: question(name, item) for name, item in ITEMS.items()}
    triggers = ITEMS["triggers"]
    questions["triggers"] = question("triggers", Item(triggers.kind, TRIGGERS))
    return Definition("2026-11-01", tuple(questions.values()))
