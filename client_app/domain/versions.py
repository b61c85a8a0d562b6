"""What directors decide is kept version by version; none is ever changed."""

from client_app.domain.sentences import N_, Sentence

SHOWN = 20
"""How many versions are listed; older ones stay in the database."""

MEANWHILE = Sentence(
    N_("Somebody saved another version since you opened this page. Nothing was saved yet. Please compare, then save.")
)
