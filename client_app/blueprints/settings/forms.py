"""What is typed into a person's own settings."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import PasswordField
from wtforms.validators import DataRequired, EqualTo, Length

from client_app.domain.passwords import LONGEST
from client_app.domain.sentences import N_

_TYPED = 1024
"""Characters; a longer one is not even looked at."""


class PasswordForm(FlaskForm):
    """The password as it is, and twice the new one: nobody sees what they type."""

    old_password = PasswordField(
        _l(N_("Your password now")),
        validators=[
            DataRequired(_l(N_("Please type your password."))),
            Length(max=_TYPED, message=_l(N_("This is too long."))),
        ],
    )
    new_password = PasswordField(
        _l(N_("New password")),
        validators=[
            DataRequired(_l(N_("Please type a new password."))),
            Length(max=LONGEST, message=_l(N_("A password has 200 characters at most."))),
        ],
    )
    again = PasswordField(
        _l(N_("The new password again")),
        validators=[EqualTo("new_password", _l(N_("These two are not the same. Please type them again.")))],
    )
