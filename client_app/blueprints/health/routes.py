"""Whether the database answers and the worker is alive."""

from flask import Response, current_app, jsonify

from client_app.blueprints.health import bp
from client_app.services.health import DatabaseSilentError, worker_state
from client_app.web.access import open_to_everyone
from client_app.web.clock import now


@bp.get("/healthz")
@open_to_everyone
def show_health() -> tuple[Response, int]:
    """200 while the database answers, with the worker's state; 503 when it does not."""
    try:
        return jsonify(database="ok", worker=worker_state(now())), 200
    except DatabaseSilentError as error:
        current_app.logger.error("The database does not answer: %s", error)  # noqa: TRY400 - its trace says no more
        return jsonify(database="unreachable", worker="never"), 503
