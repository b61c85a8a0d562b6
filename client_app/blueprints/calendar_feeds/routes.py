"""The private calendar, read by phones and calendar programs: whoever has the link, and nobody else."""

from flask import Response, make_response, request
from flask_babel import force_locale

from client_app.blueprints.calendar_feeds import bp
from client_app.domain.calendar_feeds import days_shown
from client_app.domain.languages import LANGUAGES
from client_app.domain.refusals import NotFound
from client_app.domain.sentences import N_, Sentence
from client_app.gateways.calendar_feeds import Whole, written
from client_app.services.calendar_feeds import OpenFeed, events_in, open_feed
from client_app.web.access import open_to_everyone
from client_app.web.clock import now
from client_app.web.unchanged_calendars import CACHED, changed_at, version_of
from client_app.web.words import say

NOT_HERE = N_("There is no calendar here.")


@bp.get("/calendar/<feed_token>.ics")
@open_to_everyone
def show_feed(feed_token: str) -> Response:
    """The calendar; 304 while it is what the phone has. Of a link that opens nothing it is not said why."""
    try:
        feed = open_feed(feed_token)
    except NotFound:
        return _not_here()
    language = feed.language or request.accept_languages.best_match(LANGUAGES, default=LANGUAGES[0])
    response = Response(mimetype="text/calendar")
    response.headers["Content-Disposition"] = 'inline; filename="calendar.ics"'
    response.headers["Cache-Control"] = CACHED
    response.vary.add("Accept-Language")
    # Weak: compressed or not, it is the same calendar. The version was read first, so what changes under way is
    # asked for once more.
    response.set_etag(version_of(feed, language, now()), weak=True)
    response.last_modified = changed_at(feed, now())
    response.make_conditional(request)
    if response.status_code != 304:
        response.set_data(_bytes_of(feed, language))
    return response


def _bytes_of(feed: OpenFeed, language: str) -> bytes:
    first, last = days_shown(now(), feed.zone)
    events = events_in(feed, now())
    with force_locale(language):
        return written(Whole(feed.zone, first, last, events), say)


def _not_here() -> Response:
    """The same bytes for every link that opens nothing."""
    response = make_response(say(Sentence(NOT_HERE)), 404)
    response.mimetype = "text/plain"
    return response
