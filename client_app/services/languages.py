"""A person chooses the language of their pages."""

from datetime import datetime

from client_app.domain.languages import LANGUAGES
from client_app.domain.refusals import Invalid
from client_app.domain.sentences import N_, Sentence
from client_app.domain.viewers import Viewer
from client_app.models import Person
from client_app.services.acts import act

CHOOSE = N_("Please choose one of these.")


def choose_language(viewer: Viewer, language: str | None, now: datetime) -> None:
    """Keep the viewer's language; with nothing their browser decides.

    Raises:
        Invalid: there is no such language here.

    """
    if language is not None and language not in LANGUAGES:
        raise Invalid(Sentence(CHOOSE))
    with act(viewer, now) as a:
        person = a.session.get_one(Person, viewer.person_id)
        if person.language == language:
            a.leave_unchanged()
            return
        person.language = language
        a.audit("person.language_chosen", subject=person, language=language)
