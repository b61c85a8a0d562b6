"""A file as it is chosen, and as it is carried from the preview to the confirmation: shape only."""

from flask import request

from client_app.domain import participant_files, schedule_files
from client_app.domain.csv_files import LARGEST_FILE, TOO_LARGE, Decoded, decoded, table_of
from client_app.domain.imports import Column, Records, Subject, records_of
from client_app.domain.refusals import NotFound
from client_app.domain.sentences import N_, Sentence

COLUMNS: dict[Subject, tuple[Column, ...]] = {
    Subject.SCHEDULE: schedule_files.COLUMNS,
    Subject.PARTICIPANTS: participant_files.COLUMNS,
}
NO_FILE = Sentence(N_("Please choose a file first."))


def subject_in(text: str) -> Subject:
    """What an address speaks of.

    Raises:
        NotFound: nothing that is imported or exported.

    """
    if text not in set(Subject):
        raise NotFound
    return Subject(text)


def chosen_file() -> Decoded | Sentence:
    """The text of the file that was chosen, or why there is none."""
    chosen = request.files.get("file")
    if chosen is None or not chosen.filename:
        return NO_FILE
    data = chosen.stream.read(2 * LARGEST_FILE)
    return decoded(data) if len(data) < 2 * LARGEST_FILE else TOO_LARGE


def records_in(subject: Subject, text: str) -> Records | Sentence:
    """The rows of a file by their columns, or why it cannot be read."""
    table = table_of(text)
    return table if isinstance(table, Sentence) else records_of(table, COLUMNS[subject])
