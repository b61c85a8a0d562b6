"""The program's calendar for staff: a week of groups and appointments, and one of them."""

from flask import Blueprint

bp = Blueprint("groups", __name__)

from client_app.blueprints.groups import appointment_routes, attendance_routes, holiday_routes, routes  # noqa: E402, F401 - bind
